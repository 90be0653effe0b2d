"""One way in which two versions of a policy differ for conversations, and all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from earshot.kernel.texts import Said

Kind = Literal[
    "accountable",
    "responsible",
    "handling",
    "approvals",
    "deadline",
    "ladder",
    "consulted",
    "informed",
    "skill",
    "people",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Change:
    """A class of conversations for which something is another than before.

    ``from_rule`` and ``to_rule``: the rules that decided and decide them, each perhaps ``otherwise``; both None where
    it is not about one pair of rules. ``subject``: what is told once for all rules that name it: a role (``people``;
    None is whoever has what nobody is on duty for), a ladder (``ladder``) or hours (``deadline``).
    ``before`` and ``after``: what it was and what it is, in the words of the document; of ``consulted`` and
    ``informed`` only the roles that are no longer, and that are now as well. ``sample``: the facts of one of the
    conversations (empty: a post of which nothing else is known), with ``at`` (ISO 8601, UTC) where the time matters;
    None where no conversation shows it.
    """

    kind: Kind
    from_rule: str | None
    to_rule: str | None
    before: tuple[str, ...]
    after: tuple[str, ...]
    message: Said
    sample: Mapping[str, Any] | None
    subject: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The shape of ``earshot policy diff --json``."""
        return {
            "kind": self.kind,
            "from": {"rule": self.from_rule, "is": list(self.before)},
            "to": {"rule": self.to_rule, "is": list(self.after)},
            "subject": self.subject,
            "message": str(self.message),
            "sample": None if self.sample is None else dict(self.sample),
        }


@dataclass(frozen=True, slots=True)
class Beside:
    """A part of the document that is written otherwise and changes no conversation by that."""

    section: str
    message: Said


@dataclass(frozen=True, slots=True)
class Difference:
    """Every class of conversations for which something changes, by kind, then in the order of the rules.

    ``decided`` False: the time was up, and there may be more. ``beside``: what else differs; where both are empty and
    all was decided, the two documents say the same in other words.
    """

    changes: tuple[Change, ...]
    beside: tuple[Beside, ...] = ()
    decided: bool = True

    @property
    def handed(self) -> tuple[Change, ...]:
        """The conversations that get another accountable role."""
        return tuple(change for change in self.changes if change.kind == "accountable")

    @property
    def only_words(self) -> bool:
        """Whether nothing differs but comments, titles or the layout."""
        return self.decided and not self.changes and all(each.section == "names" for each in self.beside)
