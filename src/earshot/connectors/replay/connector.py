"""Reads posts from files: what a team exported elsewhere, or what was recorded, heard once more."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

import orjson

from earshot.connectors.replay import columns as naming
from earshot.connectors.replay import lines, presets
from earshot.connectors.replay.doubts import doubts
from earshot.connectors.replay.looking import First, first_look, rows_of
from earshot.connectors.replay.shape import Shape, Unusable
from earshot.connectors.replay.times import guess_order, zone_of
from earshot.kernel.errors import BadInput
from earshot.kernel.texts import N_, say
from earshot.ports.connector import ConfigField, SpeaksHow, Tools, Unsupported
from earshot.ports.files import PREVIEWED, SET_ASIDE, DateOrder, FileLook, FileWishes, ReadRow
from earshot.ports.heard import HeardPost

LOOKED_AT = 2_000
"""Rows that the guess rests on."""
COUNTED = 50_000
"""Rows that a look counts, and whose dates it compares to find which number is the day; beyond that it reckons."""
PASSED = 1_000
"""Rows after which one says that it is still on its way."""


class Replay:
    """A connector of files. It has no live session: the importer reads through ``look`` and ``read``."""

    kind = "replay"
    name = N_("File")
    fields: tuple[ConfigField, ...] = ()
    speaks: SpeaksHow | None = None
    post_fields = naming.FIELDS

    def open(self, config: Mapping[str, str], tools: Tools) -> object:
        raise Unsupported(say("A file cannot be listened to."), say("Import it."))

    def look(self, path: Path, wishes: FileWishes) -> FileLook:
        """See :class:`earshot.ports.files.ReadsFiles`."""
        first = first_look(path, wishes)
        look = _with_joined(first.look, wishes)
        rows = list(islice((row.cells for row in _rows(path, wishes, look) if not row.reason), LOOKED_AT))
        if not rows:
            raise BadInput(
                say("%(file)s holds no usable row.", file=path.name),
                say("The first line names the columns, each other line is a post."),
            )
        names = look.columns or tuple(dict.fromkeys(name for row in rows for name in row))
        look = _recognised(replace(look, columns=names), wishes)
        mapping = naming.corrected(_guessed(look, rows), wishes.mapping, names)
        look = replace(look, mapping=mapping, preview=_preview(rows, names))
        dates, certain, total, exact = _whole_file(path, wishes, look)
        look = replace(look, rows=total, exact=exact, dates=wishes.dates or dates)
        notes = [*first.notes, *_order_note(dates, certain, wishes), *doubts(rows, look)]
        return replace(look, notes=tuple(notes), sample=_sample(rows, wishes, look))

    def read(self, path: Path, wishes: FileWishes, look: FileLook, after: int = 0) -> Iterator[ReadRow]:
        """See :class:`earshot.ports.files.ReadsFiles`."""
        shape = _shape(wishes, look)
        for number, row in enumerate(_rows(path, wishes, look), 1):
            if number > after:
                yield _read(number, row, shape, look)
            elif number % PASSED == 0:
                yield ReadRow(number, row.line, None, passed=True)

    def cells(self, raw: str, look: FileLook) -> tuple[str, ...]:
        """See :class:`earshot.ports.files.ReadsFiles`."""
        if look.format in ("jsonl", "json"):
            return _object_cells(raw, look.columns)
        try:
            found = list(csv.reader([raw], delimiter=look.delimiter or ",", strict=True)) if raw else []
        except csv.Error:
            return ()
        whole = len(found) == 1 and len(found[0]) == len(look.columns)
        return tuple(found[0]) if whole else ()


connector = Replay()


def _object_cells(raw: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return ()
    if not isinstance(value, dict):
        return ()
    cells = dict(lines.flat(value))
    return tuple(cells.get(column, "") for column in columns)


def _read(number: int, row: lines.RawRow, shape: Shape, look: FileLook) -> ReadRow:
    if row.reason:
        return ReadRow(number, row.line, None, row.reason, _plain(row.raw))
    try:
        return ReadRow(number, row.line, shape.post(row.cells))
    except Unusable as error:
        raw = row.raw or lines.as_csv(row.cells.values(), look.delimiter or ",")
        return ReadRow(number, row.line, None, str(error), _plain(raw)[: lines.LONGEST])


def _plain(raw: str) -> str:
    """Storable: bytes that did not fit the encoding are shown as ``\\xE9``."""
    return raw.encode("utf-8", "backslashreplace").decode().replace("\x00", "�")


def _recognised(look: FileLook, wishes: FileWishes) -> FileLook:
    """With the preset that was named, or that the columns are surely of."""
    if wishes.preset and wishes.preset not in presets.BY_KEY:
        raise BadInput(
            say("There is no preset %(name)s.", name=wishes.preset),
            say("The presets are: %(names)s.", names=", ".join(presets.BY_KEY)),
        )
    key = presets.recognised(look.columns) if wishes.preset is None else wishes.preset
    return replace(look, preset=key, presets=presets.fits(look.columns))


def _guessed(look: FileLook, rows: list[dict[str, str]]) -> dict[str, str]:
    """What the preset says, and for the columns it does not know what their names and contents say."""
    known = presets.mapping_of(look.preset, look.columns) if look.preset else {}
    left = [column for column in look.columns if column not in known.values() and column not in SET_ASIDE]
    return {**naming.guess(left, rows, without=known), **known}


def _preview(rows: list[dict[str, str]], names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_plain(row.get(name, "")) for name in names) for row in rows[:PREVIEWED])


def _with_joined(look: FileLook, wishes: FileWishes) -> FileLook:
    if wishes.joined is None:
        return look
    second = _joined(wishes).look
    if look.format != second.format:
        raise BadInput(say("The two files are not of one format."), say("Join CSV with CSV, or JSONL with JSONL."))
    return replace(look, columns=tuple(dict.fromkeys([*look.columns, *second.columns])))


def _joined(wishes: FileWishes) -> First:
    assert wishes.joined is not None
    return first_look(wishes.joined, replace(wishes, joined=None, encoding="", sheet="", header=None))


def _rows(path: Path, wishes: FileWishes, look: FileLook, gauge: lines.Gauge | None = None) -> Iterator[lines.RawRow]:
    if wishes.joined is None:
        return rows_of(path, look, gauge)
    one, two = first_look(path, replace(wishes, joined=None)).look, _joined(wishes).look
    both = tuple(name for name in ("text", "content", "body") if name in one.columns and name in two.columns)
    return lines.joined_rows(rows_of(path, one, gauge), rows_of(wishes.joined, two), both)


def _whole_file(path: Path, wishes: FileWishes, look: FileLook) -> tuple[DateOrder, bool, int, bool]:
    """The order of its dates, whether that is certain, how many rows there are, and whether those were counted."""
    posted, gauge = look.mapping.get("posted", ""), lines.Gauge()
    total, exact = 0, True
    dated: list[str] = []
    for row in _rows(path, wishes, look, gauge):
        total += 1
        if total > COUNTED and wishes.joined is None:
            total, exact = max(total, round((total - 1) / max(gauge.part(), 1e-6))), False
            break
        if posted and len(dated) < COUNTED and row.cells:
            dated.append(row.cells.get(posted, ""))
    order, certain = guess_order(dated)
    if wishes.joined is not None:
        _same_length(path, total, wishes)
    return order, certain, total, exact


def _same_length(path: Path, total: int, wishes: FileWishes) -> None:
    assert wishes.joined is not None
    other = sum(1 for _ in rows_of(wishes.joined, _joined(wishes).look))
    if other != total:
        raise BadInput(
            say(
                "%(one)s has %(rows)s rows and %(two)s has %(others)s: they cannot be joined row by row.",
                one=path.name,
                rows=total,
                two=wishes.joined.name,
                others=other,
            ),
            say("Give two files of the same rows in the same order."),
        )


def _order_note(dates: DateOrder, certain: bool, wishes: FileWishes) -> list[str]:
    if certain or wishes.dates:
        return []
    return [
        say("Whether day or month comes first is a guess: %(order)s. Name the order if it is wrong.", order=dates),
    ]


def _sample(rows: list[dict[str, str]], wishes: FileWishes, look: FileLook) -> tuple[HeardPost, ...]:
    shape = _shape(wishes, look)
    found: list[HeardPost] = []
    for cells in rows[:20]:
        try:
            found.append(shape.post(cells))
        except Unusable:
            continue
    return tuple(found[:3])


def _shape(wishes: FileWishes, look: FileLook) -> Shape:
    preset = presets.BY_KEY.get(look.preset)
    return Shape(
        look.mapping,
        zone_of(wishes.zone),
        look.dates,
        wishes.network or (preset.network if preset else ""),
        preset.kind if preset else "post",
        returned=set(SET_ASIDE) <= set(look.columns),
    )
