"""Posts from files: CSV and JSONL, in the shapes and encodings that people have.

Invariants: every row of a file is either a post or set aside with its line and reason; the same row has the same
identity in every import.
"""
