"""The hall under faults: disks, networks and crowds that do what they should not."""
