"""The outside world behind the ports: database specifics, the guarded HTTP client, the vault."""
