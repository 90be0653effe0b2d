"""Read posts from an Excel (XLSX), CSV, JSONL or JSON file: an export of another tool, or what was recorded.

Exports that are known are recognised (--preset), else the columns are guessed; both are shown, and --map corrects them.
An import is history or work: history opens no conversation, sends no notice and starts no clock; work is decided and
assigned like anything heard now. Rows that cannot be read are set aside with their line and the reason; --set-aside
writes them to a file that can be corrected and imported. The same command goes on where it was interrupted.

  earshot import posts.csv                               asks: history or work
  earshot import posts.csv --dry-run                     shows how the file would be read
  earshot import posts.jsonl --as history --network x
  earshot import export.csv --as work --map text=Inhalt --map posted=Datum --zone Europe/Berlin --dates dmy
  earshot import book.xlsx --as history --sheet "Raw Data" --header 3 --set-aside bad.csv
  earshot import ids.csv --join texts.csv --as work --our @acme,@acmehelp
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from earshot.kernel.errors import BadInput
from earshot.kernel.texts import restored
from earshot.site.commands import start_django

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from earshot.features.listening.models import Import
    from earshot.features.people.models import Workspace
    from earshot.kernel.clock import Clock
    from earshot.ports.files import FileLook, FileWishes

Mode = Literal["history", "work"]
PRESETS = ("opview", "qsearch", "meltwater", "brandwatch", "hootsuite", "google-business", "google-play", "app-store")
"""Named in the help; a connector that reads files may know others."""
BAR = 30
LOOK_AGAIN = 0.5
"""Seconds between two looks at an import that another process reads."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("file", type=Path, help="an XLSX, CSV, JSONL or JSON file")
    parser.add_argument(
        "--as", dest="mode", choices=("history", "work"), help="what its posts are (asked at a terminal)"
    )
    parser.add_argument(
        "--workspace", metavar="SLUG", default="", help="the workspace (needed where there are several)"
    )
    parser.add_argument("--join", type=Path, metavar="FILE", help="a second file whose rows stand beside the first's")
    parser.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN", help="which column holds a field")
    parser.add_argument("--network", default="", help="the network, for rows that do not name one")
    parser.add_argument("--our", default="", metavar="@A,@B", help="our own accounts in it")
    parser.add_argument("--topic", default="", metavar="NAME", help="a topic that all of it belongs to")
    parser.add_argument("--brand", default="", metavar="NAME", help="a brand that all of it is about")
    parser.add_argument(
        "--zone", default="", help="zone of times that state none (else the workspace's): Asia/Taipei, +08:00"
    )
    parser.add_argument(
        "--dates", default="", choices=("dmy", "mdy", "ymd"), help="the order of 03/04/2026 (else guessed)"
    )
    parser.add_argument("--encoding", default="", help="utf-8, utf-16, big5, gb18030... (else guessed)")
    parser.add_argument(
        "--preset", metavar="NAME", help=f"the export it is (else recognised): {', '.join(PRESETS)}, none"
    )
    parser.add_argument(
        "--sheet", default="", metavar="NAME", help="the sheet of a workbook (else the first that fits)"
    )
    parser.add_argument(
        "--header", type=int, metavar="LINE", help="the line that names the columns; 0: none (else guessed)"
    )
    parser.add_argument(
        "--set-aside", type=Path, metavar="FILE", help="where to write rows that could not be read (CSV)"
    )
    parser.add_argument("--dry-run", action="store_true", help="show how the file would be read, and stop")


def run(arguments: argparse.Namespace) -> int:
    """The exit code: 0 done, 2 refused, 130 interrupted."""
    if not Path(arguments.file).exists():  # before anything is made in a new home
        raise BadInput(f"There is no file {arguments.file}.", "Look at its name and folder.")
    start_django()
    from django.core.management import call_command

    from earshot.features.listening.actions import file_reader
    from earshot.ports.services import services

    call_command("migrate", verbosity=0, interactive=False)
    workspace = _workspace(arguments.workspace)
    wishes = _wishes(arguments, workspace)
    look = file_reader().look(arguments.file, wishes)
    _show(look, wishes, arguments)
    if arguments.dry_run:
        return 0
    begun = _begin(arguments, workspace, wishes, look, services().clock)
    return _read(begun, services().clock, look.notes, arguments.set_aside)


