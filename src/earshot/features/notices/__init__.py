"""Notices: telling the person concerned, on the page and on the ways they chose (e-mail, browser push, chat).

Invariants:

- A notice is written in the transaction of what it tells of, and sent afterwards, at least once.
- One notice for each change of responsibility; several that wait go out together, as one message.
- Quiet hours hold a message back, never what must be acknowledged and is urgent.
- What must be acknowledged is sent again until somebody acknowledges it, or it is settled: answered, done, moved to
  somebody else, climbed to the next step.
"""
