"""Where people work: lists, views, search and the page of one conversation.

Invariants: reads only through ``access_*`` functions; holds no facts of its own.
"""
