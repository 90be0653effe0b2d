"""The words of what is chosen in the first run."""

from __future__ import annotations

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
