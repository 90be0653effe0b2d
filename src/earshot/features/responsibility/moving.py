"""What would change for which conversations: two versions of a policy compared, in the reader's words."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from earshot.features.responsibility.policies import read
from earshot.features.responsibility.sentences import in_words

if TYPE_CHECKING:
    from earshot.engine.proofs import Change, Difference

TITLES: dict[str, str | Promise] = {
    "accountable": _("Who is accountable"),
    "responsible": _("Who is responsible"),
    "handling": _("What is answered, watched or ignored"),
    "approvals": _("Who must approve"),
    "deadline": _("Deadlines"),
    "ladder": _("Ladders"),
    "consulted": _("Who is consulted"),
    "informed": _("Who is informed"),
    "skill": _("Skills"),
    "people": _("Who is in the roles"),
}
"""The kinds of changes in the order in which they are told."""

LISTED = 30
"""Classes of one kind that are shown; the others are counted."""
KEY = "moved:"
"""What names a class of conversations in a form begins like this; findings begin with their property."""

_one_at_a_time = threading.Lock()
"""Beside the one of proofs: a difference never keeps findings waiting."""


@dataclass(frozen=True, slots=True)
class Class:
    """One class of conversations for which something changes: ``key`` names it in a form, ``told`` is a sentence with
    an example, ``sample`` the facts of that one (None: no conversation shows it)."""

    key: str
    told: str
    sample: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Group:
    """What changes of one kind. ``more`` classes are not shown."""

    title: str | Promise
    shown: list[Class]
    more: int


@dataclass(frozen=True, slots=True)
class Moved:
    """``beside``: what else differs, in sentences. ``only_words``: nothing does but comments, titles or the layout.
    ``decided`` is False where the time was up: there may be other changes."""

    groups: list[Group]
    beside: list[str]
    only_words: bool
    decided: bool

    def find(self, key: str) -> Class | None:
        """The class of that key."""
        return next((each for group in self.groups for each in group.shown if each.key == key), None)


def what_moves(before: str, after: str, at: datetime, seconds: float) -> Moved:
    """Compare two valid documents. What others' comparisons leave no time for stays undecided.

    Raises:
        PolicyInvalid: one of them cannot be read (any more).
    """
    # To ten minutes: whoever tries what they see gets the same classes again, without another comparison.
    begin = at.replace(minute=at.minute - at.minute % 10, second=0, microsecond=0)
    if not _one_at_a_time.acquire(timeout=seconds):
        return Moved([], [], only_words=False, decided=False)
    try:
        found = _difference(before, after, begin, seconds)
    finally:
        _one_at_a_time.release()
    if not found.decided:
        _difference.cache_clear()  # the next try may have more time, or a quieter machine
    beside = [in_words(each.message) for each in found.beside if each.section != "names"]
    return Moved([*_groups(found.changes)], beside, found.only_words, found.decided)


def _groups(changes: Sequence[Change]) -> Iterator[Group]:
    """The changes, which come kind after kind."""
    for kind, some in groupby(enumerate(changes), key=lambda each: each[1].kind):
        of_kind = [*some]
        shown = [Class(_key(number, one), in_words(one.message), one.sample) for number, one in of_kind[:LISTED]]
        yield Group(TITLES[kind], shown, max(0, len(of_kind) - LISTED))


def _key(number: int, change: Change) -> str:
    return f"{KEY}{number}:{change.kind}:{change.from_rule or ''}:{change.to_rule or change.subject or ''}"


@lru_cache(maxsize=8)
def _difference(before: str, after: str, at: datetime, seconds: float) -> Difference:
    from earshot.engine.proofs import difference  # not before somebody asks: every process loads this module

    return difference(read(before), read(after), at, seconds)
