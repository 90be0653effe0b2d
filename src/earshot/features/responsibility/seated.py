"""The policy as it is for the people who are there: whose seat is deactivated counts as on leave for ever. A seat that
nobody has taken yet is no such seat: somebody may sit down."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from earshot.engine.policy import Policy, without
from earshot.features.people.models import Membership
from earshot.features.responsibility.policies import active_policy


def present_policy(workspace_id: int) -> Policy:
    """The policy in force, without whoever's seat is deactivated."""
    return for_those_here(workspace_id, active_policy(workspace_id)[1])


def for_those_here(workspace_id: int, policy: Policy) -> Policy:
    """A policy of the workspace, in force or not, without whoever's seat is deactivated."""
    return seated(policy, Membership.objects.filter(workspace_id=workspace_id, active=False))


def seated(policy: Policy, seats: Iterable[Membership]) -> Policy:
    """A policy without whoever's seat, of these, is deactivated."""
    gone = {seat.handle.casefold() for seat in seats if not seat.active}
    named = frozenset(person for person in policy.people if person.casefold() in gone) if gone else frozenset()
    return _without(policy, named) if named else policy


@lru_cache(maxsize=64)
def _without(policy: Policy, gone: frozenset[str]) -> Policy:
    return without(policy, gone)
