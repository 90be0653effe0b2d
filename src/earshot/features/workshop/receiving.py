"""Who would receive what a topic finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from earshot.features.listening.models import Topic
from earshot.features.people.models import Membership
from earshot.features.responsibility.mapping import Way, topic_row
from earshot.features.responsibility.queries import active_policy, duty_now
from earshot.ports.services import services


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
    if topic.watch:
        return Receivers((), watched=True, unowned=False, complete=True)
    at = services().clock.now()
    version, policy = active_policy(membership.workspace_id)
    row = topic_row(policy, version.text, topic, at)
    duty = duty_now(membership.workspace_id, at)
    return Receivers(
        tuple(_receiver(way, duty) for way in row.ways), watched=False, unowned=row.unowned, complete=row.complete
    )


def _receiver(way: Way, duty: Mapping[str, Sequence[Membership]]) -> Receiver:
    role = next(role for letter, role in way.roles if letter == "A")
    people = tuple(seat.name for seat in duty.get(role, ()))
    return Receiver(way.name, way.when, way.line, way.own, way.handling, role, people, way.within)
