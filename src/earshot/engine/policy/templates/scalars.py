"""Names as YAML writes them."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[^\W\d][\w-]*")


def scalar(value: str) -> str:
    """A name as YAML: quoted unless it is plainly a word or a zone."""
    if all(_PLAIN.fullmatch(part) for part in value.split("/")):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
