"""Taking everything along: an export in open formats, a backup in one file, and what makes a home of it again.

Purpose: nobody is kept here by their data.
Invariants: an export and a backup show one instant, and are made while Earshot runs; a half-made one is told by its
name (``.partial``) and never by its looks; no key, password or one-time token is in either; a restored home counts
what the backup counted.
"""
