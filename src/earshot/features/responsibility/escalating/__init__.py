"""Ladders that run: who is told, one after the other, while nobody takes a conversation up.

Invariants: at most one climb a conversation is live, and only while an answer is owed; a step runs exactly once (its
row and the time of the next in one transaction); what is due runs, however late.

What was settled where the design leaves room (policy.md, Ladders and Deciding):

* **It begins** with the decision that first asks for the ladder, where an answer is owed, and counts from that
  decision's time. What was decided before ladders ran climbs from when the timers find it: nothing is made up for.
* **It goes on** while decisions ask for the same ladder, and while only the policy has changed: it keeps the version
  that it began with, to its last step, whatever comes into force. Where the facts make another rule win that asks for
  another ladder, or for none, the old climb ends and the new one begins: what is asked for now is another kind of help,
  from other people, and its first step counts from when it was asked for.
* **It ends** when the turn ends: a confirmed reply, an answer outside Earshot, done, handling that asks for no answer.
  A new turn climbs anew. Snoozing does not stop it, and writing does not: neither is a promise to the person outside.
* **Taken up** means somebody of the workspace said so: "I have it", a claim, an accepted hand-over. That stops the
  climb for this turn and this ladder, also for what they write meanwhile. Accountability moves only by the latter two.
* **A step reaches** whoever is on duty for the role at that minute, or its lead, or the person; the deputy while the
  lead or the person is on leave. *Which* step comes is the old version's matter; *who* is on duty is asked of the
  version in force, where it knows the role: swaps, leave and exceptions are about the present. Where nobody is on duty,
  or nobody has joined, the backstop is told, and the gap is shown; where the backstop has not joined, the owners.
* **A circle** is climbed once: to ring the same people for ever is no promise. (The proofs do not let it pass unsaid.)
* **Late** is a step that runs more than a minute after it was due (the machine slept): it runs at once, and says so.
"""