def _workspace(slug: str) -> Workspace:
    from earshot.features.people.models import Workspace

    found = list(Workspace.objects.filter(slug=slug) if slug else Workspace.objects.order_by("id"))
    if len(found) == 1:
        return found[0]
    slugs = " | ".join(Workspace.objects.order_by("id").values_list("slug", flat=True))
    if not slugs:
        raise BadInput(
            "There is no workspace yet.",
            "Start Earshot once with: earshot up - or make one here: earshot workspace NAME",
        )
    told = f"There is no workspace {slug!r}." if slug else "There are several workspaces."
    raise BadInput(told, f"Name one: --workspace {slugs}")


def _wishes(arguments: argparse.Namespace, workspace: Workspace) -> FileWishes:
    from earshot.ports.files import FileWishes

    return FileWishes(
        mapping=dict(_pair(pair) for pair in arguments.map),
        joined=arguments.join.absolute() if arguments.join else None,
        encoding=arguments.encoding,
        zone=arguments.zone or workspace.zone,
        network=arguments.network,
        dates=arguments.dates,
        sheet=arguments.sheet,
        header=arguments.header,
        preset="" if arguments.preset == "none" else arguments.preset,
    )


def _pair(text: str) -> tuple[str, str]:
    name, equals, column = text.partition("=")
    if not equals:
        raise BadInput(f"--map {text!r} is not understood.", "Write --map FIELD=COLUMN, for example --map text=Inhalt")
    return name.strip(), column.strip()


def _show(look: FileLook, wishes: FileWishes, arguments: argparse.Namespace) -> None:
    """How the file will be read, on stderr."""
    say = _Say()
    about, where = "" if look.exact else "about ", f"sheet {look.sheet}" if look.sheet else look.encoding
    say(f"{arguments.file.name}: {about}{_counted(look.rows, 'row')}, {look.format.upper()}, {where}")
    if len(look.sheets) > 1:
        say(f"  sheets: {', '.join(look.sheets)} (choose: --sheet)")
    if look.header > 1:
        say(f"  line {look.header} names the columns (correct: --header)")
    if fit := next((fit for fit in look.presets if fit.key == look.preset), None):
        say(f"  {fit.name}: {fit.score:.0%} of its columns (another: --preset; none: --preset none)")
    for name, column in look.mapping.items():
        say(f"  {name:<12} <- {column}")
    ignored = [column for column in look.columns if column not in look.mapping.values()]
    if ignored:
        say(f"  not used: {', '.join(ignored)}")
    say(f"  times without a zone are read as {wishes.zone}; dates as {look.dates}")
    for note in look.notes:
        say(f"  note: {note}")
    for post in look.sample[: 3 if arguments.dry_run else 0]:
        at = post.posted_at.isoformat() if post.posted_at else "no time"
        say(f"  {at}  {post.author.handle or post.author.name or '?'}: {post.text[:70]!r}")


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


class _Say:
    """Lines for people, on stderr: stdout stays free."""

    def __call__(self, line: str) -> None:
        print(line, file=sys.stderr)


def _begin(
    arguments: argparse.Namespace, workspace: Workspace, wishes: FileWishes, look: FileLook, clock: Clock
) -> Import:
    """The import: the one that was interrupted, else a new one."""
    from earshot.features.listening.actions import start_import
    from earshot.features.listening.queries import interrupted_import

    path = arguments.file.absolute()
    earlier = interrupted_import(workspace, path)
    if earlier is not None and (arguments.mode in (None, earlier.mode)):
        _Say()(
            f"Going on behind row {earlier.position:,} with the import begun {earlier.created_at:%Y-%m-%d %H:%M} UTC."
        )
        return earlier
    mode = arguments.mode or _ask_mode()
    our = [name.strip() for name in arguments.our.split(",") if name.strip()]
    return start_import(
        workspace,
        path,
        mode,
        wishes,
        clock,
        our=our,
        topic=arguments.topic,
        brand=arguments.brand,
        look=look,
        hold=True,
    )


