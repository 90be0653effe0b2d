"""``decide``: who is accountable for a conversation, and all else that follows from the policy. Pure and total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from earshot.engine.policy.choosing import choose
from earshot.engine.policy.deadlines import deadline
from earshot.engine.policy.facts import Facts, fill_facts
from earshot.engine.policy.first import First
from earshot.engine.policy.model import Policy, Rule
from earshot.engine.policy.trace import Told, tell
from earshot.engine.rota import instant_of, minute_of


@dataclass(frozen=True, slots=True)
class Accountable:
    """The A of RACI: exactly one role, exactly one person."""

    role: str
    person: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a policy says about one conversation at one minute.

    ``rule`` is its name, or ``otherwise``. ``deadline`` is in UTC. ``on_duty``: who covers the accountable role now, in
    the order in which work goes to them. ``covers``: the accountable person if on duty, else None (the backstop).
    ``gap``: nobody who could answer is on duty when the deadline falls.
    """

    rule: str
    handling: str
    accountable: Accountable
    responsible: str
    consulted: tuple[str, ...]
    informed: tuple[str, ...]
    deadline: datetime | None
    approve_by: tuple[str, ...]
    ladder: str | None
    on_duty: tuple[str, ...]
    covers: str | None
    gap: bool
    told: Told = field(compare=False, repr=False)
    """What the trace is told from; the telling costs more than the decision and is done when asked for."""

    @property
    def trace(self) -> list[dict[str, Any]]:
        """Why: see ``earshot.engine.policy.trace``."""
        return tell(self.told)

    def as_json(self) -> dict[str, Any]:
        """The decision as ``earshot decide`` prints it, with ``covers`` and ``gap``."""
        return {
            "rule": self.rule,
            "handling": self.handling,
            "accountable": {"role": self.accountable.role, "person": self.accountable.person},
            "responsible": self.responsible,
            "consulted": list(self.consulted),
            "informed": list(self.informed),
            "deadline": self.deadline.isoformat() if self.deadline else None,
            "approve_by": list(self.approve_by),
            "ladder": self.ladder,
            "on_duty": list(self.on_duty),
            "covers": self.covers,
            "gap": self.gap,
            "trace": self.trace,
        }


def decide(
    policy: Policy,
    facts: Mapping[str, Any] | Facts,
    at: datetime,
    *,
    load: Mapping[str, float] | None = None,
    keep: str | None = None,
) -> Decision:
    """Decide one conversation.

    Args:
        facts: as ``fill_facts`` reads them; ``turn_since`` starts the deadline's clocks (else ``at`` does).
        at: now, aware; counts as the minute it lies in.
        load: person -> open conversations; nobody has any where absent.
        keep: the person who has this author's open conversations, and keeps them while on duty.

    Raises:
        ValueError: ``at`` has no zone.
    """
    filled, now = fill_facts(facts, policy.zone), minute_of(at)
    passed, rule = _first(policy, filled)
    added = tuple([entry for entry in policy.also if entry.when.holds(filled)])
    covers = policy.book.covers(rule.accountable, now)
    chosen = choose(policy, rule, filled, covers, load, keep)
    owed = deadline(policy, rule, now if filled.turn_since is None else minute_of(filled.turn_since))
    on_duty = tuple([cover.person for cover in covers])
    return Decision(
        rule=rule.name,
        handling=rule.handling,
        accountable=Accountable(rule.accountable, chosen.person),
        responsible=rule.responsible,
        consulted=_joined(rule.consulted, [entry.consulted for entry in added]),
        informed=_joined(rule.informed, [entry.informed for entry in added]),
        deadline=None if owed.due is None else instant_of(owed.due),
        approve_by=rule.approve_by,
        ladder=rule.ladder,
        on_duty=on_duty,
        covers=chosen.person if covers else None,
        gap=owed.gap,
        told=Told(policy, filled, now, passed, rule, added, covers, chosen, dict(load or {}), owed),
    )


def _first(policy: Policy, facts: Facts) -> tuple[tuple[Rule, ...], Rule]:
    """The rules before the first that matches, and that one; ``otherwise`` where none does."""
    number = policy.memory.recall("first", lambda: First(policy.rules)).find(facts)
    return (policy.rules, policy.otherwise) if number is None else (policy.rules[:number], policy.rules[number])


def _joined(own: tuple[str, ...], more: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """All names, each once, in the order in which they come; a rule's own were read so."""
    if not more:
        return own
    return tuple(dict.fromkeys([*own, *(name for names in more for name in names)]))
