"""``earshot import``: history or work, duplicates, bad rows, and going on after an interruption."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from earshot.connectors.replay.presets import PRESETS
from earshot.features.listening import holding
from earshot.features.listening.actions import cancel_import, file_reader, run_import, start_import
from earshot.features.listening.actions import imports as importing
from earshot.features.listening.models import BadRow, Channel, Import, Mention, Post
from earshot.features.listening.queries import imports_to_run
from earshot.features.people.models import Workspace
from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import Conflict
from earshot.pipeline import travel
from earshot.ports.files import FileWishes
from earshot.ports.services import services
from earshot.site.cli import main
from tests.features.factories import a_member, a_topic, a_workspace

pytestmark = pytest.mark.django_db

ROWS = 1_200


@pytest.fixture
def workspace() -> Workspace:
    workspace = a_workspace("acme")
    a_member(workspace, "mei", "owner")
    return workspace


@pytest.fixture
def many(tmp_path: Path) -> Path:
    path = tmp_path / "many.csv"
    path.write_text("id,text,author,date\n" + "".join(f"{n},text {n},anna,2026-01-01\n" for n in range(ROWS)))
    return path


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "posts.csv"
    path.write_text(text)
    return path


def test_history_opens_nothing_and_work_is_worked_on(workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path, "id,text,author,date\n1,hello there,anna,2026-01-01\n")
    assert main(["import", str(path), "--as", "history"]) == 0
    assert Post.objects.get().history
    path = write(tmp_path, "id,text,author,date\n2,hello again,anna,2026-01-01\n")
    assert main(["import", str(path), "--as", "work"]) == 0
    assert not Post.objects.get(canonical_id="2").history


def test_without_a_terminal_the_mode_must_be_said(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "id,text\n1,hello there\n")
    assert main(["import", str(path)]) == 2
    assert "--as history" in capsys.readouterr().err
    assert not Import.objects.exists()


def test_at_a_terminal_the_mode_is_asked_until_it_is_understood(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["", "maybe", "W"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert main(["import", str(write(tmp_path, "id,text\n1,hello there\n"))]) == 0
    assert Import.objects.get().mode == "work"


def test_a_dry_run_shows_the_guess_and_reads_nothing(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "id,words,who,when\n1,hello there my friend,anna,24/02/2026\n")
    assert main(["import", str(path), "--dry-run", "--map", "author=who"]) == 0
    told = capsys.readouterr().err
    for piece in (
        "1 row,",
        "CSV",
        "utf-8",
        "text         <- words",
        "posted       <- when",
        "author       <- who",
        "dmy",
        "Asia/Taipei",
    ):
        assert piece in told
    assert not Import.objects.exists()


def test_duplicates_are_counted_and_unlike_rows_are_both_kept(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "id,text,author\n1,first text,anna\n1,first text,anna\n1,other text,bert\n2,second text,anna\n1,other text,bert\n"
    path = write(tmp_path, text)
    assert main(["import", str(path), "--as", "work"]) == 0
    begun = Import.objects.get()
    assert (begun.added, begun.duplicates, begun.bad, begun.state) == (3, 2, 0, "done")
    ids = sorted(Post.objects.values_list("canonical_id", flat=True))
    assert ids[0] == "1"
    assert ids[1].startswith("1~")
    assert ids[2] == "2"
    told = capsys.readouterr()
    assert told.out.startswith("3 posts added, 2 duplicates, 0 rows set aside.\n")
    assert "The row on line 4 shares its identity (1) with an unlike row of this file." in told.err
    assert told.err.count("No column holds the time") == 1
    assert main(["import", str(path), "--as", "work"]) == 0
    assert Import.objects.order_by("-id")[0].duplicates == 5
    assert "shares its identity" not in capsys.readouterr().err
    assert Post.objects.count() == 3


def test_rows_unlike_posts_stored_before_are_told_as_such(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(write(tmp_path, "id,text\n1,first text\n2,second text\n")), "--as", "work"]) == 0
    assert main(["import", str(write(tmp_path, "id,text\n1,other text\n2,another text\n")), "--as", "work"]) == 0
    told = capsys.readouterr().err
    assert "2 rows share their identity with unlike posts that were stored before (the first on line 2: 1)" in told
    assert "of this file" not in told
    assert main(["import", str(write(tmp_path, "id,text\n2,third text\n")), "--as", "work"]) == 0
    told = capsys.readouterr()
    assert "The row on line 2 shares its identity (2) with an unlike post that was stored before" in told.err
    assert told.out.startswith("1 post added, 0 duplicates, 0 rows set aside.\n")


def test_bad_rows_are_kept_with_line_and_reason(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = "x" * 1_100
    path = write(
        tmp_path, f"id,text,date\n1,hello there,2026-01-01\n2,,2026-01-01\n{long},too long,2026-01-01\n4,when,never\n"
    )
    assert main(["import", str(path), "--as", "work", "--map", "posted=date"]) == 0
    assert list(BadRow.objects.order_by("line").values_list("line", "reason")) == [
        (3, "no text"), (4, "its identity is too long"), (5, "the time cannot be read"),
    ]  # fmt: skip
    assert "never" in BadRow.objects.get(line=5).raw
    assert "line 5: the time cannot be read" in capsys.readouterr().err


def test_our_accounts_topic_network_and_brand(workspace: Workspace, tmp_path: Path) -> None:
    a_topic(workspace, "airlines", "no-such-word")
    path = write(
        tmp_path, "id,text,author\n1,@Acme where is my bag,anna\n2,We are sorry,acme\n3,nice weather today,bert\n"
    )
    options = ["--our", "@acme,@acmehelp", "--topic", "Airlines", "--network", "twitter", "--brand", "acme"]
    assert main(["import", str(path), "--as", "work", *options]) == 0
    assert set(Post.objects.values_list("network", flat=True)) == {"twitter"}
    assert list(Post.objects.filter(ours=True).values_list("canonical_id", flat=True)) == ["2"]
    assert list(Post.objects.filter(addressed=True).values_list("canonical_id", flat=True)) == ["1"]
    assert Mention.objects.filter(topic__name="airlines").count() == 3
    assert Channel.objects.get().brand == "acme"
    assert main(["import", str(path), "--as", "work", "--topic", "nothing"]) == 2


def test_several_workspaces_must_be_named(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_workspace("other")
    path = write(tmp_path, "id,text\n1,hello there\n")
    assert main(["import", str(path), "--as", "work"]) == 2
    assert "acme" in capsys.readouterr().err
    assert main(["import", str(path), "--as", "history", "--workspace", "other"]) == 0
    assert Post.objects.get().workspace.slug == "other"


def test_an_unknown_workspace_is_answered_with_those_there_are(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_workspace("other")
    assert main(["import", str(write(tmp_path, "id,text\n1,hello\n")), "--as", "work", "--workspace", "acne"]) == 2
    told = capsys.readouterr().err
    assert "There is no workspace 'acne'." in told
    assert "--workspace acme | other" in told


def test_what_the_command_line_begins_no_other_process_takes(
    workspace: Workspace, many: Path, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = services().clock
    begun = start_import(workspace, many, "history", FileWishes(), now, hold=True)
    monkeypatch.setattr(holding, "ME", "somebody else")
    assert imports_to_run() == []
    assert not run_import(begun.pk, now, travel)
    monkeypatch.undo()
    assert run_import(begun.pk, now, travel, seconds=0)


def test_the_command_line_waits_for_another_process_and_tells_the_outcome(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "id,text\n1,hello there\n")
    begun = start_import(workspace, path, "work", FileWishes(), services().clock)

    def taken(*arguments: object) -> bool:
        Import.objects.filter(pk=begun.pk, state="waiting").update(state="running")
        return False

    def finished(seconds: float) -> None:
        Import.objects.filter(pk=begun.pk).update(state="done", added=1)

    monkeypatch.setattr("earshot.features.listening.actions.run_import", taken)
    monkeypatch.setattr("earshot.site.commands.import_.time.sleep", finished)
    assert main(["import", str(path), "--as", "work"]) == 0
    told = capsys.readouterr()
    assert "waiting for it" in told.err
    assert told.out.startswith("1 post added")


def test_an_interrupted_import_goes_on_where_it_stopped(
    workspace: Workspace, many: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _interrupt_after(monkeypatch, slices=1)
    assert main(["import", str(many), "--as", "history"]) == 130
    assert Import.objects.get().position == 500
    assert Post.objects.count() == 500
    monkeypatch.undo()
    assert main(["import", str(many), "--as", "history"]) == 0
    begun = Import.objects.get()
    assert (begun.state, begun.position, begun.added, begun.duplicates) == ("done", ROWS, ROWS, 0)
    assert Post.objects.count() == ROWS
    assert "Going on behind row 500" in capsys.readouterr().err


def _interrupt_after(monkeypatch: pytest.MonkeyPatch, slices: int) -> None:
    real, calls = importing._travel_slice, []

    def interrupted(*arguments: object) -> None:
        if len(calls) == slices:
            raise KeyboardInterrupt
        calls.append(1)
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "_travel_slice", interrupted)


def begin(workspace: Workspace, path: Path, clock: HeldClock) -> Import:
    return start_import(workspace, path, "history", FileWishes(), clock)


def test_slices_leave_room_for_others(workspace: Workspace, many: Path, clock: HeldClock) -> None:
    begun = begin(workspace, many, clock)
    assert imports_to_run() == [begun.pk]
    positions = []
    while run_import(begun.pk, clock, travel, seconds=0):
        begun.refresh_from_db()
        positions.append((begun.state, begun.position))
    begun.refresh_from_db()
    assert positions == [("running", 500), ("running", 1000)]
    assert (begun.state, begun.position, begun.total) == ("done", ROWS, ROWS)
    assert imports_to_run() == []


def test_one_process_at_a_time_reads_an_import(
    workspace: Workspace, many: Path, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = begin(workspace, many, services().clock)  # type: ignore[arg-type]
    now = services().clock
    assert run_import(begun.pk, now, travel, seconds=0)
    monkeypatch.setattr(holding, "ME", "somebody else")
    assert not run_import(begun.pk, now, travel, seconds=0)
    begun.refresh_from_db()
    assert begun.position == 500
    later = HeldClock(now.now())
    later.advance(holding.HELD_FOR * 2)
    monkeypatch.setattr(importing, "_open", {})
    assert run_import(begun.pk, later, travel, seconds=0)
    begun.refresh_from_db()
    assert (begun.position, begun.added) == (1000, 1000)


def test_a_crash_between_batch_and_tally_loses_and_doubles_nothing(
    workspace: Workspace, many: Path, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The batch is stored with its position, or not at all."""
    begun = begin(workspace, many, clock)
    run_import(begun.pk, clock, travel, seconds=0)

    def lost(*arguments: object) -> object:
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        run_import(begun.pk, clock, lost, seconds=0)
    monkeypatch.setattr(importing, "_open", {})
    while run_import(begun.pk, clock, travel, seconds=0):
        pass
    begun.refresh_from_db()
    assert (begun.added, begun.duplicates, Post.objects.count()) == (ROWS, 0, ROWS)


