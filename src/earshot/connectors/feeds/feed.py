"""What a feed says, in one shape for RSS, Atom and JSON Feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from earshot.ports.heard import Media, Precision


class NotAFeed(Exception):
    """The document is none. The first argument says why, in a sentence (``kernel.texts.Said``)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. Texts are plain; addresses absolute, http(s) or empty; ``at`` is None where no date can be read.

    ``identity`` and ``answers`` are as the feed writes them (guid, Atom id, in-reply-to).
    """

    identity: str
    title: str
    text: str
    url: str
    at: datetime | None = None
    precision: Precision = "day"
    author: str = ""
    author_url: str = ""
    lang: str = ""
    answers: str = ""
    links: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """``home`` is the site's own page, ``wish`` how long the feed asks to be left alone, ``set_aside`` why an entry
    could not be read, one reason each."""

    title: str
    home: str
    lang: str
    wish: timedelta | None
    items: tuple[Item, ...]
    set_aside: tuple[str, ...] = ()
