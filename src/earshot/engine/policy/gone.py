"""A policy as it is while some of the people whom it names are gone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from earshot.engine.policy.memory import Memory
from earshot.engine.policy.model import Policy


def without(policy: Policy, gone: Collection[str]) -> Policy:
    """The policy as if these people were on leave for ever, and no override named them: deputies come in for them, and
    nothing is given to them. Where the backstop is gone, the deputy is the backstop, else the first person of the
    policy who is there; only where nobody is, the backstop stays.

    The answer reads the same otherwise; it remembers what follows from it apart.
    """
    if not gone:
        return policy
    return replace(
        policy,
        backstop=_backstop(policy, gone),
        book=policy.book.without(gone),
        memory=Memory(),
    )


def _backstop(policy: Policy, gone: Collection[str]) -> str:
    if policy.backstop not in gone:
        return policy.backstop
    named = policy.people.get(policy.backstop)
    at_last = [named.deputy if named else None, *policy.people]
    return next((person for person in at_last if person is not None and person not in gone), policy.backstop)
