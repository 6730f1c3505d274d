"""The central server: rules, store, hall, live, and what wires them."""
