"""One JSON document that holds its posts in a list: what web services and Google Takeout give."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from operator import truediv
from pathlib import Path

import orjson

from earshot.connectors.replay.lines import LONGEST, NO_OBJECT, Gauge, RawRow, flat
from earshot.kernel.errors import BadInput
from earshot.kernel.texts import say

LARGEST = 32 << 20
"""Bytes. A list must be read whole to be understood at all; larger ones come as one object a line."""
LISTS = ("data", "reviews", "items", "results", "posts", "messages", "mentions", "documents", "docs", "tweets")
"""Names under which documents keep their posts. Under other names a post has its pictures and links."""


def document_rows(path: Path, encoding: str, gauge: Gauge | None = None) -> Iterator[RawRow]:
    """The objects of the longest list in the document, with their place in it (from 1) as their line."""
    found = _longest_list(_loaded(path, encoding)) or []
    for place, value in enumerate(found, 1):
        if gauge is not None:
            gauge.watch(partial(truediv, place, len(found)))
        raw = orjson.dumps(value).decode()[:LONGEST]
        if isinstance(value, dict):
            yield RawRow(place, dict(flat(value)), raw=raw)
        else:
            yield RawRow(place, reason=NO_OBJECT, raw=raw)


def is_document(path: Path, encoding: str, first_line: str) -> bool:
    """Whether the file is one document rather than one object a line."""
    if first_line.startswith("["):
        return True
    if not first_line.startswith("{"):
        return False
    try:
        value = orjson.loads(first_line.encode(errors="replace"))
    except orjson.JSONDecodeError:  # an object over several lines, or a damaged first line of one a line
        return path.stat().st_size <= LARGEST and _longest_list(_loads(path, encoding)) is not None
    return _longest_list(value) is not None and path.stat().st_size <= LARGEST and _loads(path, encoding) is not None


def _loads(path: Path, encoding: str) -> object:
    """None where it is no JSON."""
    try:
        return orjson.loads(path.read_text(encoding, errors="replace"))
    except (orjson.JSONDecodeError, UnicodeError):
        return None


def _loaded(path: Path, encoding: str) -> object:
    turn = say("Turn it: %(command)s", command=f"jq -c '.[]' {path.name} > posts.jsonl")
    if path.stat().st_size > LARGEST:
        raise BadInput(say("%(file)s is one large JSON list; Earshot reads one object a line.", file=path.name), turn)
    found = _loads(path, encoding)
    if found is None:
        raise BadInput(say("%(file)s is one JSON list, and damaged.", file=path.name), turn)
    return found


def _longest_list(value: object) -> list[object] | None:
    """The list itself, or the longest of those a document keeps its posts in; None where there is none."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return None
    lists = [inner for name in LISTS if isinstance(inner := value.get(name), list)]
    return max(lists, key=len, default=None)
