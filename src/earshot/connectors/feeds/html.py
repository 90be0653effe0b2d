"""HTML as plain text. The markup is first cut down to a few harmless elements by a real HTML parser (nh3), which also
bounds the work; nothing of it survives in the end, so nothing of it can run."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import nh3

LONGEST = 100_000
"""Characters of HTML that are read."""
MOST_TAGS = 5_000
"""With more, only the text is kept: the time to nest them all grows with the square of their number."""
BLOCKS = frozenset(
    [
        "p",
        "div",
        "blockquote",
        "ul",
        "ol",
        "pre",
        "table",
        "tr",
        "section",
        "article",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
)
KEPT = BLOCKS | {"br", "hr", "li", "a", "img", "td", "th"}
UNSEEN = frozenset(
    ["script", "style", "template", "iframe", "object", "svg", "math", "noscript", "title", "textarea", "select"]
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2066-\u2069\u202a-\u202e\ufeff]")
"""Never part of a text; those that turn the direction of writing can make it look like another one."""


class _Reader(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self._base = base
        self.pieces: list[str] = []
        self.links: list[str] = []
        self.pictures: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in BLOCKS:
            self.pieces.append("\n\n")
        elif tag in ("br", "hr"):
            self.pieces.append("\n")
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag == "a" and (link := absolute(given.get("href", ""), self._base)):
            self.links.append(link)
        elif tag == "img" and (picture := absolute(given.get("src", ""), self._base)):
            self.pictures.append((picture, one_line(given.get("alt", ""))))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def plain(html: str, base: str = "") -> tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]:
    """(text, links, pictures with their words). Paragraphs are divided by an empty line; addresses are made absolute
    with ``base`` and are http(s) only."""
    html = html[:LONGEST]
    if html.count("<") > MOST_TAGS:
        return lines(unescape(re.sub(r"<[^<>]*>", " ", html))), (), ()
    kept = nh3.clean(
        html,
        tags=set(KEPT),
        clean_content_tags=set(UNSEEN),
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        url_schemes={"http", "https"},
        link_rel=None,
    )
    reader = _Reader(base)
    reader.feed(kept)
    reader.close()
    pictures = tuple(dict(reversed(reader.pictures)).items())[::-1]
    return lines("".join(reader.pieces)), tuple(dict.fromkeys(reader.links)), pictures


def lines(text: str) -> str:
    """Plain text with its lines tidied and without control characters."""
    clean = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    tidy = [re.sub(r"[^\S\n]+", " ", line).strip() for line in clean.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(tidy)).strip()


def one_line(text: str) -> str:
    """Text on one line, as titles and names are."""
    return " ".join(_CONTROLS.sub("", text).split())


def absolute(address: str, base: str = "") -> str:
    """``address`` seen from ``base``; "" where that is no address of the web."""
    try:
        given = _CONTROLS.sub("", address).strip()
        joined = urljoin(base, given) if given else ""
        parts = urlsplit(joined)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return parts.geturl() if usable else ""
