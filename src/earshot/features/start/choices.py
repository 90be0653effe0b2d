"""The words of what is chosen in the first run."""

from __future__ import annotations

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SIZES = (
    ("solo", _("Just me"), _("One person accountable for everything, by deadline.")),
    ("startup", _("Up to 10"), _("One team of generalists, two of whom are on call in turn.")),
    ("growing", _("11 to 50"), _("Hub and spoke: social, marketing, PR and support, topic by topic.")),
    ("midsize", _("51 to 250"), _("A support channel of its own, apart from the brand's channel.")),
    (
        "enterprise",
        _("More, or several markets"),
        _("A hub holds policy, crisis and tools; each market its own queue."),
    ),
)
MARKETS = (
    ("b2c", _("People (B2C)"), _("Support first, by the hour, on seven days.")),
    ("b2b", _("Companies (B2B)"), _("A named owner for each account, office hours.")),
)
TITLES = {
    "slips": _("Mistyped"),
    "harm": _("Harm"),
    "industry": _("Industry"),
}

ROLES = {
    "accounts": _("Account owners"),
    "accounts-amer": _("Account owners, Americas"),
    "accounts-apac": _("Account owners, Asia-Pacific"),
    "accounts-emea": _("Account owners, Europe and Africa"),
    "board": _("Management"),
    "crisis": _("Crisis team"),
    "desk": _("You"),
    "founder": _("Founder"),
    "hub": _("Social hub"),
    "legal": _("Legal"),
    "marketing": _("Marketing"),
    "oncall": _("On call"),
    "pr": _("PR"),
    "social": _("Social"),
    "support": _("Support"),
    "support-amer": _("Support, Americas"),
    "support-apac": _("Support, Asia-Pacific"),
    "support-emea": _("Support, Europe and Africa"),
    "team": _("Team"),
}
"""Roles of the starting points, whose documents write them as short names."""
HOURS = {
    "amer": _("office hours in the Americas"),
    "apac": _("office hours in Asia-Pacific"),
    "awake": _("waking hours"),
    "emea": _("office hours in Europe"),
    "extended": _("long office hours"),
    "office": _("office hours"),
    "shop": _("opening hours"),
    "watched": _("watched hours"),
}
"""Likewise their hours."""


def role_title(name: str) -> str:
    """A role in the reader's words; as it is written where it is none of ours."""
    return str(ROLES.get(name, name))


def within_words(within: str) -> str:
    """``1 h (shop)`` with the hours in the reader's words."""
    return re.sub(
        r" \(([\w-]+)\)", lambda found: gettext(" (%(hours)s)") % {"hours": HOURS.get(found[1], found[1])}, within
    )
