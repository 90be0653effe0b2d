"""Entries of a feed as heard posts: which one it is, who wrote it, and whether it says something new."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from earshot.connectors.feeds.config import FeedKind
from earshot.connectors.feeds.feed import Feed, Item
from earshot.ports.heard import HeardAuthor, HeardPost, PostKind

NETWORK = "feeds"
LONGEST_TEXT = 50_000
"""Characters of an article that are kept."""
LONGEST_ID = 500
MANY_LETTERS = 16
"""A guid of so many letters is the same entry wherever on its site it turns up; "42" is not."""
_URI = re.compile(r"[a-z][a-z0-9+.-]{1,20}:\S+", re.IGNORECASE)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid|at_\w+|ref_src|cmpid|spm", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a feed was read, for what its entries leave out."""

    address: str
    feed: Feed
    kind: FeedKind

    @property
    def home(self) -> str:
        return cleaned(self.feed.home or self.address)

    @property
    def host(self) -> str:
        return (urlsplit(self.home).hostname or urlsplit(self.address).hostname or "").removeprefix("www.")

    def post_of(self, item: Item, *, backlog: bool) -> HeardPost:
        """``backlog``: it was there before we began to listen."""
        parent = self._id(item.answers) if item.answers else ""
        kind: PostKind = "comment" if parent else self.kind
        return HeardPost(
            network=NETWORK,
            canonical_id=self.id_of(item),
            author=self._author(item),
            text=_cut(item.text),
            title=_cut(item.title),
            posted_at=item.at,
            precision=item.precision,
            lang=_language(item.lang or self.feed.lang),
            kind=kind,
            parent_id=parent,
            url=item.url,
            media=item.media[:20],
            links=item.links[:100],
            native={"feed": self.feed.title[:200], "address": self.address},
            backlog=backlog,
        )

    def id_of(self, item: Item) -> str:
        """The entry's own id, else its address without what only follows its readers about, else what it says."""
        if item.identity:
            return self._id(item.identity)
        if item.url:
            return cleaned(item.url)[:LONGEST_ID]
        when = item.at.isoformat() if item.at else ""
        said = item.title or item.text
        return f"entry:{self.host}:{_digest(when, said, size=12)}"

    def _id(self, written: str) -> str:
        if len(written) > LONGEST_ID:
            written = _digest(written, size=24)
        if _URI.fullmatch(written):
            return written
        scope = self.host if len(written) >= MANY_LETTERS else f"{self.host}{urlsplit(self.home).path.rstrip('/')}"
        return f"entry:{scope}:{written}"

    def _author(self, item: Item) -> HeardAuthor:
        """Whoever signed it, else the feed itself."""
        if not item.author:
            return HeardAuthor(self.home[:LONGEST_ID], self.host, self.feed.title[:200] or self.host, url=self.home)
        signed = item.author_url or f"{self.home}#{item.author}"
        host = (urlsplit(item.author_url).hostname or self.host).removeprefix("www.")
        return HeardAuthor(signed[:LONGEST_ID], host, item.author[:200], url=item.author_url or self.home)


def mark_of(post: HeardPost) -> str:
    """Eight letters that change when the entry does: what of a feed has been handed in is remembered by them."""
    return _digest(post.canonical_id, post.title, post.text, size=6)


def cleaned(url: str) -> str:
    """An address without fragment, tracking and the capitals of its host."""
    try:
        parts = urlsplit(url)
        query = [(name, value) for name, value in parse_qsl(parts.query, True) if not _TRACKING.fullmatch(name)]
    except ValueError:
        return url
    return urlunsplit(
        parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), query=urlencode(query), fragment="")
    )


def _digest(*said: str, size: int) -> str:
    found = blake2b("\0".join(said).encode("utf-8", "replace"), digest_size=size).digest()
    return base64.urlsafe_b64encode(found).decode().rstrip("=")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _language(tag: str) -> str:
    """A BCP 47 tag; feeds also write ``en_US``, lists and nonsense."""
    found = _TAG.match(tag.strip().replace("_", "-"))
    return found[0] if found else ""
