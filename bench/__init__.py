"""Measurements. ``python -m bench`` prints all; ``python -m bench road`` one. Nothing here is asserted."""