def test_a_file_that_changed_is_not_read_on(workspace: Workspace, many: Path, clock: HeldClock) -> None:
    begun = begin(workspace, many, clock)
    many.write_text(many.read_text() + "more,rows\n")
    assert not run_import(begun.pk, clock, travel)
    begun.refresh_from_db()
    assert begun.state == "failed"
    assert "changed" in begun.message


def test_a_cancelled_import_stops_and_keeps_what_was_read(workspace: Workspace, many: Path, clock: HeldClock) -> None:
    begun = begin(workspace, many, clock)
    owner = workspace.memberships.get()
    run_import(begun.pk, clock, travel, seconds=0)
    cancel_import(begun, owner, clock)
    assert not run_import(begun.pk, clock, travel)
    assert Post.objects.count() == 500
    with pytest.raises(Conflict):
        cancel_import(begun, owner, clock)


def test_an_import_channel_is_no_channel_to_listen_to(workspace: Workspace, many: Path, clock: HeldClock) -> None:
    from earshot.features.listening.queries import access_channels, hearing_channels

    begin(workspace, many, clock)
    again = begin(workspace, many, clock)
    assert hearing_channels() == []
    assert not access_channels(workspace.memberships.get()).exists()
    assert again.channel.name == "many.csv (2)"
    assert again.channel.kind == file_reader().kind


