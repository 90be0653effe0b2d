"""Mastodon and the servers that speak its client interface: an account's mentions, and replies as the account.

Invariants: a notification is handed in before the cursor passes it, and only once the streaming bell is no more than a
hint to look; a reply goes out at most once, whatever the server thinks of Idempotency-Key.
"""
