"""What one can be told of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Kind:
    """``title``: what a notice of it is called; ``choice``: what one chooses by it ("" where there is no choice:
    that somebody has to act is always told). ``wanted``: whether it is told to who has not chosen."""

    title: str | _StrPromise
    choice: str | _StrPromise = ""
    wanted: bool = True


KINDS: Mapping[str, Kind] = {
    "accountable": Kind(_("You are accountable")),
    "covering": Kind(_("You cover for somebody")),
    "escalated": Kind(_("Escalated to you")),
    "hand_over": Kind(_("Hand-over"), _("Hand-overs, offered and answered")),
    "snoozed": Kind(_("Reminder"), _("Reminders of what was snoozed")),
    "approval": Kind(_("Waiting for your approval"), _("Replies that wait for my approval")),
    "approved": Kind(_("About your reply"), _("What became of replies I submitted for approval")),
    "swap": Kind(_("Shift swap"), _("Shift swaps")),
    "absence": Kind(_("Somebody is away")),
    "consulted": Kind(_("You are consulted"), pgettext_lazy("to be told", "Conversations I am consulted on"), False),
    "informed": Kind(_("For your information"), pgettext_lazy("to be told", "Conversations I am informed of"), False),
}
"""In the order in which they are shown."""

FOR_WHO_ASKS = ("consulted", "informed")
"""Not even written for who has not asked for it; the others always stand on the page."""
OWED = ("accountable", "covering")
"""Told to whoever owes something, as long as they do: ``actions.owe``."""


def wanted(kind: str, chosen: Mapping[str, object]) -> bool:
    """Whether a person with these choices wants that kind on their ways."""
    known = KINDS.get(kind)
    if known is None or not known.choice:
        return True
    return bool(chosen.get(kind, known.wanted))
