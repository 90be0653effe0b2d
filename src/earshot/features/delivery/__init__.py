"""Drafts and the outbox: what goes out, at most once.

Invariants: a publication leaves ``queued`` only by a claim that is committed before the network is called; an
unknown outcome is never repeated before it is confirmed absent; the text of a publication never changes; at most
one publication of a conversation is on its way (partial unique index).

``actions`` holds the acts of people, ``outbox`` the moves of the machine (one transaction each), ``worker`` the
calls to the networks between them. No transaction is open while a network is called.
"""
