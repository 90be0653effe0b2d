"""What each ``field:value`` asks of a document. A field that the post lacks is false."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Set
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from urllib.parse import urlsplit

from earshot.engine.query.ast import Field, Range, Value
from earshot.engine.query.document import Document
from earshot.engine.query.fields import ALL
from earshot.engine.query.moments import read_age, read_time
from earshot.engine.text.urls import find_urls, overwrite_urls

_QUESTION_MARKS = "?？؟"
_MEDIA = ("image", "video")
_SIGN = re.compile("[#＃﹟@＠﹫]")
"""What folding makes a sign of a tag."""


def field_holds(node: Field, document: Document, at: datetime | None, zone: tzinfo) -> bool:
    """Whether any of the node's values is the document's.

    Raises:
        ValueError: ``age:`` is asked without a time to reckon from.
    """
    kind = ALL[node.name].kind
    if kind in ("open", "closed"):
        return any(_has_value(node.name, value, document) for value in node.values if isinstance(value, Value))
    return any(_in_range(node.name, given, document, at, zone) for given in node.values if isinstance(given, Range))


def _has_value(name: str, value: Value, document: Document) -> bool:
    special = _SPECIAL.get(name)
    if special is not None:
        return special(value, document)
    return value_key(value.text) in value_keys(document, name)


@lru_cache(maxsize=8192)
def value_key(text: str) -> str:
    """Compared without case; full-width and half-width are one, as everywhere."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _texts(document: Document, name: str) -> Iterable[str]:
    """The document's values of a field as text; a single one, several or none."""
    value = document.values.get(name)
    if value is None or value == "":
        return ()
    return (value,) if isinstance(value, str) else map(str, value) if isinstance(value, Iterable) else (str(value),)


def value_keys(document: Document, name: str) -> set[str]:
    """The document's values of a field in the form in which values are compared."""
    return {value_key(text) for text in _texts(document, name)}


def values_of(document: Document, name: str) -> list[str]:
    """What the document has for a field, as text, for people to read; nothing where it does not say."""
    if name in ("hour", "age"):
        name = "posted"
    if name in ("url", "site"):
        return urls_of(document)
    found = list(_texts(document, name))
    return sorted(found) if isinstance(document.values.get(name), Set) else found


def _lang(value: Value, document: Document) -> bool:
    """``lang:zh`` covers ``zh-Hant``."""
    wanted = value_key(value.text).replace("_", "-")
    have = [key.replace("_", "-") for key in value_keys(document, "lang")]
    return any(key == wanted or key.startswith(wanted + "-") for key in have)


def _author(value: Value, document: Document) -> bool:
    """The handle with or without @; in quotes also the name."""
    wanted = value_key(value.text)
    if wanted.removeprefix("@") in {key.removeprefix("@") for key in value_keys(document, "author")}:
        return True
    return value.quoted and wanted in value_keys(document, "author_name")


def _state(value: Value, document: Document) -> bool:
    """``open`` is everything that is not resolved."""
    have = value_keys(document, "state")
    return bool(have) and "resolved" not in have if value.text == "open" else value.text in have


def _is(value: Value, document: Document) -> bool:
    if value.text in value_keys(document, "is"):
        return True
    return value.text == "question" and _asks(document)


def _has(value: Value, document: Document) -> bool:
    """Told by the network, or seen in the text itself."""
    have = value_keys(document, "has")
    if value.text in have or (value.text == "media" and not have.isdisjoint((*_MEDIA, "audio", "document"))):
        return True
    seen = _SEEN.get(value.text)
    return seen is not None and seen(document)


def _asks(document: Document) -> bool:
    return any(_has_question_mark(text) for text in (document.title, document.text))


def _has_question_mark(text: str) -> bool:
    """Outside URLs, whose queries begin with one."""
    if not any(mark in text for mark in _QUESTION_MARKS):
        return False
    bare = overwrite_urls(text, " ")
    return any(mark in bare for mark in _QUESTION_MARKS)


def _tagged(document: Document, sign: str) -> bool:
    return any(tag.sign == sign for field in ("title", "text") for tag in document.words(field).tags)


