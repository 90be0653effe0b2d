"""A conversation on its way through deciding: the row, its posts, and what is to be written.

Cases are made for a whole batch (``threads.py``), folded (``facts.py``), decided by the feature above, and then
written at once (``writing.py``): nothing is stored of a conversation that the policy ignores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from earshot.features.conversations.models import Conversation, Entry
from earshot.features.listening.models import Author, Post


@dataclass(frozen=True, slots=True)
class Text:
    """What a post says now, and what was found in it or came along with it."""

    text: str = ""
    has: tuple[str, ...] = ()
    findings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def found(self, kind: str) -> str:
        """The value of a finding; "" where there is none."""
        return str(self.findings.get(kind, {}).get("value", ""))


@dataclass(slots=True)
class Told:
    """One outside post of a conversation with all that its facts rest on."""

    entry: Entry
    post: Post
    topics: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    """The brands that it names by itself: of the account addressed, then of its topics."""
    corrections: Mapping[str, str] = field(default_factory=dict)
    text: Text = Text()

    @property
    def set_aside(self) -> bool:
        """Deleted on the network, or a person said that it is not about us: it tells nothing and asks nothing."""
        return self.post.deleted_at is not None or "not_about_us" in self.corrections

    @property
    def waits(self) -> bool:
        """Whether an answer to it is still owed."""
        return not self.set_aside and self.entry.answered_at is None and self.entry.done_at is None

    def order(self) -> tuple[datetime, datetime, int]:
        """Order in which we heard them; ties (one batch) in the order of the network's clock."""
        return (self.entry.received_at, self.post.posted_at, self.post.pk)


@dataclass(slots=True)
class Case:
    """One conversation, planned (no primary key yet) or stored."""

    conversation: Conversation
    cause: str
    told: list[Told] = field(default_factory=list)
    author: Author | None = None
    road: list[tuple[str, str]] = field(default_factory=list)
    """The trace of the envelope that brought it, for "why me?"."""
    before: object = None
    """The facts as the last decision knew them; None for a planned one."""
    fresh: bool = False
    """An outside post has come that was not there before."""
    facts_changed: bool = False
    shown_changed: bool = False
    """Lists show other words of it than are stored."""
    turn_changed: bool = False
    newly_answered: bool = False
    entries_changed: bool = False
    """Stored entries are to be written too."""
    edited: list[int] = field(default_factory=list)
    """Posts whose text was edited just now."""
    opened: bool = False
    """Stored just now for the first time."""
    moved: bool = False
    """Somebody else has become accountable."""
    decision: object = None
    """What the feature above decided; opaque here."""

    @property
    def planned(self) -> bool:
        """Whether it is not stored yet."""
        return self.conversation.id is None

    def newest(self) -> Told:
        """The newest outside post that still tells something; the newest at all where none does."""
        return max([told for told in self.told if not told.set_aside] or self.told, key=Told.order)

    @property
    def to_decide(self) -> bool:
        """Whether a decision rests on what has changed."""
        in_turn = self.conversation.turn_since is not None
        return self.planned or self.fresh or self.facts_changed or (self.turn_changed and in_turn)

    @property
    def is_news(self) -> bool:
        """Whether there is something to read for somebody who looked before."""
        return self.fresh or self.newly_answered or self.moved or bool(self.edited) or self.cause == "deletion"

    @property
    def touched(self) -> bool:
        """Whether anything at all is to be written."""
        return self.to_decide or self.shown_changed or self.turn_changed or self.entries_changed
