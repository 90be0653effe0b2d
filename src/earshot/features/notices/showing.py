"""Notices as a page shows them, and as a message says them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from earshot.features.notices.about import About, found
from earshot.features.notices.kinds import KINDS
from earshot.features.notices.models import Notice
from earshot.features.people.models import Workspace


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice with what it is about; ``about`` is None where that is gone, or nothing one can look at."""

    notice: Notice
    title: str
    about: About | None

    @property
    def open(self) -> bool:
        """Whether it still concerns the person."""
        return self.notice.settled_at is None

    @property
    def unread(self) -> bool:
        return self.open and self.notice.read_at is None

    @property
    def to_acknowledge(self) -> bool:
        """Whether somebody waits for the person to say that they have it."""
        return self.open and self.notice.must_acknowledge and self.notice.acknowledged_at is None


def shown(workspace: Workspace, notices: Iterable[Notice]) -> Sequence[Shown]:
    """These notices of one workspace, in their order, each in the reader's language where it is shown."""
    rows = list(notices)
    about = found(workspace, [(row.about_kind, row.about_id) for row in rows])
    return [Shown(row, title_of(row.kind), about.get((row.about_kind, row.about_id))) for row in rows]


def title_of(kind: str) -> str:
    """What a notice of that kind is called, in the active language."""
    known = KINDS.get(kind)
    return str(known.title) if known else kind
