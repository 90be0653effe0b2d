"""The policy as values. Frozen, without behaviour: what it does stands in ``deciding``, who covers in ``dutybook``.

Names of roles, people, hours, rotas and ladders are text. ``line`` is where a thing is written, from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from earshot.engine.policy.conditions import Condition
from earshot.engine.policy.dutybook import DutyBook
from earshot.engine.policy.memory import Memory
from earshot.engine.rota import Hours, Rota

OTHERWISE = "otherwise"
"""The name under which decisions show what no rule matched."""

HANDLINGS = ("answer", "watch", "ignore")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the house. ``zone`` None is the document's; ``weight`` is the share of work, 1 for everybody.

    ``languages``: tags of those read, all where there are none; ``capacity``: how many open conversations one should
    have at most, None without limit.
    """

    id: str
    name: str = ""
    deputy: str | None = None
    zone: str | None = None
    weight: float = 1.0
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A team or a function. Its people are ``members``, or those of ``rota``, which replaces them.

    ``hours`` names the role's hours (with a rota, the rota's).
    """

    name: str
    hours: str
    members: tuple[str, ...] = ()
    lead: str | None = None
    rota: str | None = None
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Step:
    """``to``: a role, ``ROLE.lead`` or a person, told ``after`` elapsed minutes."""

    after: int
    to: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps in order of time, then the steps of the ladder ``continues`` names, counted from the last one here."""

    name: str
    steps: tuple[Step, ...]
    continues: str | None = None
    line: int = 1


@dataclass(frozen=True, slots=True)
class Clocked:
    """A duration in minutes that counts only in the hours named."""

    hours: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is accountable for what matches ``when``; ``otherwise`` has no ``when``.

    ``within``: the clocks of the answer, the first to run out is the deadline; only where ``handling`` is answer.
    ``approve_by``: roles or ``ROLE.lead``; every one must approve. ``skill``: what the accountable person should have.
    """

    name: str
    when: Condition | None
    accountable: str
    responsible: str
    handling: str = "answer"
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    within: tuple[Clocked, ...] = ()
    approve_by: tuple[str, ...] = ()
    ladder: str | None = None
    line: int = 1
    skill: str | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """An entry of ``also``: adds people to whatever matches, takes none away."""

    when: Condition
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    line: int = 1


@dataclass(frozen=True, slots=True)
class Leave:
    """Whole days, both included, in the person's zone."""

    person: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class RoleOverride:
    """``person`` alone covers ``role`` from ``start`` to before ``end`` (UTC), within the role's hours."""

    role: str
    person: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Meeting:
    """``days``: Monday is 0; ``at``: minutes after midnight in ``zone``; ``minutes``: how long."""

    name: str
    days: frozenset[int]
    at: int
    minutes: int
    zone: str
    teams: tuple[str, ...]
    representatives: Mapping[str, tuple[str, ...]]
    line: int = 1


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that somebody knows and takes on. ``subject`` and ``when`` narrow it; None is any. ``undecided``: only
    that the proof did not come to an end in time; what a later one finds is not taken on by it."""

    finding: str
    by: str
    because: str
    subject: str | None = None
    when: Condition | None = None
    line: int = 1
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """What a guarantee promises. ``kind``: involves, accountable, responsible, consulted, informed, approved (with
    ``role``), or within (with ``minutes``, counted in ``hours``, elapsed time where that is ``always``)."""

    kind: str
    role: str | None = None
    minutes: int = 0
    hours: str = "always"


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What must be true whatever the rules say."""

    name: str
    when: Condition
    claims: tuple[Claim, ...]
    line: int = 1


@dataclass(frozen=True, slots=True)
class Space:
    """Values that the document names besides those of its conditions."""

    languages: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """A whole document, loaded. Compared by identity: two loads of one text are two policies."""

    name: str
    zone: str
    backstop: str
    people: Mapping[str, Person]
    roles: Mapping[str, Role]
    hours: Mapping[str, Hours]
    rotas: Mapping[str, Rota]
    ladders: Mapping[str, Ladder]
    rules: tuple[Rule, ...]
    also: tuple[Addition, ...]
    otherwise: Rule
    leave: tuple[Leave, ...] = ()
    overrides: tuple[RoleOverride, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    space: Space = Space()
    book: DutyBook = field(default_factory=lambda: DutyBook({}, {}), repr=False)
    """Who covers what when, remembered; derived from the rest."""
    memory: Memory = field(default_factory=Memory, repr=False)
    """What else was reckoned from it before."""
    sifts: bool = field(init=False, repr=False)
    """Whether anybody's languages or capacity are written: where not, nobody is asked for them."""

    def __post_init__(self) -> None:
        limited = any(person.languages or person.capacity is not None for person in self.people.values())
        object.__setattr__(self, "sifts", limited)

    def staff(self, role: str) -> tuple[str, ...]:
        """Who takes turns in a role: the people of its rota, else its members. Raises KeyError."""
        found = self.roles[role]
        return self.rotas[found.rota].people if found.rota else found.members
