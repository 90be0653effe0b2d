"""Approvals: where the policy says ``approve by``, nothing goes out before every entry has approved exactly that text.

Invariants:

- A publication is queued, and claimed, only where the decision that holds at that moment asks for no approval, or every
  entry that it asks for has approved this text as an answer to this version of this post.
- The author of a text is never one of those who approve it (four eyes), and no permission in the workspace changes
  that: administrators and owners have no other way out. Where nobody but the author can ever approve, and somebody has
  taken that finding of ``four_eyes`` on by name, the author's second confirmation stands instead, as such.
- The last approval and the publication are one transaction: it is queued once, or not at all.

``requirement`` says what the policy asks, ``approvers`` who may give it, ``standing`` how far a request is, ``gate``
stops what has not got it; ``actions`` are the acts of people, ``settling`` what the machine does when things change.
"""
