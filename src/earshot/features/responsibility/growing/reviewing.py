"""The next size's text as a difference to review."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from django.utils.translation import get_language

from earshot.engine.policy import Policy, Template, templates
from earshot.engine.policy.templates.growing import Grown, grown, nearest, next_size
from earshot.features.people.models import Membership, Role

LONGEST = 3_000
"""Lines of a text that is compared."""
CONTEXT = 2
"""Lines around a change that are shown with it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a difference. ``kind``: new, gone, same, or gap (lines that are not shown)."""

    kind: str
    text: str


def size_now(policy: Policy) -> Template:
    """The starting point that a policy is most like."""
    return named(nearest(policy))


def size_next(now: Template) -> Template | None:
    """The one of the next size."""
    following = next_size(now.name)
    return named(following) if following else None


def named(name: str) -> Template:
    """A starting point by its name. Raises KeyError."""
    found = next((each for each in templates() if each.name == name), None)
    if found is None:
        raise KeyError(name)
    return found


def to_review(policy: Policy, name: str, workspace_id: int) -> Grown:
    """The text of that size with the workspace's people: those of the policy, and who has a seat and no role yet.

    Raises:
        KeyError: there is no such starting point.
    """
    seats = Membership.objects.filter(workspace_id=workspace_id, active=True).exclude(role=Role.VIEWER)
    known = {person.casefold() for person in policy.people}
    handles = seats.filter(person__isnull=False).order_by("pk").values_list("handle", flat=True)
    newcomers = [handle for handle in handles if handle.casefold() not in known]
    return grown(policy, name, get_language() or "en", newcomers)


def changes(before: str, after: str) -> list[Line]:
    """What one text has and the other has not, line by line; nothing where they are the same, or too long to compare
    while somebody waits."""
    if before == after or max(before.count("\n"), after.count("\n")) > LONGEST:
        return []
    found: list[Line] = []
    told = difflib.unified_diff(before.splitlines(), after.splitlines(), n=CONTEXT, lineterm="")
    for line in list(told)[2:]:
        if line.startswith("@@"):
            found += [Line("gap", "")] if found else []
        else:
            found.append(Line({"+": "new", "-": "gone"}.get(line[0], "same"), line[1:]))
    return found
