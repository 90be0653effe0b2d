"""RSS of every age, RDF and Atom, by way of feedparser.

feedparser is handed clean UTF-8 that begins at the first element, so that no declaration, entity or encoding is left
for it to act on, and bytes, never an address or a name of a file: it opens nothing.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import feedparser

from earshot.connectors.feeds.dates import instant
from earshot.connectors.feeds.document import check_size, root_of
from earshot.connectors.feeds.feed import Feed, Item, NotAFeed
from earshot.connectors.feeds.html import absolute, lines, one_line, plain
from earshot.connectors.feeds.media import media_of
from earshot.kernel.texts import say
from earshot.ports.heard import Media

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EMPTY = re.compile(r"\s{40,}")
"""White space beyond any layout: the parsers take up each line by itself."""
MOST_LINES = 500_000
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
"""Hours of ``sy:updatePeriod``."""
Entry = dict[str, Any]


def read_xml(text: str, address: str, language: str = "") -> Feed:
    """The feed in ``text``, which was found at ``address``. ``language`` is what the server says of it.

    Raises:
        NotAFeed: it is none, or is refused.
    """
    check_size(text)
    found = _parsed(_cleared(text[root_of(text) :]), address, language)
    about = found["feed"]
    if not found["entries"] and not found.get("version") and not about.get("title"):
        raise NotAFeed(say("There is no feed in the document."))
    items: list[Item] = []
    set_aside: list[str] = []
    for entry in found["entries"]:
        try:
            items.append(_item(entry, address))
        except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
            set_aside.append(f"{type(error).__name__}: {error}")
    return Feed(
        title=_title(about),
        home=absolute(_word(about, "link"), address),
        lang=_language(about) or language,
        wish=_wish(about),
        items=tuple(items),
        set_aside=tuple(set_aside),
    )


def _cleared(text: str) -> str:
    """Without what no XML may hold, and with fewer lines where there are absurdly many."""
    text = _EMPTY.sub("\n", _FORBIDDEN.sub("", text))
    return text.replace("\n", " ") if text.count("\n") > MOST_LINES else text


def _parsed(text: str, address: str, language: str) -> Any:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    if language:
        headers["content-language"] = language
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            return feedparser.parse(
                io.BytesIO((_DECLARATION + text).encode("utf-8", "replace")),
                response_headers=headers,
                sanitize_html=False,
                resolve_relative_uris=False,
            )
        except Exception as error:  # whatever a hostile document makes of a lenient parser ends here, in words
            raise NotAFeed(say("The document cannot be read (%(why)s).", why=type(error).__name__)) from error


def _item(entry: Entry, address: str) -> Item:
    text, links, pictures, language = _content(entry)
    at, precision = _date(entry)
    name, page = _author(entry)
    enclosed = (
        media_of(_word(each, "href") or _word(each, "url"), _word(each, "type"), address) for each in _enclosed(entry)
    )
    shown = (Media("image", picture, alt) for picture, alt in pictures)
    return Item(
        identity=_word(entry, "id"),
        title=_title(entry),
        text=text,
        url=absolute(_word(entry, "link"), address),
        at=at,
        precision=precision,
        author=name,
        author_url=absolute(page, address) if page else "",
        lang=language,
        answers=_answered(entry),
        links=links,
        media=tuple({each.url: each for each in (*enclosed, *shown) if each is not None}.values()),
    )


def _word(found: Entry, name: str) -> str:
    """A text of an element; "" where it has none. (feedparser gives mappings for elements that it does not know.)"""
    value = dict.get(found, name)
    return value.strip() if isinstance(value, str) else ""


def _language(detail: Entry) -> str:
    return _word(detail, "language")


def _title(found: Entry) -> str:
    detail = dict.get(found, "title_detail")
    if not isinstance(detail, dict):
        return one_line(_word(found, "title"))
    value = _word(detail, "value")
    return one_line(value if _word(detail, "type") == "text/plain" else plain(value)[0])


def _content(entry: Entry) -> tuple[str, tuple[str, ...], tuple[tuple[str, str], ...], str]:
    """The longest telling of an entry: feeds give a summary, the whole text, or both."""
    told = [
        each
        for each in (*(dict.get(entry, "content") or ()), dict.get(entry, "summary_detail"))
        if isinstance(each, dict)
    ]
    best: tuple[str, tuple[str, ...], tuple[tuple[str, str], ...], str] = ("", (), (), "")
    for each in told:
        read = _told(each)
        if len(read[0]) > len(best[0]) or not best[0]:
            best = read
    title = dict.get(entry, "title_detail")
    return (*best[:3], best[3] or (_language(title) if isinstance(title, dict) else ""))


def _told(detail: Entry) -> tuple[str, tuple[str, ...], tuple[tuple[str, str], ...], str]:
    value, base = _word(detail, "value"), _word(detail, "base")
    if _word(detail, "type") == "text/plain":
        return lines(value), (), (), _language(detail)
    return (*plain(value, base), _language(detail))


def _date(entry: Entry) -> Any:
    for name in ("published", "updated", "created"):
        text = _word(entry, name)
        parsed = dict.get(entry, f"{name}_parsed")
        if text or parsed:
            at, precision = instant(text, parsed)
            if at is not None:
                return at, precision
    return None, "day"


def _author(entry: Entry) -> tuple[str, str]:
    """(name, page). A search over many papers names the paper in ``source``."""
    detail = dict.get(entry, "author_detail")
    name = one_line(_word(detail, "name") if isinstance(detail, dict) else "") or one_line(_word(entry, "author"))
    if name:
        return name, _word(detail, "href") if isinstance(detail, dict) else ""
    source = dict.get(entry, "source")
    if isinstance(source, dict):
        return one_line(_word(source, "title")), _word(source, "href") or _word(source, "link")
    return "", ""


def _enclosed(entry: Entry) -> Iterator[Entry]:
    for link in dict.get(entry, "links") or ():
        if isinstance(link, dict) and link.get("rel") == "enclosure":
            yield link
    for name in ("media_content", "media_thumbnail"):
        for each in dict.get(entry, name) or ():
            if isinstance(each, dict):
                yield {"type": "image/*" if name == "media_thumbnail" else "", **each}


def _answered(entry: Entry) -> str:
    """RFC 4685: the id of the entry that this one answers."""
    found = dict.get(entry, "thr_in-reply-to")
    return _word(found, "ref") if isinstance(found, dict) else ""


def _wish(about: Entry) -> timedelta | None:
    """``ttl`` (minutes), else ``sy:updatePeriod`` divided by its frequency."""
    minutes = _word(about, "ttl")
    if minutes.isdecimal() and 0 < len(minutes) < 7 and int(minutes):
        return timedelta(minutes=int(minutes))
    hours = _PERIODS.get(_word(about, "sy_updateperiod").lower())
    if hours is None:
        return None
    often = _word(about, "sy_updatefrequency")
    return timedelta(hours=hours) / (int(often) if often.isdecimal() and int(often[:6]) > 0 else 1)
