"""Bluesky: the public stream without an account, and an account's notifications and replies.

``config`` says what a channel is told, ``connector`` opens one of two sessions: :class:`~.stream.PublicStream` where no
handle is given, :class:`~.account.AccountSession` where one is. ``records`` turns the network's records into what the
house hears, ``richtext`` and ``publishing`` turn a reply into a record, ``xrpc`` and ``login`` are the way to the
network, on which every answer ends as a value or as one of the errors of ``ports.connector``.
"""
