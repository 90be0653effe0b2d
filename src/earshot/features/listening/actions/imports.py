"""Imports: begun by a person, read in slices by whichever process holds them, gone on with after a restart."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from earshot.features.audit.actions import COMMAND_LINE, record
from earshot.features.listening import holding
from earshot.features.listening.import_file import as_options, look_of, wishes_of
from earshot.features.listening.importing import Tally, sort_out, unlike_warnings
from earshot.features.listening.models import BadRow, Channel, Import, Topic
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership, Role, Workspace
from earshot.features.people.permissions import require
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict, EarshotError, NotFound
from earshot.kernel.texts import N_, shortened, stored
from earshot.ports.envelope import Source
from earshot.ports.files import FileLook, FileWishes, ReadRow, ReadsFiles
from earshot.ports.heard import Batch
from earshot.ports.services import services
from earshot.web import live

Travel = Callable[[Batch, Source, Clock], object]
"""``earshot.pipeline.travel``: it lies above this feature, so it is handed in."""
SLICE = 500


def file_reader() -> ReadsFiles:
    """The connector that reads files.

    Raises:
        BadInput: none is installed.
    """
    for connector in services().connectors.values():
        if isinstance(connector, ReadsFiles):
            return connector
    raise BadInput(_("No connector that reads files is installed."), _("Install Earshot anew."))


@transaction.atomic
def start_import(
    workspace: Workspace,
    path: Path,
    mode: Literal["history", "work"],
    wishes: FileWishes,
    clock: Clock,
    *,
    actor: Membership | None = None,
    our: Sequence[str] = (),
    topic: str = "",
    brand: str = "",
    look: FileLook | None = None,
    hold: bool = False,
) -> Import:
    """Begin to read a file. ``history`` opens no conversation and starts no clock; ``work`` does.

    ``our`` are handles of our own accounts in it, ``topic`` is a topic that all of it belongs to; ``actor`` is None on
    the command line. Nothing is read yet: ``run_import`` does that; with ``hold`` only this process, until it lets go
    is gone, or has been silent for ``HELD_FOR``.

    Raises:
        BadInput: the file cannot be read, or there is no such topic.
        NotAllowed: the actor may only look.
    """
    if actor is not None:
        require(actor, Role.MEMBER)
    if topic and not Topic.objects.filter(workspace=workspace, name__iexact=topic, archived_at=None).exists():
        raise BadInput(_("There is no topic %(name)s in this workspace.") % {"name": topic}, _("Make the topic first."))
    look = look or file_reader().look(path, wishes)
    channel = Channel.objects.create(
        workspace=workspace,
        kind=file_reader().kind,
        name=_free_name(workspace, path.name),
        config={"our": list(our), "topic": topic},
        brand=brand,
        active=False,
        state="off",
        created_at=clock.now(),
    )
    begun = Import.objects.create(
        workspace=workspace,
        channel=channel,
        name=path.name,
        path=str(path),
        mode=mode,
        mapping=dict(look.mapping),
        options=as_options(path, wishes, look),
        encoding=look.encoding,
        total=look.rows,
        warnings=[stored(note) for note in look.notes],
        by=actor,
        created_at=clock.now(),
        held_by=holding.ME if hold else "",
        held_until=clock.now() + holding.HELD_FOR if hold else None,
    )
    by = actor_of(actor) if actor is not None else COMMAND_LINE
    record(by, "import.start", clock, workspace.pk, "import", begun.pk, name=path.name, mode=mode, rows=look.rows)
    live.publish(clock, workspace.pk, "import.changed", begun.pk)
    return begun


def _free_name(workspace: Workspace, name: str) -> str:
    taken = set(Channel.objects.filter(workspace=workspace).values_list("name", flat=True))
    candidates = (name[:110] if number == 1 else f"{name[:110]} ({number})" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)


@transaction.atomic
def cancel_import(begun: Import, actor: Membership, clock: Clock) -> None:
    """Stop reading; what was read stays.

    Raises:
        Conflict: it is over already.
    """
    require(actor, Role.MEMBER)
    if begun.workspace_id != actor.workspace_id:
        raise NotFound(_("There is no such import in this workspace."), _("Open the list and choose one."))
    open_states = Import.objects.filter(pk=begun.pk, state__in=("waiting", "running"))
    if not open_states.update(state="cancelled", finished_at=clock.now()):
        raise Conflict(_("The import is over already."), _("Reload the page."))
    record(actor_of(actor), "import.cancel", clock, begun.workspace_id, "import", begun.pk, name=begun.name)
    live.publish(clock, begun.workspace_id, "import.changed", begun.pk)


def keep_position(channel_id: int, cursor: str, kept: int) -> None:
    """How far the import of this channel has come, in the transaction of the batch it belongs to."""
    begun = Import.objects.filter(channel_id=channel_id)
    if not begun.exists():
        return
    tally = Tally.from_cursor(cursor)
    begun.update(position=tally.position, duplicates=tally.duplicates, bad=tally.bad, added=F("added") + kept)


@dataclass(slots=True)
class _Open:
    """An import that this process is reading."""

    rows: Iterator[ReadRow]
    tally: Tally
    timed: bool = False
    """Since when it reads has been noted."""
    broken: EarshotError | None = None
    """Why there will be no further rows, once those before are stored."""

    def next_slice(self, until: float) -> tuple[list[ReadRow], bool]:
        """The next rows, and whether there may be more. None where the way to them takes longer than ``until``.

        Raises:
            EarshotError: the file is broken behind the rows that were given before.
        """
        if self.broken is not None:
            raise self.broken
        found: list[ReadRow] = []
        try:
            for row in self.rows:
                if not row.passed:
                    found.append(row)
                if len(found) == SLICE or (not found and time.monotonic() >= until):
                    return found, True
        except EarshotError as error:
            self.broken = error
            return found, True
        return found, False


_open: dict[int, _Open] = {}


def run_import(import_id: int, clock: Clock, travel: Travel, seconds: float = 0.4) -> bool:
    """Read on for about ``seconds``; whether there is more to read.

    False too where another process holds it. The file stays open between calls; each slice of 500 rows is stored
    with the position behind it, so nothing is lost or read twice whenever the process dies.
    """
    if not _hold(import_id, clock):
        return False
    begun = Import.objects.select_related("channel").get(pk=import_id)
    try:
        more = _read_on(begun, clock, travel, seconds)
    except (EarshotError, OSError) as error:
        message = error.message if isinstance(error, EarshotError) else N_("The file cannot be read any more.")
        _finish(begun, clock, "failed", message)
        return False
    if not more:
        _finish(begun, clock, "done")
    live.publish(clock, begun.workspace_id, "import.changed", import_id)
    return more


def let_go(import_id: int) -> None:
    """This process reads no further; another one may go on at once."""
    _open.pop(import_id, None)
    Import.objects.filter(pk=import_id, held_by=holding.ME).update(held_by="", held_until=None)


def _hold(import_id: int, clock: Clock) -> bool:
    now = clock.now()
    held = Import.objects.filter(holding.free(now), pk=import_id, state__in=holding.OPEN).update(
        state="running", held_by=holding.ME, held_until=now + holding.HELD_FOR
    )
    if not held:
        _open.pop(import_id, None)
    return bool(held)


def _read_on(begun: Import, clock: Clock, travel: Travel, seconds: float) -> bool:
    reading = _open.get(begun.pk)
    if reading is None or reading.tally.position != begun.position:
        reading = _open[begun.pk] = _open_file(begun)
    until = time.monotonic() + seconds
    while True:
        rows, more = reading.next_slice(until)
        if rows:
            _note_start(begun, reading, clock)
            _travel_slice(begun, rows, reading.tally, clock, travel)
        if not more:
            return False
        if time.monotonic() >= until:
            return True


def _note_start(begun: Import, reading: _Open, clock: Clock) -> None:
    """Since when, and from which row on, this process reads: from that the remaining time is reckoned."""
    if not reading.timed:
        reading.timed = True
        Import.objects.filter(pk=begun.pk).update(reading_since=clock.now(), reading_from=reading.tally.position)


def _travel_slice(begun: Import, rows: Sequence[ReadRow], tally: Tally, clock: Clock, travel: Travel) -> None:
    found = sort_out(begun.workspace_id, begun.channel_id, rows, tally)
    BadRow.objects.bulk_create(
        [BadRow(source=begun, line=row.line, reason=shortened(row.reason), raw=row.raw) for row in found.bad],
        ignore_conflicts=True,
    )
    source = Source(begun.workspace_id, begun.channel_id, "history" if begun.mode == "history" else "work")
    travel(Batch(tuple(found.posts), tally.as_cursor(), counted=len(rows)), source, clock)


def _open_file(begun: Import) -> _Open:
    """The file at its stored position.

    Raises:
        BadInput: it has changed since, or is gone.
    """
    path, options = Path(begun.path), begun.options
    if not path.exists() or path.stat().st_size != options["bytes"]:
        raise BadInput(N_("The file is gone or has changed since the import began."), N_("Import it anew."))
    look = look_of(begun)
    tally = Tally.from_cursor(begun.channel.cursor)
    return _Open(iter(file_reader().read(path, wishes_of(begun), look, after=tally.position)), tally)


@transaction.atomic
def _finish(begun: Import, clock: Clock, state: str, message: str = "") -> None:
    reading = _open.pop(begun.pk, None)
    begun.refresh_from_db()
    if reading is not None:
        begun.warnings = [*begun.warnings, *map(stored, unlike_warnings(reading.tally))]
    begun.state, begun.message, begun.finished_at = state, shortened(message), clock.now()
    begun.held_by, begun.held_until = "", None
    begun.total = begun.position if state == "done" else max(begun.total, begun.position)  # it may have been reckoned
    begun.save(update_fields=["state", "message", "finished_at", "warnings", "held_by", "held_until", "total"])
    live.publish(clock, begun.workspace_id, "import.changed", begun.pk)
