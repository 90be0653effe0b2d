"""Who would receive what a topic finds."""

from __future__ import annotations

from dataclasses import dataclass

from earshot.features.listening.models import Topic
from earshot.features.people.models import Membership


@dataclass(frozen=True, slots=True)
class Receiver:
    """One rule that can decide it. ``rule`` is "" for ``otherwise``; ``when`` its condition; ``own``: it asks for this
    topic. ``handling`` as in the policy. ``role`` is accountable (``role_titles.role_title`` says it in the reader's
    language), ``people`` are on duty for it now, ``within`` how fast it must be answered ("" where it need not be)."""

    rule: str
    when: str
    line: int
    own: bool
    handling: str
    role: str
    people: tuple[str, ...]
    within: str


@dataclass(frozen=True, slots=True)
class Receivers:
    """In the order of the policy's rules. ``watched``: the topic listens only, nobody receives anything. ``unowned``:
    only ``otherwise`` decides. ``complete`` is False where time ran out: there may be more."""

    ways: tuple[Receiver, ...]
    watched: bool
    unowned: bool
    complete: bool


def receivers(membership: Membership, topic: Topic) -> Receivers:
    """By the policy in force, now."""
    raise NotImplementedError
