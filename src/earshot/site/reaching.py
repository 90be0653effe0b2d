"""Where people reach this installation, for links in messages that leave it."""

from __future__ import annotations

import os
from pathlib import Path

URL = "EARSHOT_URL"
"""The address that people use, where it is not the one that the pages are served at: behind a proxy, by a name."""
CONTACT = "EARSHOT_CONTACT"
"""``mailto:`` or ``https:`` address of who runs it, for push services; without it the sender of mail is named."""
NOBODY = "mailto:nobody@earshot.invalid"
SERVED = "url"
"""File in the home: where the pages were last served."""


def address(folder: Path) -> str:
    """Without a slash at the end; "" where the pages were never served."""
    told = os.environ.get(URL, "").strip()
    if not told:
        try:
            told = (folder / SERVED).read_text().strip()
        except OSError:
            return ""
    return told.rstrip("/") if told.startswith(("http://", "https://")) else ""
