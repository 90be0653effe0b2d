"""Channels, topics and the posts heard.

Invariants: a post is unique by (workspace, network, canonical id); its text lives in immutable versions; a
deletion on the network blanks text and keeps the tombstone; a cursor is stored with the batch it belongs to.
"""
