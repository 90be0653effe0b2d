"""Who may take whose shift: the rules of a swap, without a database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from earshot.engine.policy import Policy
from earshot.engine.rota import minute_of
from earshot.features.responsibility.shifts.spans import Stretch, stretches
from earshot.kernel.errors import BadInput

AHEAD = timedelta(days=90)
"""A swap ends within the days that a proof looks at."""


def colleagues(policy: Policy, role: str) -> tuple[str, ...]:
    """Everybody of a role: who takes turns in it, its other members, and its lead. Raises KeyError."""
    named = policy.roles[role]
    lead = () if named.lead is None else (named.lead,)
    return tuple(dict.fromkeys((*policy.staff(role), *named.members, *lead)))


def check_times(start: datetime, end: datetime, now: datetime) -> None:
    """Raises BadInput where a swap cannot be asked for at such times."""
    if end <= start:
        raise BadInput(_("The shift ends before it begins."), _("Exchange the two."))
    if start <= now:
        raise BadInput(_("This has begun already."), _("Write a time that is still to come."))
    if end > now + AHEAD:
        raise BadInput(
            _("This lies more than %(days)d days ahead.") % {"days": AHEAD.days}, _("Ask when it comes nearer.")
        )


def check_swap(policy: Policy, asker: str, taker: str, role: str, start: datetime, end: datetime) -> None:
    """Whether ``taker`` may have the minutes of ``role`` from ``start`` to before ``end`` instead of ``asker``.

    Raises:
        BadInput: it is not the asker's own, others would come on or go off duty by it, or the taker cannot.
    """
    own = check_own(policy, asker, role, start, end)
    others = {person for one in own for person in one.people} - {asker, taker}
    if others:
        raise BadInput(
            _("%(names)s would go off duty by it: they are on duty with you then.") % {"names": ", ".join(others)},
            _("You need nobody to take over: enter leave, or ask an administrator."),
        )
    if taker not in colleagues(policy, role):
        raise BadInput(_("%(name)s does not belong to this role.") % {"name": taker}, _("Choose a colleague of it."))
    if is_away(policy, taker, own):
        raise BadInput(_("%(name)s is on leave then.") % {"name": taker}, _("Choose somebody else."))


def check_own(policy: Policy, asker: str, role: str, start: datetime, end: datetime) -> list[Stretch]:
    """The stretches of the role in that time, if the asker is on duty in all of them.

    Raises:
        BadInput: the role is closed all the time, or others have some of it.
    """
    found = stretches(policy, role, start, end) if role in policy.roles else []
    if not found or any(asker not in one.people for one in found):
        raise BadInput(_("This is not your shift, or not all of it."), _("Choose one of your own shifts."))
    return found


def is_away(policy: Policy, person: str, of: Iterable[Stretch]) -> bool:
    """Whether the person is on leave in any minute of these stretches."""
    leave = policy.book.away_spans(person)
    return any(first < minute_of(one.end) and minute_of(one.start) < after for one in of for first, after in leave)
