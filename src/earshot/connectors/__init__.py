"""The connectors that ship, one folder each. None knows another; the house knows none by name."""
