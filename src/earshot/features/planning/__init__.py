"""Planning: campaigns, shown to whoever answers while they run.

A campaign says one thing (its message), promises something (on terms that the answer must not get wrong), and has words
that are not to be said. Beside a conversation stand the campaigns that may be meant there; on "my turn" those of today.

Invariants:

- A campaign ends after it begins, and has one owner, a seat of its workspace.
- It runs from ``starts_at`` until just before ``ends_at``; an archived one never runs and is shown in no panel.
- Two campaigns that are not archived never have the same name in a workspace, whatever the case of its letters.
- What is shown beside a conversation is of its brand and market, where both sides name one.
"""
