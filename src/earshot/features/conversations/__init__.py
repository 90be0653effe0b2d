"""One outside author in one thread for one brand: its state, its facts, its notes and tags.

Invariants: every stored conversation has an accountable membership; state and turn change only in actions and in the
folding of its posts; a person's correction of a fact wins over the machine's; whoever changes a fact has it decided
again (``events.ConversationsChanged``).

The road: ``threads`` finds or plans the cases of a batch, ``answers`` marks what our own posts have answered, ``facts``
folds posts into facts, turn and state, the feature above decides, ``writing`` stores. Acts of people: ``actions``.

What was settled where the design leaves room: see ``facts`` (facts), ``answers`` (answered outside) and ``threads``: a
post that names no brand joins the author's newest conversation in the thread; a conversation without a brand takes that
of the first post that names one; a post heard as history, set aside by a person, or deleted opens nothing; what came
while an answer was on its way keeps the turn.
"""
