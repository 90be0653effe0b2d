"""Drafts and the outbox: what goes out, at most once.

Invariants: a publication leaves ``queued`` only by a claim that is committed before the network is called; an
unknown outcome is never repeated before it is confirmed absent; the text of a claimed publication never changes.
"""
