"""Pages of the workshop, by matter."""
