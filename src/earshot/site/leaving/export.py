"""Everything in open formats: JSON Lines, CSV, YAML and the files as they came."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.apps import apps
from django.conf import settings
from django.utils import translation

from earshot import __version__
from earshot.kernel.clock import Clock
from earshot.kernel.errors import Conflict, NotFound
from earshot.site.leaving import sheets
from earshot.site.leaving.describing import columns, exported, meaning
from earshot.site.leaving.listing import LEFT_OUT, TABLES, Table
from earshot.site.leaving.readme import readme
from earshot.site.leaving.snapshot import snapshot
from earshot.site.leaving.writing import Files

AT_ONCE = 2_000
FORMAT = "earshot-export"
VERSION = 1
NOBODY_LOOKED = "not known to this version's export"


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished export."""

    folder: Path
    files: int
    rows: int
    workspaces: tuple[str, ...]


def export(folder: Path, clock: Clock, slug: str = "") -> Exported:
    """Write every workspace, or the one with ``slug``, into ``folder``: new, or empty.

    While it is written it is called ``FOLDER.partial``; interrupted, it stays under that name.

    Raises:
        Conflict: the folder holds something, or an interrupted export lies beside it.
        NotFound: no such workspace.
    """
    half = folder.with_name(folder.name + ".partial")
    _check_free(folder, half)
    with snapshot():
        workspaces = _workspaces(slug)
        half.mkdir(mode=0o700, parents=True)
        files = Files(half)
        for workspace in workspaces:
            _workspace(files, workspace)
        _installation(files, None if not slug else workspaces[0].pk)
    left_out = _left_out()
    files.text("tables.md", tables_text())
    files.text("README.txt", readme(clock.now(), [str(one.name) for one in workspaces]))
    done = Exported(folder, len(files.written), _rows_of(files), tuple(one.slug for one in workspaces))
    files.text("manifest.json", _manifest(files, clock, done, left_out))
    if folder.exists():
        folder.rmdir()
    half.rename(folder)
    return done


