"""Pure functions and values: no Django, no clock of its own, no chance, no input or output."""
