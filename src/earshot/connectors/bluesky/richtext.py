"""The parts of a text that are more than text: links, tags and mentions, as facets.

Facets count in UTF-8 bytes. A link ends where ASCII ends, so that 「https://example.org/a請看」 links what a reader
would; addresses with other letters are written percent-encoded on the web anyway.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

LINK = re.compile(r"https?://[\x21-\x7e]+", re.IGNORECASE)
MENTION = re.compile(
    r"(?<![A-Za-z0-9_@./-])@((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?)", re.IGNORECASE
)
TAG = re.compile(r"(?<![A-Za-z0-9_&/#])[#＃](\w*[^\W\d_]\w*)")
LONGEST_TAG = 64
CLOSING = {")": "(", "]": "[", "}": "{"}

FindDid = Callable[[str], Awaitable[str]]
"""The identity behind a handle; empty where there is none."""


async def facets_of(text: str, find_did: FindDid) -> list[dict[str, Any]]:
    """The facets of ``text`` in their order. A mention of nobody stays plain text."""
    facets: list[tuple[int, int, dict[str, str]]] = []
    links = list(_links(text))
    facets += [(start, end, {"$type": "app.bsky.richtext.facet#link", "uri": text[start:end]}) for start, end in links]
    for found in _outside(MENTION, text, links):
        if did := await find_did(found[1].lower()):
            facets.append((*found.span(), {"$type": "app.bsky.richtext.facet#mention", "did": did}))
    for found in _outside(TAG, text, links):
        if len(found[1]) <= LONGEST_TAG:
            facets.append((*found.span(), {"$type": "app.bsky.richtext.facet#tag", "tag": found[1]}))
    return [_facet(text, *each) for each in sorted(facets, key=lambda each: each[0])]


def _facet(text: str, start: int, end: int, feature: dict[str, str]) -> dict[str, Any]:
    index = {"byteStart": len(text[:start].encode()), "byteEnd": len(text[:end].encode())}
    return {"index": index, "features": [feature]}


def _links(text: str) -> Iterator[tuple[int, int]]:
    """Where links stand, without the punctuation of the sentence around them."""
    for found in LINK.finditer(text):
        address = found[0]
        while address and (address[-1] in ".,;:!?'\"<>" or _closes_nothing(address)):
            address = address[:-1]
        if re.fullmatch(r"https?://[^/]*\w.*", address, re.IGNORECASE):
            yield found.start(), found.start() + len(address)


def _closes_nothing(address: str) -> bool:
    """Whether it ends in a bracket that was opened before it, in the sentence."""
    opened = CLOSING.get(address[-1])
    return opened is not None and address.count(opened) < address.count(address[-1])


def _outside(pattern: re.Pattern[str], text: str, links: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    for found in pattern.finditer(text):
        if not any(start < found.end() and found.start() < end for start, end in links):
            yield found
