"""Enclosed pictures, sounds and films by their type, else by how their address ends."""

from __future__ import annotations

import mimetypes
from typing import Literal, cast
from urllib.parse import urlsplit

from earshot.connectors.feeds.html import absolute
from earshot.ports.heard import Media


def media_of(address: str, kind: str, base: str, alt: str = "") -> Media | None:
    """``kind`` is a media type or "". None where the address is none of the web."""
    url = absolute(address, base) if address else ""
    if not url:
        return None
    told = kind or mimetypes.guess_type(urlsplit(url).path)[0] or ""
    family = told.split("/")[0].lower()
    known = family if family in ("image", "video", "audio") else "document"
    return Media(cast(Literal["image", "video", "audio", "document"], known), url, alt)
