"""The processes of an installation.

``supervisor`` (``earshot up``) prepares the home, starts ``web`` and ``work``, and starts anew what dies; it never
loads the web framework. ``work`` is one event loop: a listener a channel, the outbox, the chores. Everything that
writes on behalf of the road goes through one ``writer`` thread, so posts are decided one batch at a time.
"""
