"""Pages about channels, topics and imports."""
