"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import orjson

from earshot.connectors.feeds.dates import instant
from earshot.connectors.feeds.feed import Feed, Item, NotAFeed
from earshot.connectors.feeds.html import absolute, lines, one_line, plain
from earshot.connectors.feeds.media import media_of
from earshot.kernel.texts import say
from earshot.ports.heard import Media


def read_json(text: str, address: str, language: str = "") -> Feed:
    """The feed in ``text``, which was found at ``address``.

    Raises:
        NotAFeed: it is none.
    """
    found = _loaded(text)
    entries = found.get("items") if isinstance(found, dict) else None
    if not isinstance(entries, list) or not ("jsonfeed" in _word(found, "version") or _word(found, "title")):
        raise NotAFeed(say("There is no feed in the document."))
    read = [_item(entry, address) for entry in entries if isinstance(entry, dict)]
    odd = sum(1 for entry in entries if not isinstance(entry, dict))
    return Feed(
        title=one_line(_word(found, "title")),
        home=absolute(_word(found, "home_page_url"), address) if _word(found, "home_page_url") else "",
        lang=_word(found, "language") or language,
        wish=None,
        items=tuple(read),
        set_aside=("an item that is no object",) * odd,
    )


def _loaded(text: str) -> Any:
    text = text.lstrip("\ufeff \t\r\n")
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:  # lone surrogates, NaN: the standard library is less strict
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise NotAFeed(say("The document is no JSON that can be read.")) from error


def _item(entry: Mapping[str, Any], address: str) -> Item:
    text, links, pictures = _content(entry, address)
    name, page = _author(entry)
    at, precision = instant(_word(entry, "date_published") or _word(entry, "date_modified"))
    media = [media_of(_word(each, "url"), _word(each, "mime_type"), address) for each in _objects(entry, "attachments")]
    media += [media_of(_word(entry, name), "image/*", address) for name in ("image", "banner_image")]
    media += [Media("image", picture, alt) for picture, alt in pictures]
    url = _word(entry, "url") or _word(entry, "external_url")
    outside = absolute(_word(entry, "external_url"), address) if _word(entry, "external_url") else ""
    return Item(
        identity=_word(entry, "id"),
        title=one_line(_word(entry, "title")),
        text=text,
        url=absolute(url, address) if url else "",
        at=at,
        precision=precision,
        author=name,
        author_url=absolute(page, address) if page else "",
        lang=_word(entry, "language"),
        links=tuple(dict.fromkeys((*links, *([outside] if outside else ())))),
        media=tuple({each.url: each for each in media if each is not None}.values()),
    )


def _content(entry: Mapping[str, Any], address: str) -> tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]:
    if html := _word(entry, "content_html"):
        return plain(html, address)
    return lines(_word(entry, "content_text") or _word(entry, "summary")), (), ()


def _author(entry: Mapping[str, Any]) -> tuple[str, str]:
    """1.1 has ``authors``, 1.0 ``author``."""
    given = [*_objects(entry, "authors"), *([entry["author"]] if isinstance(entry.get("author"), dict) else [])]
    return next(
        ((one_line(_word(each, "name")), _word(each, "url")) for each in given if _word(each, "name")), ("", "")
    )


def _objects(entry: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    value = entry.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _word(found: Mapping[str, Any], name: str) -> str:
    """A text (numbers are written out: ids often are some)."""
    value = found.get(name)
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
