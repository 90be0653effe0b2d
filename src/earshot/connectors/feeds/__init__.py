"""News sites, blogs, forums and podcasts that offer a feed: RSS of every age, Atom and JSON Feed.

Invariants: a feed is asked no more often than it wishes (2 minutes to 6 hours), conditionally; nothing in it is run,
fetched or expanded; what it held before we began to listen is history, and only what matches a topic is kept.
"""
