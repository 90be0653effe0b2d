"""The policy in force, the decisions it made, and who is accountable.

Invariants: one active policy version a workspace; one open assignment a conversation (partial unique index);
decisions and assignments are append-only; the accountable column of a conversation changes in the same
transaction as its assignment; a decision is made again whenever the facts change.

What was settled where the design leaves room (data-model.md, 4 and 5; policy.md, Deciding):

* **Accountability moves** only if the winning rule changes (another rule, or the same rule with another accountable
  role), or if the policy no longer names the person, or their seat is deactivated; and by people: claim and accepted
  hand-over. Deciding again under the same rule leaves it where it is, whoever is on duty, whoever is less loaded.
  Everything else of the new decision holds at once.
* **A person who is writing is asked.** Where the policy would move a conversation whose accountable person has typed
  within the last ten minutes, they get a question (a ``HandOver`` with ``asks_giver``); yes moves it, no keeps it,
  silence moves it once they no longer write. Meanwhile the new rule's responsible, consulted and informed roles, its
  accountable role among them, are involved at once.
* **Off duty nothing moves; what falls due is covered, and leave covers the rest.** ``Conversation.covering`` is set
  where the accountable person cannot act now and an answer falls due before they are back; and, while they are on
  leave, where an answer is owed by no deadline at all, which nothing else would bring before anybody's eyes. Who
  covers (``engine.policy.stand_in``): their deputy while they are on leave, else the least loaded of the role, of
  those who fit as the assignment itself asks it (skill, language, capacity), else the backstop. What falls due needs
  somebody who is on duty now; what does not waits for a deputy who is at home. Whoever covers goes on as long as they
  can. It is looked at again whenever duty changes (``timers``) and ends with the leave. The stored trace says why
  (``covering``).
* **On duty** means on duty for any role; who has no role in the policy is there unless on leave; an empty or inactive
  seat never is.
* **Who leaves** (a seat that is deactivated) is on leave for ever (``seated``): nothing is given to them, deputies come
  in, no override holds; where it is the backstop, its deputy is, else the first person of the policy who is there. What
  they had is decided again at once (``leaving``), even while they write. Where nobody else is named it stays theirs:
  the auditor says so, and every deadline is a gap.
* **Deadlines** run from ``turn_since``. Where it is not our turn a decision holds no deadline.
* **Edits**: where an edit of an answered or resolved conversation makes another rule win, it is as if they had spoken
  anew: the turn begins again when the edit was received.
* **ignore** stores nothing. A stored conversation that comes to be ignored keeps its row and owner, without deadline.
* **A new policy version** decides every open conversation again, in portions; what a crash left over the timers take up
  (``Conversation.policy_number`` tells).
* **Two brands in one post**: decided for the brand addressed (else the first named); the accountable role of each other
  brand's decision is informed.
"""