_SEEN: dict[str, Callable[[Document], bool]] = {
    "link": lambda document: any(True for _ in _links(document)),
    "hashtag": lambda document: _tagged(document, "#"),
    "mention": lambda document: _tagged(document, "@"),
    "question": _asks,
}


def seen_in(document: Document) -> frozenset[str]:
    """What ``has:`` sees in a post itself, whatever its network tells: link, hashtag, mention, question."""
    text, title = _signed(document.text), _signed(document.title)
    signed = Document(text, title) if text or title else None
    asked = {"hashtag": signed, "mention": signed, "link": document, "question": document}
    return frozenset([value for value, of in asked.items() if of is not None and _SEEN[value](of)])


def _signed(text: str) -> str:
    """The pieces between spaces in which a tag may stand: to cut them is much less than to cut the whole text."""
    return " ".join([piece for piece in text.split() if _SIGN.search(piece)]) if _SIGN.search(text) else ""


def urls_of(document: Document) -> list[str]:
    """The post's own address and what it links to."""
    return [*_texts(document, "url"), *_links(document)]


def _links(document: Document) -> Iterator[str]:
    """What the network says the post links to, and the URLs of its text."""
    yield from _texts(document, "links")
    for text in (document.title, document.text):
        yield from (text[start:end] for start, end in find_urls(text))


def _url(value: Value, document: Document) -> bool:
    """A piece of the URL; the scheme may be left out."""
    wanted = value_key(value.text)
    return any(wanted in value_key(url) for url in urls_of(document))


def _site(value: Value, document: Document) -> bool:
    """The host or one above it: ``site:example.com`` covers ``shop.example.com``."""
    wanted = host_of(value_key(value.text))
    hosts = {host_of(value_key(url)) for url in urls_of(document)} | {
        host_of(key) for key in value_keys(document, "site")
    }
    return bool(wanted) and any(host == wanted or host.endswith("." + wanted) for host in hosts)


@lru_cache(maxsize=4096)
def host_of(url: str) -> str:
    """The host of an address, with or without its scheme; "" where there is none."""
    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname or ""
    except ValueError:  # a bracket that is no IPv6 address
        return ""
    return host.rstrip(".")


_SPECIAL: dict[str, Callable[[Value, Document], bool]] = {
    "lang": _lang, "author": _author, "state": _state, "is": _is, "has": _has, "url": _url, "site": _site,
}  # fmt: skip


def _in_range(name: str, given: Range, document: Document, at: datetime | None, zone: tzinfo) -> bool:
    value = document.values.get("posted" if name in ("hour", "age") else name)
    if name in ("posted", "hour", "age"):
        return isinstance(value, datetime) and _TIMED[name](given, value, at, zone)
    if isinstance(value, bool) or not isinstance(value, int):
        return False
    return _between(value, int(given.low or value), int(given.high or value))


def _between(value: int, low: int, high: int) -> bool:
    return low <= value <= high


def _posted(given: Range, value: datetime, at: datetime | None, zone: tzinfo) -> bool:
    """Both ends belong to it; a date as an end is its whole day in ``zone``."""
    low, high = read_time(given.low), read_time(given.high)
    if low and not (value >= low.first(zone) if given.low_in else value > low.last(zone)):
        return False
    return not high or (value <= high.last(zone) if given.high_in else value < high.first(zone))


def _hour(given: Range, value: datetime, at: datetime | None, zone: tzinfo) -> bool:
    hour = value.astimezone(zone).hour
    return _between(hour, int(given.low or 0), int(given.high or 23))


def _age(given: Range, value: datetime, at: datetime | None, zone: tzinfo) -> bool:
    if at is None:
        raise ValueError("age: needs a time to reckon from: pass at=")
    age = at.astimezone(UTC) - value.astimezone(UTC)
    low, high = read_age(given.low), read_age(given.high)
    return _above(age, low, given.low_in) and _above(high, age, given.high_in)


def _above(upper: timedelta | None, lower: timedelta | None, included: bool) -> bool:
    if upper is None or lower is None:
        return True
    return upper >= lower if included else upper > lower


_TIMED: dict[str, Callable[[Range, datetime, datetime | None, tzinfo], bool]] = {
    "posted": _posted, "hour": _hour, "age": _age,
}  # fmt: skip