def _ask_mode() -> Mode:
    """History or work: asked at a terminal, else refused."""
    if not sys.stdin.isatty():
        raise BadInput("Is this history or work?", "Say it: --as history (opens nothing, starts no clock) or --as work")
    while True:
        answer = input("Is this history (opens nothing, starts no clock) or work? [history/work] ").strip().lower()
        if answer in ("h", "history"):
            return "history"
        if answer in ("w", "work"):
            return "work"


def _read(begun: Import, clock: Clock, shown: Sequence[str], set_aside: Path | None) -> int:
    """Read it to its end, or wait for the end where another process reads it (one that was interrupted before)."""
    from earshot.features.listening.actions import let_go, run_import
    from earshot.pipeline import travel

    bar = _Bar(clock)
    try:
        told = False
        while True:
            mine = run_import(begun.pk, clock, travel)
            begun.refresh_from_db()
            bar.show(begun)
            if begun.state not in ("waiting", "running"):
                break
            if not mine:
                if not told:
                    _Say()("Another process reads this file just now; waiting for it.")
                told = True
                time.sleep(LOOK_AGAIN)
    except BaseException:  # also Ctrl-C: whoever goes on must not wait for the hold to lapse
        let_go(begun.pk)
        begun.refresh_from_db()
        bar.end()
        _Say()(f"Stopped behind row {begun.position:,}. The same command goes on from there.")
        raise
    bar.end()
    if set_aside is not None and begun.bad:
        _write_set_aside(begun, set_aside)
    return _report(begun, shown)


def _write_set_aside(begun: Import, path: Path) -> None:
    from earshot.features.listening.setting_aside import as_csv, set_aside_table

    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(as_csv(set_aside_table(begun)))
    except OSError as error:
        _Say()(
            f"The rows set aside could not be written to {path} ({error.strerror}); they stand on the import's page."
        )
        return
    _Say()(f"{_counted(begun.bad, 'row')} set aside: {path}. Correct them, and import that file with the same options.")


def _report(begun: Import, shown: Sequence[str]) -> int:
    """What came of it; ``shown`` are the notes that were told before it began."""
    if begun.state != "done":
        message = begun.message if begun.state == "failed" else "The import was cancelled."
        raise BadInput(message, f"Row {begun.position:,} of {begun.total:,} was reached; what was read is stored.")
    added, duplicates = _counted(begun.added, "post"), _counted(begun.duplicates, "duplicate")
    print(f"{added} added, {duplicates}, {_counted(begun.bad, 'row')} set aside.")
    for line in _became(begun):
        print(line)
    for warning in map(restored, begun.warnings):
        if warning not in shown:
            _Say()(f"warning: {warning}")
    for row in begun.bad_rows.order_by("line")[:10]:
        _Say()(f"line {row.line}: {row.reason}")
    if begun.bad > 10:
        _Say()(f"... and {_counted(begun.bad - 10, 'more row')} set aside")
    return 0


def _became(begun: Import) -> Iterable[str]:
    """Who has to answer how much of it, as the workspace's owner would see it on the import's page."""
    from earshot.features.inbox.imported import in_words, outcome
    from earshot.features.people.models import Membership, Role

    owner = Membership.objects.filter(workspace=begun.workspace_id, role=Role.OWNER, active=True).order_by("id").first()
    told = outcome(owner, begun) if owner is not None else None
    return in_words(told) if told is not None else ()


class _Bar:
    """A progress bar on stderr with the time left, at a terminal only."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._shown = sys.stderr.isatty()

    def show(self, begun: Import) -> None:
        from earshot.features.listening.progress import progress
        from earshot.web.times import duration

        if not self._shown:
            return
        far = progress(begun, self._clock.now())
        full, about = BAR * far.percent // 100, "about " if far.about else ""
        left = f", {duration(far.left)} to go" if far.left is not None else ""
        line = f"[{'#' * full}{'.' * (BAR - full)}] {far.done:,} of {about}{far.total:,}{left}"
        print(f"\r{line:<78}", end="", file=sys.stderr)

    def end(self) -> None:
        if self._shown:
            print(file=sys.stderr)
