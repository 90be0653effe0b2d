"""A conversation to try a policy on, written as lines: ``intent: complaint``, ``topics: billing, refund``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from earshot.engine.policy import Decision, Policy, decide
from earshot.kernel.errors import BadInput

MANY = frozenset(("topic", "topics", "tag", "tags", "is", "has", "emotion"))
NUMBERS = frozenset(("risk", "followers"))
ONE = frozenset(
    (
        *("intent", "sentiment", "lang", "network", "channel", "brand", "market", "kind"),
        *("author", "country", "site", "campaign", "posted", "turn_since"),
    )
)
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried, and what the policy decides."""

    at: datetime
    decision: Decision


def as_lines(sample: Mapping[str, Any]) -> str:
    """A finding's sample as somebody would write it; ``at`` stands in a field of its own."""
    shown = {key: _written(value) for key, value in sample.items() if key != "at"}
    return "\n".join(f"{key}: {value}" for key, value in shown.items() if value)


def _written(value: object) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(sorted(map(str, value)))
    return str(value)


def read_lines(text: str) -> dict[str, Any]:
    """The facts of a conversation written as lines.

    Raises:
        BadInput: a line is no fact, or its number is none.
    """
    facts: dict[str, Any] = {}
    for number, line in enumerate(text[:LONGEST].splitlines(), 1):
        if not line.strip():
            continue
        key, sign, value = line.partition(":")
        if not sign:
            key, sign, value = line.partition("：")
        facts[_known(key.strip().casefold(), bool(sign), number)] = _read(key.strip().casefold(), value.strip(), number)
    return facts


def _known(key: str, parted: bool, number: int) -> str:
    if parted and key in MANY | NUMBERS | ONE:
        return key
    raise BadInput(
        _("Line %(number)d of the conversation is no fact.") % {"number": number},
        _("A line reads “intent: complaint”. There are: %(names)s.")
        % {"names": ", ".join(sorted(ONE | NUMBERS | MANY))},
    )


def _read(key: str, value: str, number: int) -> Any:
    if key in MANY:
        return [word.strip() for word in value.replace("，", ",").replace("、", ",").split(",") if word.strip()]
    if key not in NUMBERS:
        return value
    try:
        return int(value.replace(",", ""))
    except ValueError:
        raise BadInput(
            _("“%(value)s” in line %(number)d is no number.") % {"value": value, "number": number},
            _("Write a whole number, such as 80."),
        ) from None


def attempt(policy: Policy, facts: Mapping[str, Any], at: datetime) -> Tried:
    """Decide it as the policy would."""
    return Tried(at, decide(policy, facts, at))