def _check_free(folder: Path, half: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Conflict(f"{folder} is not empty.", "Name a new folder.")
    if half.exists():
        raise Conflict(
            f"{half} is left from an export that was interrupted, or one is running.",
            f"If none is running, remove it: rm -r {half}",
        )


def _workspaces(slug: str) -> list[Any]:
    found = _rows("people.Workspace").order_by("id")
    if not slug:
        return list(found)
    if not (chosen := list(found.filter(slug=slug))):
        raise NotFound(f"There is no workspace {slug}.", f"There are: {', '.join(one.slug for one in found)}.")
    return chosen


def _workspace(files: Files, workspace: Any) -> None:
    place = f"workspaces/{workspace.slug}"
    for label, table in TABLES.items():
        if table.workspace and apps.is_installed(_app(label)):
            _table_of(files, f"{place}/{table.name}.jsonl", label, table, workspace.pk)
    with translation.override(workspace.language):
        zone = _zone(workspace.zone)
        files.sheet(f"{place}/posts.csv", sheets.post_titles(), sheets.posts(workspace.pk), zone)
        conversations = sheets.conversations(workspace.pk)
        files.sheet(f"{place}/conversations.csv", sheets.conversation_titles(), conversations, zone)
    for version in _rows("responsibility.PolicyVersion").filter(workspace=workspace.pk).order_by("number").iterator():
        name = f"{version.number:04d}{'-active' if version.active else ''}.yaml"
        files.text(f"{place}/policies/{name}", version.text)
    for number, source in _import_files(workspace.pk):
        files.copy(f"{place}/files/{number}-{file_name(source.name)}", source)


def _table_of(files: Files, place: str, label: str, table: Table, workspace_id: int) -> None:
    """The rows of one workspace. Where another table tells whose a row is, all are read in the order of their ids and
    chosen here: the database would sort them, and SQLite sorts in memory."""
    if "__" not in table.workspace:
        _table(files, place, label, table, _rows(label).filter(**{table.workspace: workspace_id}))
        return
    names = [field.attname for field in exported(apps.get_model(label), table)]
    found = _rows(label).order_by("pk").values_list(*names, table.workspace).iterator(AT_ONCE)
    files.records(place, names, (row[:-1] for row in found if row[-1] == workspace_id))


def _table(files: Files, place: str, label: str, table: Table, rows: Any) -> None:
    names = [field.attname for field in exported(apps.get_model(label), table)]
    found = rows.order_by("pk").values_list(*names).iterator(AT_ONCE)
    files.records(place, names, found)


def _installation(files: Files, only: int | None) -> None:
    """What belongs to no workspace, or to several: the people, acts outside any workspace, what could not be stored."""
    for label, table in TABLES.items():
        if table.members and apps.is_installed(_app(label)):
            rows = _rows(label)
            if only is not None:
                rows = _rows(label).filter(pk__in=rows.filter(**{table.members: only}).values("pk"))
            _table(files, f"installation/{table.name}.jsonl", label, table, rows)
    if only is None:
        label = "audit.Entry"
        outside = _rows(label).filter(workspace_id=0)
        _table(files, f"installation/{TABLES[label].name}.jsonl", label, TABLES[label], outside)
        _other_files(files)
    files.lines("installation/set-aside.jsonl", _set_aside(only))


def _set_aside(only: int | None) -> Iterator[str]:
    path = Path(settings.HOME) / "set-aside.jsonl"
    if not path.exists():
        return
    channels = set(_rows("listening.Channel").filter(workspace=only).values_list("pk", flat=True))
    with path.open(encoding="utf-8", errors="replace") as file:
        for one in file:
            if only is None or _channel_of(one) in channels:
                yield one


def _channel_of(one: str) -> object:
    try:
        found = json.loads(one)
    except ValueError:
        return None
    return found.get("channel") if isinstance(found, dict) else None


def _import_files(workspace_id: int | None) -> Iterator[tuple[int, Path]]:
    """The files in the home that imports were read from."""
    base = Path(settings.MEDIA_ROOT)
    imports = _rows("listening.Import").order_by("pk")
    chosen = imports.filter(workspace=workspace_id) if workspace_id is not None else imports
    for number, path in chosen.values_list("pk", "path"):
        source = Path(path)
        if base in source.parents and source.is_file() and not source.is_symlink():
            yield number, source


def _other_files(files: Files) -> None:
    """Uploaded, and belonging to no import: looked at and left."""
    base = Path(settings.MEDIA_ROOT)
    known = {source for _, source in _import_files(None)}
    for source in sorted(base.rglob("*")) if base.is_dir() else ():
        if source.is_file() and not source.is_symlink() and source not in known:
            files.copy(f"installation/files/{'/'.join(map(file_name, source.relative_to(base).parts))}", source)


def file_name(name: str) -> str:
    """A name that every system can store."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", name)[-120:].strip(". ") or "file"


def tables_text() -> str:
    """Each table, its columns and what they mean, as Markdown."""
    lines = ["# Tables", "", "Each is a file NAME.jsonl: one JSON object a line, in the order of the ids.", ""]
    for label, table in TABLES.items():
        if apps.is_installed(_app(label)):
            model = apps.get_model(label)
            lines += [f"## {table.name}", "", meaning(model) or f"{label}.", ""]
            lines += ["| column | type | meaning |", "|---|---|---|"]
            lines += [f"| {name} | {kind} | {words} |" for name, kind, words in columns(model, table)]
            lines += [f"\nLeft out: {name} ({why})." for name, why in table.without.items()] + [""]
    return "\n".join(lines)


def _left_out() -> dict[str, str]:
    """What is not in the export, and why."""
    found = dict(LEFT_OUT)
    found |= {f"{label}.{name}": why for label, table in TABLES.items() for name, why in table.without.items()}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label not in TABLES:
            found.setdefault(model._meta.label, NOBODY_LOOKED)
    return found


def _manifest(files: Files, clock: Clock, done: Exported, left_out: dict[str, str]) -> str:
    told = {
        "format": FORMAT,
        "version": VERSION,
        "earshot": __version__,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "workspaces": done.workspaces,
        "left_out": left_out,
        "files": files.written,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _rows_of(files: Files) -> int:
    return sum(int(str(one["rows"])) for one in files.written if str(one["path"]).endswith(".jsonl"))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _app(label: str) -> str:
    return next((config.name for config in apps.get_app_configs() if config.label == label.partition(".")[0]), label)


def _rows(label: str) -> Any:
    return apps.get_model(label)._base_manager.all()
