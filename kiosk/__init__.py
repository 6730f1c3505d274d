"""The kiosk: where a ticket is taken, and the slip that is printed for it."""
