"""The steps of the first run, in order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Step:
    """``decisions``: how many things are asked on its page; ``seconds``: how long people take for it, about."""

    key: str
    title: str | Promise
    decisions: int
    seconds: int


STEPS = (
    Step("who", _("Who you are"), 2, 40),
    Step("brand", _("Brand"), 1, 40),
    Step("ears", _("Ears"), 1, 20),
    Step("topics", _("Topics"), 1, 40),
    Step("people", _("People"), 1, 60),
)
KEYS = tuple(step.key for step in STEPS)


def first_open(passed: Collection[str]) -> str:
    """The first step that was neither answered nor skipped; "" where all were."""
    return next((key for key in KEYS if key not in passed), "")


def behind(key: str) -> str:
    """The step after ``key``; "" behind the last one."""
    return (*KEYS, "")[KEYS.index(key) + 1]


def before(key: str) -> str:
    """The step before ``key``; "" for the first one."""
    return ("", *KEYS)[KEYS.index(key)]


def decisions_before(key: str) -> int:
    """How many things were asked before the page of ``key``."""
    return sum(step.decisions for step in STEPS[: KEYS.index(key)])


def minutes_left(key: str) -> int:
    """About how long the rest takes, this step included; at least 1."""
    return max(1, round(sum(step.seconds for step in STEPS[KEYS.index(key) :]) / 60))
