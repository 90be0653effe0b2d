"""What is doubtful about a file, as sentences for the person who is about to import it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from earshot.connectors.replay.presets import BY_KEY
from earshot.kernel.texts import say
from earshot.ports.files import FileLook

_ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+\d{2}|\d{15}0{1,6}")
"""``5.70306E+17``, and the zeros behind the fifteenth digit, which is where spreadsheets stop."""


def doubts(rows: Sequence[dict[str, str]], look: FileLook) -> list[str]:
    """Notes on the rows looked at, as they will be read."""
    mapping = look.mapping
    notes: list[str] = []
    preset = BY_KEY.get(look.preset)
    if preset is not None and not preset.published:
        notes.append(
            say(
                "%(name)s does not publish all columns of its exports: check that each was understood.",
                name=preset.name,
            )
        )
    if "id" not in mapping:
        notes.append(say("No column holds an identity; one is made from the content of each row."))
    elif _rounded([row[mapping["id"]].strip() for row in rows if row.get(mapping["id"])]):
        notes.append(say("The identities were rounded by a spreadsheet (like 5.70306E+17): many rows share one."))
    if "posted" not in mapping:
        notes.append(say("No column holds the time; every post gets the time of the import."))
    elif any(not row.get(mapping["posted"], "").strip() for row in rows):
        notes.append(say("Rows without a time get the time of the import."))
    if "author" not in mapping and "author_name" not in mapping:
        notes.append(say("No column holds the author."))
    return notes


def _rounded(identities: Sequence[str]) -> bool:
    """One in scientific notation says it all; ends in zeros say it where most have them."""
    found = [one for one in identities if _ROUNDED.fullmatch(one)]
    return any("+" in one for one in found) or (len(identities) > 1 and len(found) > 0.8 * len(identities))
