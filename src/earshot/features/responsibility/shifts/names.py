"""People of the policy and seats of the workspace: who is who."""

from __future__ import annotations

from collections.abc import Iterable

from earshot.engine.policy import Policy
from earshot.features.people.models import Membership


def person_of(policy: Policy, seat: Membership) -> str | None:
    """The name that the policy uses for a seat; None where it does not know it."""
    wanted = seat.handle.casefold()
    return next((person for person in policy.people if person.casefold() == wanted), None)


class Seats:
    """The seats of a workspace by the names of the policy."""

    def __init__(self, policy: Policy, workspace_id: int) -> None:
        self._policy = policy
        self._by_handle = {
            seat.handle.casefold(): seat for seat in Membership.objects.filter(workspace_id=workspace_id)
        }

    def of(self, person: str) -> Membership | None:
        """The seat of a person."""
        return self._by_handle.get(person.casefold())

    def gone(self, person: str) -> bool:
        """Whether the person has left: their seat is deactivated."""
        seat = self.of(person)
        return seat is not None and not seat.active

    def name(self, person: str) -> str:
        """How the person is called: as the seat is, else as the document says."""
        seat, known = self.of(person), self._policy.people.get(person)
        return seat.name if seat else (known.name if known and known.name else person)

    def names(self, people: Iterable[str]) -> list[str]:
        """Likewise for several."""
        return [self.name(person) for person in people]
