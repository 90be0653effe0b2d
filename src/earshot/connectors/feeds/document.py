"""What kind of document an address answers with, and what in it is refused before any parser sees it."""

from __future__ import annotations

import re
from html import unescape
from typing import Literal

from earshot.connectors.feeds.feed import NotAFeed
from earshot.connectors.feeds.html import absolute, one_line
from earshot.kernel.texts import say

MOST_ELEMENTS = 500_000
MOST_REFERENCES = 1_000_000
"""Ampersands: the lenient parser takes each of them up by itself."""
DEEPEST = 500
"""Elements inside one another. A feed has about six; XHTML in it some dozens."""
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(rss|feed|rdf|channel)\b", re.IGNORECASE)
_NAME = re.compile(r"<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,40})")
_NESTING = re.compile(r"<!\[CDATA\[|\]\]>|</|<(?=[A-Za-z_])|/>")
_LINK = re.compile(r"<link\b([^<>]{0,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_BASE = re.compile(r"""<base\b[^<>]{0,500}?href\s*=\s*["']([^"'<>]{1,1000})""", re.IGNORECASE)
_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "text/rss+xml"}
)
PAGE_HEAD = 300_000
"""Characters of a page in which its feeds are looked for."""

Shape = Literal["json", "xml", "page"]


def shape_of(text: str) -> Shape:
    """JSON, XML that may be a feed, or a page for people (anything else)."""
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return "json"
    root = root_of(text)
    found = _NAME.match(text, root)
    if found is None or found[1].lower() == "html":
        return "page"
    return "xml" if _ROOT.match(text, root) or "<?xml" in text[:root] else "page"


def root_of(text: str) -> int:
    """Where the first element begins, behind declarations and comments; at the feed's own element where something else
    (a warning of the server's) stands before it. The length of the text where there is none.

    Raises:
        NotAFeed: the document declares entities of its own.
    """
    place = 0
    while (place := text.find("<", place)) >= 0:
        end = _end_of_prolog_part(text, place)
        if end is None:
            break
        place = end
    else:
        return len(text)
    if not _ROOT.match(text, place) and (later := _ROOT.search(text, place, place + 20_000)):
        head = text[place : place + 300].lower()
        return place if "<html" in head or "<?xml" in text[:place] else later.start()
    return place


def _end_of_prolog_part(text: str, place: int) -> int | None:
    """The end of the declaration or comment that begins at ``place``; None where an element begins there."""
    if text.startswith("<!--", place):
        return _after(text, "-->", place + 4)
    if text.startswith("<?", place):
        return _after(text, "?>", place + 2)
    if text.startswith("<!", place):
        return _end_of_doctype(text, place)
    return None if _NAME.match(text, place) else place + 1


def _end_of_doctype(text: str, place: int) -> int:
    end = _after(text, ">", place)
    if "[" in text[place:end]:
        end = _after(text, "]>", place) if "]>" in text[place:] else _after(text, ">", text.find("]", place))
    if re.search(r"<!ENTITY", text[place:end], re.IGNORECASE):
        raise NotAFeed(
            say("The document declares entities of its own, which is how a small file is made huge; it is not read.")
        )
    return end


def _after(text: str, mark: str, place: int) -> int:
    found = text.find(mark, place)
    return len(text) if found < 0 else found + len(mark)


def check_size(text: str) -> None:
    """Refuse what would keep a parser busy for minutes.

    Raises:
        NotAFeed: too many elements, or too many inside one another.
    """
    if text.count("<") > MOST_ELEMENTS:
        raise NotAFeed(say("The document has more than %(most)s elements; it is not read.", most=f"{MOST_ELEMENTS:,}"))
    if text.count("&") > MOST_REFERENCES:
        most = f"{MOST_REFERENCES:,}"
        raise NotAFeed(say("The document has more than %(most)s references to letters; it is not read.", most=most))
    if _depth(text) > DEEPEST:
        raise NotAFeed(say("The document is nested more than %(most)s elements deep; it is not read.", most=DEEPEST))


def _depth(text: str) -> int:
    """How deep elements stand inside one another, marked sections left out; roughly."""
    depth = deepest = 0
    marked = False
    for found in _NESTING.finditer(text):
        mark = found[0]
        if marked or mark == "]]>":
            marked = marked and mark != "]]>"
        elif mark == "<![CDATA[":
            marked = True
        elif mark == "<":
            depth += 1
            deepest = max(deepest, depth)
        elif depth:
            depth -= 1
    return deepest


def feeds_named(page: str, address: str) -> tuple[str, ...]:
    """Addresses of the feeds that a page names in its head, those of comments last."""
    head = page[:PAGE_HEAD]
    base = next((absolute(unescape(found[1]), address) for found in (_BASE.search(head),) if found), "") or address
    found: dict[str, bool] = {}
    for link in _LINK.finditer(head):
        given = {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(link[1])}
        if "alternate" in given.get("rel", "").lower().split() and given.get("type", "").lower().strip() in _TYPES:
            target = absolute(given.get("href", ""), base)
            about = one_line(given.get("title", "")).lower()
            if target and target != address:
                found.setdefault(target, "comment" in f"{target} {about}" or "留言" in about or "评论" in about)
    return tuple(sorted(found, key=lambda each: found[each]))
