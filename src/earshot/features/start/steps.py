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
    Step("brand", _("Brand"), 3, 40),
    Step("ears", _("Ears"), 1, 20),
    Step("topics", _("Topics"), 1, 40),
    Step("people", _("People"), 1, 60),
)
KEYS = tuple(step.key for step in STEPS)


@dataclass(frozen=True, slots=True)
class Way:
    """The steps that one first run asks, in order: those with nothing to ask are left out."""

    steps: tuple[Step, ...] = STEPS

    @property
    def keys(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(step.key for step in self.steps)

    @property
    def decisions(self) -> int:
        """How many things are asked in all."""
        return sum(step.decisions for step in self.steps)

    def first_open(self, passed: Collection[str]) -> str:
        """The first step that was neither answered nor skipped; "" where all were."""
        return next((key for key in self.keys if key not in passed), "")

    def behind(self, key: str) -> str:
        """The step after ``key``, whether that is asked itself or not; "" behind the last one."""
        return next((each for each in self.keys if KEYS.index(each) > KEYS.index(key)), "")

    def before(self, key: str) -> str:
        """The step before ``key``; "" for the first one."""
        return next((each for each in reversed(self.keys) if KEYS.index(each) < KEYS.index(key)), "")

    def decisions_before(self, key: str) -> int:
        """How many things were asked before the page of ``key``."""
        return sum(step.decisions for step in self.steps if KEYS.index(step.key) < KEYS.index(key))

    def minutes_left(self, key: str) -> int:
        """About how long the rest takes, this step included; at least 1."""
        rest = sum(step.seconds for step in self.steps if KEYS.index(step.key) >= KEYS.index(key))
        return max(1, round(rest / 60))

    def with_(self, key: str) -> Way:
        """This way, and the step ``key`` where somebody has gone back to it though it asks nothing."""
        return Way(tuple(step for step in STEPS if step.key == key or step in self.steps))
