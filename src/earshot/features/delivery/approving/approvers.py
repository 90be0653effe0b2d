"""Who may approve: for a role and for ``role.lead``.

For a role: its members and the people of its rota, whether or not they are on duty (whoever is there may help), and
whoever covers it now: the deputy of somebody on leave, the person of an override. For ``role.lead``: the lead; on
leave, the lead's deputy. Nobody while on leave. Who has not joined yet, is no longer active or may only look cannot.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from earshot.engine.policy import Policy, on_duty, on_leave
from earshot.engine.policy.names import LEAD
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import may


class Approvers:
    """The people of one workspace at one moment."""

    def __init__(self, policy: Policy, seats: Iterable[Membership], at: datetime) -> None:
        self._policy, self._at = policy, at
        self._seats = {seat.handle.casefold(): seat for seat in seats if seat.active}

    def able(self, entry: str, author: Membership) -> tuple[Membership, ...]:
        """Who can approve for the entry now what ``author`` wrote; those on duty first."""
        named = dict.fromkeys([*self._on_duty(entry), *self._named(entry), *self._for_the_lead(entry)])
        there = self._others((person for person in named if not self._away(person)), author)
        return tuple(seat for seat in there if seat.person_id is not None and may(seat, Role.MEMBER))

    def told(self, entry: str, author: Membership) -> tuple[Membership, ...]:
        """Who is to be told that their approval is wanted: those on duty; where nobody is, all who can."""
        able = self.able(entry, author)
        duty = {person.casefold() for person in self._on_duty(entry)}
        return tuple(seat for seat in able if seat.handle.casefold() in duty) or able

    def ever(self, entry: str, author: Membership) -> tuple[Membership, ...]:
        """Who else can approve at any time, by what the policy says today; those away or not yet joined among them."""
        return self._others(
            dict.fromkeys([*self._named(entry), *self._on_duty(entry), *self._for_the_lead(entry)]), author
        )

    def _named(self, entry: str) -> tuple[str, ...]:
        role = self._policy.roles.get(entry.removesuffix(LEAD))
        if role is None:
            return ()
        if entry.endswith(LEAD):
            return (role.lead,) if role.lead else ()
        return (*role.members, *self._policy.staff(role.name))

    def _on_duty(self, entry: str) -> tuple[str, ...]:
        known = entry.removesuffix(LEAD) in self._policy.roles
        return on_duty(self._policy, entry, self._at) if known else ()

    def _for_the_lead(self, entry: str) -> tuple[str, ...]:
        """The deputy of a lead who is on leave."""
        if not entry.endswith(LEAD):
            return ()
        leads = self._named(entry)
        deputies = (self._policy.people[lead].deputy for lead in leads if self._away(lead))
        return tuple(deputy for deputy in deputies if deputy)

    def _away(self, person: str) -> bool:
        return on_leave(self._policy, person, self._at)

    def _others(self, people: Iterable[str], author: Membership) -> tuple[Membership, ...]:
        seats = (self._seats.get(person.casefold()) for person in people)
        return tuple(dict.fromkeys(seat for seat in seats if seat is not None and not same_person(seat, author)))


def same_person(one: Membership, other: Membership) -> bool:
    """Four eyes are two people, not two seats."""
    return one.pk == other.pk or (one.person_id is not None and one.person_id == other.person_id)
