"""Roles of the starting points in the reader's words.

A role's name is what the policy writes; rules, queries and commands refer to it. Where pages show a role whose name is
one of the starting points', they show that word in the reader's language, with the written name beside it or in its
tip. In English it is the name itself, and any other name is shown as it is written.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

TITLES: dict[str, str | Promise] = {
    "accounts": pgettext_lazy("role", "accounts"),
    "accounts-amer": pgettext_lazy("role", "accounts-amer"),
    "accounts-apac": pgettext_lazy("role", "accounts-apac"),
    "accounts-emea": pgettext_lazy("role", "accounts-emea"),
    "board": pgettext_lazy("role", "board"),
    "crisis": pgettext_lazy("role", "crisis"),
    "desk": pgettext_lazy("role", "desk"),
    "founder": pgettext_lazy("role", "founder"),
    "hub": pgettext_lazy("role", "hub"),
    "legal": pgettext_lazy("role", "legal"),
    "marketing": pgettext_lazy("role", "marketing"),
    "oncall": pgettext_lazy("role", "oncall"),
    "pr": pgettext_lazy("role", "pr"),
    "social": pgettext_lazy("role", "social"),
    "support": pgettext_lazy("role", "support"),
    "support-amer": pgettext_lazy("role", "support-amer"),
    "support-apac": pgettext_lazy("role", "support-apac"),
    "support-emea": pgettext_lazy("role", "support-emea"),
    "team": pgettext_lazy("role", "team"),
}


def role_title(name: str) -> str:
    """A role in the reader’s words; as it is written where it is none of the starting points’."""
    return str(TITLES.get(name, name))
