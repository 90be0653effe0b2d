"""Values, clock and errors that every other package may use. Standard library only."""