@pytest.mark.parametrize("shape", ["jsonl", "csv"])
def test_the_same_posts_are_the_same_in_both_formats(
    workspace: Workspace, tmp_path: Path, shape: str, capsys: pytest.CaptureFixture[str]
) -> None:
    writers: dict[str, Callable[[], str]] = {
        "jsonl": lambda: json.dumps(
            {"id": "1", "text": "客服很慢", "author": "anna", "posted": "2026-01-01T10:00:00Z"}
        ),
        "csv": lambda: "id,text,author,posted\n1,客服很慢,anna,2026-01-01T10:00:00Z",
    }
    path = tmp_path / f"posts.{shape}"
    path.write_text(writers[shape]() + "\n", encoding="utf-8")
    assert main(["import", str(path), "--as", "history"]) == 0
    post = Post.objects.select_related("author").get()
    assert (post.canonical_id, post.author.handle, post.posted_at.isoformat()) == (
        "1",
        "anna",
        "2026-01-01T10:00:00+00:00",
    )
    assert post.versions.get().text == "客服很慢"


def test_the_help_names_every_format_and_export(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["import", "--help"])
    told = " ".join(capsys.readouterr().out.split()).replace("- ", "-")
    for word in ("XLSX", "CSV", "JSONL", *(preset.key for preset in PRESETS)):
        assert word in told, word


def test_work_ends_with_what_became_of_it(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "id,text,author,date\n" + "".join(f"{n},text {n},author{n},2026-01-01\n" for n in range(5))
    assert main(["import", str(write(tmp_path, rows)), "--as", "work", "--our", "@author4"]) == 0
    told = capsys.readouterr().out
    assert "4 conversations of 5 posts:" in told
    assert "4  in conversations that ask for no answer" in told, "nobody addressed us"
    assert "1  our own" in told
    assert main(["import", str(write(tmp_path, rows.replace("text", "word"))), "--as", "history"]) == 0
    assert "conversation" not in capsys.readouterr().out
