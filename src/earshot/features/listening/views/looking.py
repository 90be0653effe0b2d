"""The page on which a person sees how a file was understood, and corrects it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from django.core.signing import Signer
from django.http import HttpResponse
from django.shortcuts import render

from earshot.features.listening.actions import file_reader
from earshot.features.listening.field_names import FIELD_NAMES, USUAL
from earshot.features.people.requests import MemberRequest
from earshot.kernel.errors import EarshotError
from earshot.ports.files import FileLook, FileWishes
from earshot.web.texts import told, translated

DATES = ("dmy", "mdy", "ymd")
LIKELY = 0.3
"""A known export whose score is below this is offered without its score."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One of our fields, what people call it, the column for it, and the first value in that column."""

    field: str
    name: str
    column: str
    example: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What was filled in beside the wishes about the file: as what, and which accounts are ours."""

    mode: str
    ours: str


def wishes_from(values: Mapping[str, str]) -> FileWishes:
    """What the page sent. A choice of columns made for another sheet, header or preset is forgotten."""
    same = all(values.get(name, "") == values.get(f"shown-{name}", "") for name in ("sheet", "header", "preset"))
    header, dates = values.get("header", ""), values.get("dates", "")
    return FileWishes(
        mapping={field: values.get(f"column-{field}", "") for field in file_reader().post_fields} if same else {},
        encoding=values.get("encoding", ""),
        zone=values.get("zone", "") or "UTC",
        network=values.get("network", ""),
        dates=cast(Literal["dmy", "mdy", "ymd"], dates) if dates in DATES and same else "",
        sheet=values.get("sheet", ""),
        header=_header(header, values),
        preset=values.get("preset", ""),
    )


def _header(text: str, values: Mapping[str, str]) -> int | None:
    """None, so that it is guessed anew, where another sheet was chosen."""
    if values.get("sheet", "") != values.get("shown-sheet", "") and text == values.get("shown-header", ""):
        return None
    return int(text) if text.isdecimal() and len(text) < 10 else None


def look_page(
    request: MemberRequest, path: Path, wishes: FileWishes, look: FileLook, asked: Asked, problem: str = ""
) -> HttpResponse:
    """The page; 422 where there is a problem."""
    choices = _choices(look)
    shown = [choice for place, choice in enumerate(choices) if place < USUAL or choice.column]
    context = {
        "name": path.name,
        "token": token_of(request, path),
        "look": look,
        "notes": [translated(note) for note in look.notes],
        "choices": shown,
        "further": [choice for choice in choices if choice not in shown],
        "presets": [(fit, round(100 * fit.score) if fit.score >= LIKELY else 0) for fit in look.presets],
        "mode": asked.mode,
        "ours": asked.ours,
        "wishes": wishes,
        "problem": problem,
    }
    return render(request, "listening/look.html", context, status=422 if problem else 200)


def look_or_plain(path: Path, wishes: FileWishes) -> tuple[FileLook, str]:
    """The look; where the wishes cannot be followed, one that follows none of those about the file, and why.

    Raises:
        EarshotError: the file cannot be read at all.
    """
    try:
        return file_reader().look(path, wishes), ""
    except EarshotError as error:
        plain = replace(wishes, mapping={}, encoding="", sheet="", header=None, preset=None, dates="")
        return file_reader().look(path, plain), told(error)


def token_of(request: MemberRequest, path: Path) -> str:
    """Names an uploaded file so that nobody can name another."""
    return Signer(salt=f"import-{request.workspace.pk}").sign(str(path))


def _choices(look: FileLook) -> list[ColumnChoice]:
    first = dict(zip(look.columns, look.preview[0], strict=True)) if look.preview else {}
    there = set(file_reader().post_fields)
    return [
        ColumnChoice(field, str(name), look.mapping.get(field, ""), first.get(look.mapping.get(field, ""), ""))
        for field, name in FIELD_NAMES.items()
        if field in there
    ]
