"""Whom a step of a ladder reaches, now."""

from __future__ import annotations

from datetime import datetime

from earshot.engine.policy import Policy, on_duty, on_leave
from earshot.engine.policy.names import LEAD
from earshot.features.people.models import Membership, Role
from earshot.features.responsibility.escalating.naming import spoken
from earshot.features.responsibility.policies import active_policy
from earshot.features.responsibility.seated import seated


class Reach:
    """One workspace at one instant, read once for many steps."""

    def __init__(self, workspace_id: int, at: datetime) -> None:
        self.at = at
        rows = list(Membership.objects.filter(workspace_id=workspace_id).order_by("id"))
        self.in_force = seated(active_policy(workspace_id)[1], rows)
        self._seats = {seat.handle.casefold(): seat for seat in rows if seat.active and seat.person_id is not None}

    def whom(self, to: str, own: Policy) -> tuple[list[Membership], bool]:
        """The seats that a step reaches, and whether that is a gap: nobody whom it names could be told.

        Args:
            to: a role, ``ROLE.lead`` or a person, as the policy writes it.
            own: the version that the climb began with; asked where the one in force does not know the role.
        """
        policy = self.in_force if _knows(self.in_force, to) else own
        named = [seat for person in self._persons(policy, to) if (seat := self._seat(person)) is not None]
        return (named, False) if named else (self._at_last(), True)

    def called(self, to: str) -> str:
        """What a step names, in words."""
        return spoken(to, {handle: seat.name for handle, seat in self._seats.items()})

    def _seat(self, person: str) -> Membership | None:
        return self._seats.get(person.casefold())

    def _persons(self, policy: Policy, to: str) -> tuple[str, ...]:
        role = to.removesuffix(LEAD)
        if role not in policy.roles:
            return self._or_deputy(policy, to)
        if to == role or (found := on_duty(policy, to, self.at)):
            return on_duty(policy, to, self.at) if to == role else found
        lead = policy.roles[role].lead
        return self._or_deputy(policy, lead) if lead is not None and on_leave(policy, lead, self.at) else ()

    def _or_deputy(self, policy: Policy, person: str) -> tuple[str, ...]:
        """The person; on leave their deputy, unless on leave too."""
        if not on_leave(policy, person, self.at):
            return (person,)
        deputy = policy.people[person].deputy if person in policy.people else None
        return (deputy,) if deputy is not None and not on_leave(policy, deputy, self.at) else ()

    def _at_last(self) -> list[Membership]:
        """The backstop; where nobody sits there, the owners: there is always somebody who hears of it."""
        backstop = self._seat(self.in_force.backstop)
        return [backstop] if backstop is not None else [s for s in self._seats.values() if s.role == Role.OWNER]


def _knows(policy: Policy, to: str) -> bool:
    return to.removesuffix(LEAD) in policy.roles or to in policy.people
