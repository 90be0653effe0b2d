"""What a connector hands in: posts, edits and deletions, in one shape for every network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Precision = Literal["second", "minute", "day"]
PostKind = Literal["post", "comment", "message", "review", "mail", "news"]
POST_KINDS: tuple[PostKind, ...] = ("post", "comment", "message", "review", "mail", "news")


@dataclass(frozen=True, slots=True)
class HeardAuthor:
    """Who wrote it, as the network tells it.

    ``external_id`` is the network's permanent identity (a DID, an ActivityPub actor URI); ``handle`` is
    what people type after ``@`` and may be empty when the network's stream does not carry it
    (``Profiles.profiles`` fills it in later).
    """

    external_id: str
    handle: str = ""
    name: str = ""
    bio: str = ""
    url: str = ""
    followers: int | None = None
    verified: bool | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """One attached picture, video, sound or document."""

    kind: Literal["image", "video", "audio", "document"]
    url: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class HeardPost:
    """A post (or its edit: the same ``canonical_id`` with another text).

    ``canonical_id`` is the network's own permanent identity of the post (at:// URI, ActivityPub ``uri``,
    Message-ID, cleaned URL). ``parent_id`` and ``root_id`` are canonical ids; a post that starts a thread
    has neither. ``mentions`` are the external ids *and* handles of accounts that the text addresses.
    ``native`` is whatever the connector needs to answer later (a CID, a status id); JSON-able.
    """

    network: str
    canonical_id: str
    author: HeardAuthor
    text: str
    posted_at: datetime | None = None
    precision: Precision = "second"
    title: str = ""
    lang: str = ""
    kind: PostKind = "post"
    is_repost: bool = False
    is_quote: bool = False
    parent_id: str = ""
    root_id: str = ""
    parent_author: str = ""
    url: str = ""
    country: str = ""
    media: tuple[Media, ...] = ()
    links: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    addressed: bool = False
    """True where the channel itself says it is to us: a direct message, a review, a comment on our page."""
    backlog: bool = False
    """It was there before we began to listen: kept as history, it opens no conversation and starts no clock."""
    findings: Mapping[str, object] = field(default_factory=dict)
    """Findings that came along with an import: ``intent sentiment emotion risk topics tags advocate``."""
    native: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        return bool(self.parent_id)


@dataclass(frozen=True, slots=True)
class HeardDeletion:
    """The network says that a post is gone."""

    network: str
    canonical_id: str


@dataclass(frozen=True, slots=True)
class HeardDeparture:
    """The network says that an account was deleted, with everything it said.

    ``prefix`` is what the canonical ids of all its posts, and of no others, begin with; empty where the network has
    none. Only what is final is a departure: a pause, a suspension or a takedown may be lifted, and words that were
    blanked would be gone then.
    """

    network: str
    external_id: str
    prefix: str = ""


HeardEvent = HeardPost | HeardDeletion


@dataclass(frozen=True, slots=True)
class Batch:
    """Events in the order heard, and the cursor to resume from once they are stored.

    ``counted`` is the number of events that passed on the wire for this batch, those the connector itself
    set aside included; it is the number in "12,340 heard, 0 matched". ``departed`` are taken to have left after the
    events.
    """

    events: tuple[HeardEvent, ...]
    cursor: str
    counted: int = 0
    departed: tuple[HeardDeparture, ...] = ()
