"""Shifts: the rota as a calendar, my own shifts, swaps, leave, and the hand-over at the change of duty.

Who is on duty is never stored here: every page asks the policy in force (``engine.policy``), minute by minute. What
people change of it becomes a line of the policy document, in a version of its own.

Invariants:

* **What an ordinary member may change of the policy** is exactly this, and nothing else: an ``overrides`` entry that a
  colleague of the same role has accepted (``swapping``), and ``leave`` entries of their own (``absence``). No text of
  theirs reaches the document: its only varying parts are times and names that the policy knows already.
* A swap changes the duty of two people only. It is for minutes in which the asker is on duty alone, or with the taker;
  the taker belongs to the role, sits there and is free of leave; nobody else comes on or goes off duty by it.
* A change comes into force only if the proof finds nothing that it did not find before and that nobody has taken on;
  else nothing changes, and it is said which promise would break (``changing``).
* A version is made from the version in force at that moment: two changes at once both hold, or one is made anew.
* A swap is answered once, by whoever was asked, before it begins; unanswered it lapses at its beginning.
* A calendar's address is stored as a hash only, and opens nothing but the shifts and leave of one seat.
"""
