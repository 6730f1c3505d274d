"""The officer's page: one key, one next thing."""
