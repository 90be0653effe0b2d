"""The policy in force, the decisions it made, and who is accountable.

Invariants: one active policy version a workspace; one open assignment a conversation (partial unique index);
decisions and assignments are append-only; the accountable column of a conversation changes in the same
transaction as its assignment; a decision is made again whenever the facts change.
"""
