"""JSON objects, one a line: how the shell's commands read and write posts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any

import orjson

from earshot.kernel.errors import BadInput

_BOM = b"\xef\xbb\xbf"


def numbered_lines(source: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """(number from 1, line without its end) of each line that is not empty."""
    for number, raw in enumerate(source, 1):
        line = raw.rstrip(b"\r\n")
        if number == 1:
            line = line.removeprefix(_BOM)
        if line.strip():
            yield number, line


def read_object(line: bytes) -> dict[str, Any]:
    """The object on a line.

    Raises:
        BadInput: it is not JSON, or not an object.
    """
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        found = _forgiving(line)
    if not isinstance(found, dict):
        raise BadInput("This is not a JSON object.", 'Write {"id": "1", "text": "..."}.')
    return found


def _forgiving(line: bytes) -> object:
    """What only the slower reader takes: halves of surrogate pairs, as cut-off emoji leave them."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"This is not JSON: {error}.", 'Write {"id": "1", "text": "..."} on one line.') from None


def written(found: Mapping[str, Any]) -> bytes:
    """The object as one line, without its end."""
    try:
        return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # half a surrogate pair can only be written escaped
        return json.dumps(found, separators=(",", ":")).encode()
