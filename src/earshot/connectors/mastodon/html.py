"""The HTML of a status as plain text. Nothing of the markup survives, so nothing of it can harm."""

from __future__ import annotations

import re
from html.parser import HTMLParser

BLOCKS = frozenset({"p", "div", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
UNSEEN = frozenset({"script", "style", "template", "iframe", "object", "svg", "math", "noscript", "title"})
QUOTE_NOTE = "quote-inline"
"""The class of the paragraph "RE: address" that stands in for a quoted post where quotes are not shown."""
VOID = frozenset({"br", "img", "hr", "wbr", "input", "embed", "source", "link", "meta"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.links: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        if self._hidden or tag in UNSEEN or QUOTE_NOTE in classes:
            if tag not in VOID:
                self._hidden.append(tag)
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in BLOCKS:
            self.pieces.append("\n\n")
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag == "a" and not {"mention", "hashtag"} & set(classes):
            self._link(given.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag in self._hidden:
                while self._hidden.pop() != tag:
                    pass
        elif tag in BLOCKS:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)

    def _link(self, href: str) -> None:
        if href.startswith(("https://", "http://")):
            self.links.append(href)


def plain(html: str) -> tuple[str, tuple[str, ...]]:
    """(text, links). Paragraphs are divided by an empty line; links that a server shortens for the eye are whole."""
    reader = _Reader()
    # The standard parser gives up on marked sections (<![...) that it does not know; in a status they are plain text.
    reader.feed(html.replace("<![", "&lt;!["))
    reader.close()
    lines = [re.sub(r"[ \t\r\f\v]+", " ", line).strip() for line in "".join(reader.pieces).split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return text, tuple(dict.fromkeys(reader.links))
