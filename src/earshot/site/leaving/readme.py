"""The page that explains an export to whoever opens it, in the three languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from earshot import __version__


def readme(at: datetime, names: Sequence[str]) -> str:
    """The text; ``names`` are the workspaces'."""
    parts = []
    for code, title in settings.LANGUAGES:
        with translation.override(code):
            parts.append("\n".join([title, "-" * 40, *_lines(at, names)]))
    return "\n\n".join(parts) + "\n"


def _lines(at: datetime, names: Iterable[str]) -> Iterator[str]:
    yield gettext("Exported by Earshot %(version)s on %(time)s (UTC): %(names)s.") % {
        "version": __version__,
        "time": f"{at:%Y-%m-%d %H:%M}",
        "names": ", ".join(names),
    }
    yield ""
    yield gettext("workspaces/: one folder for each workspace.")
    yield gettext("posts.csv and conversations.csv are for a spreadsheet; their times are in the workspace's zone.")
    yield gettext("A cell that a spreadsheet would take for a formula begins with an apostrophe (').")
    yield gettext("*.jsonl hold everything: a JSON object a line, UTF-8, times in UTC. tables.md explains each column.")
    yield gettext("policies/ holds every version of the policy as written; the one in force is called “active”.")
    yield gettext("files/ holds the imported files as they came.")
    yield gettext("installation/: the people who sign in, and what belongs to no workspace.")
    yield gettext("manifest.json lists every file with its rows and its SHA-256, and what was left out and why.")
    yield gettext("Passwords, tokens of channels and one-time links are not in here.")
