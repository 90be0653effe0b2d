"""Who can act now, who is back when, and who covers meanwhile (data-model.md, 5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from earshot.engine.policy import Absent, Policy, StandIn, next_change, on_duty, on_leave, roles, stand_in
from earshot.features.people.models import Membership

_AHEAD = timedelta(days=31)
"""Nobody is waited for longer than this: who stays away for a month is covered."""


class Presence:
    """Duty at one instant, remembered for a batch. People are named by their handles as the policy writes them."""

    def __init__(self, policy: Policy, seats: Mapping[str, Membership], at: datetime) -> None:
        self.policy, self.seats, self.at = policy, seats, at
        self._back: dict[str, datetime | None] = {}
        self._able: dict[str, bool] = {}

    def seat(self, person: str) -> Membership | None:
        """The seat of a person, whatever the case of the handle."""
        return self.seats.get(person.casefold())

    def seats_somebody(self) -> bool:
        """Whether the policy names anybody whose seat is active (see ``seated``: else the backstop's is not)."""
        seat = self.seat(self.policy.backstop)
        return seat is not None and seat.active

    def can_act(self, person: str) -> bool:
        """Whether somebody sits there and is on duty, for whatever role, at the instant."""
        if person not in self._able:
            self._able[person] = self.sits(person) and self._on_duty(person, self.at)
        return self._able[person]

    def back_by(self, person: str, deadline: datetime) -> bool:
        """Whether the person will be on duty in a minute before ``deadline``."""
        if not self.sits(person):
            return False
        if person not in self._back:
            self._back[person] = self._find_back(person)
        back = self._back[person]
        return back is not None and back < deadline

    def sits(self, person: str) -> bool:
        """Whether somebody has taken the person's seat, and it is active."""
        seat = self.seat(person)
        return seat is not None and seat.active and seat.person_id is not None

    def cover(self, absent: Absent, load: Mapping[str, float], keep: str | None = None) -> StandIn | None:
        """Who acts for whoever cannot; ``keep`` does so already. See ``engine.policy.stand_in``."""
        return stand_in(self.policy, absent, self.sits, self.can_act, load, keep)

    def _find_back(self, person: str) -> datetime | None:
        at = next_change(self.policy, self.at)
        while at is not None and at <= self.at + _AHEAD:
            if self._on_duty(person, at):
                return at
            at = next_change(self.policy, at)
        return None

    def _on_duty(self, person: str, at: datetime) -> bool:
        if person not in self.policy.people:
            return True
        if any(person in on_duty(self.policy, role.name, at) for role in roles(self.policy)):
            return True
        return not self._has_role(person) and not on_leave(self.policy, person, at)

    def _has_role(self, person: str) -> bool:
        return any(person in self.policy.staff(role) for role in self.policy.roles)
