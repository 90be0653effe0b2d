"""What is specific to the database: a good SQLite, its settings."""
