"""Earshot: hears what is said about a brand and gives every conversation to one accountable person."""

__version__ = "0.1.0"
