"""Workspaces, the people in them, how they sign in and how they are invited.

Invariants: a membership belongs to one workspace and is named by its handle, the name that policies use; a
membership may exist before its person has joined; an upper feature reaches rows only by way of a membership.
"""
