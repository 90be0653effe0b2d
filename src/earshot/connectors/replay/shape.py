"""One row becomes one heard post."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from earshot.connectors.replay.columns import SENTIMENTS, stars
from earshot.connectors.replay.lines import damaged
from earshot.connectors.replay.times import parse_time
from earshot.kernel.texts import N_
from earshot.ports.files import DateOrder
from earshot.ports.heard import POST_KINDS, HeardAuthor, HeardPost, Media, PostKind, Precision

NO_NETWORK = "file"
"""The network of rows for which neither the file nor the person named one."""
MENTION = re.compile(r"(?<![A-Za-z0-9])@([\w][\w.\-]*)")
TAGGED_LINK = re.compile(r"https?://[^\s<>\"'）】」]+")
DAMAGED = N_("bytes that do not fit the file's encoding")
NO_TEXT = N_("no text")
ONLY_STARS = N_("stars without words")
GUARDED = re.compile(r"'[=+\-@\t\r]")
LONGEST_NETWORK = 40
FEELINGS = {1: "negative", 2: "negative", 3: "neutral", 4: "positive", 5: "positive"}
TRUE = frozenset({"true", "1", "yes", "y", "t", "是"})
KIND_WORDS: dict[str, PostKind] = {
    "dm": "message", "direct message": "message", "email": "mail", "e-mail": "mail", "article": "news",
    "reply": "comment",     "tweet": "post", "評論": "review", "留言": "comment", "私訊": "message",
    "回文": "comment", "私信": "message", "评论": "comment", "新聞": "news", "新闻": "news",
}  # fmt: skip
MEDIA_WORDS = {"photo": "image", "picture": "image", "gif": "image", "animated_gif": "image", "clip": "video"}


class Unusable(ValueError):
    """The row holds no post; the message says why."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How rows become posts: our field -> column, and what holds for the whole file."""

    mapping: Mapping[str, str]
    zone: tzinfo
    dates: DateOrder
    network: str = ""
    kind: PostKind = "post"
    returned: bool = False
    """The file is a list of rows set aside, corrected: what keeps its cells from being run as formulas comes off."""

    def post(self, cells: Mapping[str, str]) -> HeardPost:
        """The post in these cells. Raises Unusable."""
        row = {name: cells.get(column, "").strip() for name, column in self.mapping.items()}
        if self.returned:
            row = {name: value[1:] if GUARDED.match(value) else value for name, value in row.items()}
        if any(damaged(value) for value in row.values()):
            raise Unusable(DAMAGED)
        text, title = row.get("text", ""), row.get("title", "")
        if not text and not title:
            raise Unusable(ONLY_STARS if stars(row.get("rating", "")) else NO_TEXT)
        posted, precision = self._time(row)
        network = (row.get("network", "") or self.network or NO_NETWORK).lower()[:LONGEST_NETWORK]
        identity = row.get("id") or _made_up_id(row)
        return HeardPost(
            network=network,
            canonical_id=identity,
            author=_author(row, identity),
            text=text,
            title=title,
            posted_at=posted,
            precision=precision,
            lang=row.get("lang", "")[:12],
            kind=_kind(row.get("kind", ""), self.kind),
            is_repost="repost" in _words(row.get("is", "")),
            is_quote="quote" in _words(row.get("is", "")),
            parent_id=row.get("reply_to", ""),
            root_id=row.get("root", ""),
            url=row.get("url") or (identity if identity.startswith(("https://", "http://")) else ""),
            country=_country(row.get("country", "")),
            media=_media(row.get("media", "")),
            links=tuple(TAGGED_LINK.findall(text)),
            mentions=tuple(name.rstrip(".-") for name in MENTION.findall(text)),
            findings=_findings(row),
        )

    def _time(self, row: Mapping[str, str]) -> tuple[datetime | None, Precision]:
        """None where the row tells no time: it gets that of the import. Raises Unusable for one that cannot be read."""
        if not row.get("posted"):
            return None, "second"
        try:
            at, precision = parse_time(row["posted"], self.zone, self.dates)
            if precision == "day" and row.get("time_of_day"):
                return parse_time(f"{row['posted']} {row['time_of_day']}", self.zone, self.dates)
            return at, precision
        except ValueError as error:
            raise Unusable(str(error)) from None


def _made_up_id(row: Mapping[str, str]) -> str:
    """The same row has the same identity in every import."""
    names = ("author_id", "author", "author_name", "posted", "title", "text", "url")
    content = "\x1f".join(row.get(name, "") for name in names)
    return f"row:{hashlib.sha256(content.encode()).hexdigest()[:32]}"


def _author(row: Mapping[str, str], identity: str) -> HeardAuthor:
    handle, name = row.get("author", "").lstrip("@"), row.get("author_name", "")
    known_as = row.get("author_id", "") or handle.casefold() or name
    return HeardAuthor(
        external_id=known_as or f"unknown:{identity}",
        handle=handle,
        name=name,
        bio=row.get("bio", ""),
        followers=_number(row.get("followers", "")),
        verified=row["verified"].lower() in TRUE if row.get("verified") else None,
    )


def _number(text: str) -> int | None:
    plain = text.replace(",", "").replace(" ", "")
    try:
        value = float(plain)
    except ValueError:
        return None
    return int(value) if 0 <= value < 1e12 else None


def _kind(text: str, usual: PostKind) -> PostKind:
    plain = text.strip().lower()
    return next((kind for kind in POST_KINDS if kind == plain), KIND_WORDS.get(plain, usual))


def _country(text: str) -> str:
    return text.upper() if len(text) == 2 and text.isascii() and text.isalpha() else ""


def _media(text: str) -> tuple[Media, ...]:
    found: list[Media] = []
    for word in _words(text):
        plain = MEDIA_WORDS.get(word, word)
        if plain in ("image", "video", "audio", "document"):
            found.append(Media(plain))  # type: ignore[arg-type]
    return tuple(found)


def _words(text: str) -> list[str]:
    return [word.strip() for word in re.split(r"[,;|、，；]", text.lower()) if word.strip()]


def _findings(row: Mapping[str, str]) -> dict[str, object]:
    """What the file already says about the post; values that cannot be are left out."""
    found: dict[str, object] = {}
    if feeling := SENTIMENTS.get(row.get("sentiment", "").lower()):
        found["sentiment"] = feeling
    for name in ("intent", "emotion", "brand", "market"):
        if value := row.get(name, ""):
            found[name] = value if name in ("brand", "market") else value.lower()
    risk = _number(row.get("risk", ""))
    if risk is not None and risk <= 100:
        found["risk"] = risk
    rating = stars(row.get("rating", ""))
    if rating:
        found.setdefault("sentiment", FEELINGS[rating])
    if topics := _words(row.get("topics", "")):
        found["topics"] = topics
    if tags := [*([f"{rating}-stars"] if rating else []), *_words(row.get("tags", ""))]:
        found["tags"] = tags
    if row.get("advocate", "").lower() in TRUE:
        found["advocate"] = True
    return found
