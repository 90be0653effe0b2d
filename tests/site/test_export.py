"""An export: everything but secrets, in files that say what they are, of one instant."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from hashlib import sha256
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps

from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import Conflict, NotFound
from earshot.site.leaving import export as exporting
from earshot.site.leaving.checksums import Counted
from earshot.site.leaving.describing import columns, meaning
from earshot.site.leaving.export import export, file_name, tables_text
from earshot.site.leaving.listing import LEFT_OUT, TABLES
from earshot.site.leaving.spreadsheet import Spreadsheet, harmless
from earshot.site.leaving.writing import Files, line
from tests.features import factories
from tests.site.homes.canaries import CANARIES, FORMULA
from tests.site.homes.making import ROOT, run

pytestmark = pytest.mark.whole

UTC_ZONE = ZoneInfo("UTC")
SECRET = re.compile(r"password|secret|token|hash|session", re.IGNORECASE)
MODELS = apps.get_models(include_auto_created=True)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_table_is_exported_or_left_out_for_a_reason(model: type) -> None:
    label = model._meta.label  # type: ignore[attr-defined]
    assert (label in TABLES) != (label in LEFT_OUT), f"add {label} to site/leaving/listing.py: exported, or why not"


@pytest.mark.parametrize("label", TABLES)
def test_a_table_says_what_it_is_and_holds_no_secret(label: str) -> None:
    model, table = apps.get_model(label), TABLES[label]
    told = list(columns(model, table))
    assert meaning(model) or not label.startswith(("people", "listening", "conversations")), f"{label} has no docstring"
    assert not [name for name, _, _ in told if SECRET.search(name)]
    assert bool(table.workspace) != bool(table.members)
    list(apps.get_model(label)._base_manager.filter(**{table.workspace or table.members: 0}).values("pk")[:0])


def test_the_guide_names_every_file() -> None:
    guide = (ROOT / "docs" / "operate" / "export.md").read_text()
    missing = [table.name for table in TABLES.values() if f"`{table.name}`" not in guide]
    assert not missing, "docs/operate/export.md lists the tables"
    assert not [label for label in LEFT_OUT if label not in guide]


@pytest.fixture(scope="module")
def exported(made_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole of the filled home."""
    folder = tmp_path_factory.mktemp("exported") / "all"
    told = run(made_home, "-m", "earshot", "export", "--all", str(folder))
    assert "Begin with README.txt" in told
    return folder


def _records(path: Path) -> list[dict[str, object]]:
    return [json.loads(one) for one in path.read_text().splitlines()]


def test_every_row_is_there(made_home: Path, exported: Path) -> None:
    """As many lines in all workspaces together as rows in the table."""
    import sqlite3

    connection = sqlite3.connect(made_home / "earshot.sqlite3")
    for label, table in TABLES.items():
        name = apps.get_model(label)._meta.db_table
        rows = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        found = sum(len(_records(path)) for path in exported.rglob(f"{table.name}.jsonl"))
        assert found == rows, label
    connection.close()


def test_the_manifest_counts_and_sums_every_file(exported: Path) -> None:
    manifest = json.loads((exported / "manifest.json").read_text())
    listed = {one["path"]: one for one in manifest["files"]}
    found = {path.relative_to(exported).as_posix() for path in exported.rglob("*") if path.is_file()}
    assert set(listed) == found - {"manifest.json"}
    for place, one in listed.items():
        data = (exported / place).read_bytes()
        assert (len(data), sha256(data).hexdigest()) == (one["bytes"], one["sha256"])
        if place.endswith(".jsonl"):
            assert one["rows"] == data.count(b"\n")
    assert set(manifest["left_out"]) >= {"people.Person.password", "listening.Channel.secrets", "sessions.Session"}


def test_no_secret_is_in_it(made_home: Path, exported: Path) -> None:
    everything = b"".join(path.read_bytes() for path in exported.rglob("*") if path.is_file())
    key = (made_home / "key").read_bytes().strip()
    assert not [canary for canary in (*CANARIES, key.decode(), "argon2") if canary.encode() in everything]
    assert not re.search(rb"\b1\.[0-9a-f]{8}\.[\w-]{20,}", everything), "a sealed value"


def test_workspaces_are_apart(exported: Path) -> None:
    acme = exported / "workspaces" / "acme"
    assert {row["slug"] for row in _records(acme / "workspace.jsonl")} == {"acme"}
    number = _records(acme / "workspace.jsonl")[0]["id"]
    assert {row["workspace_id"] for row in _records(acme / "posts.jsonl")} == {number}
    assert "Zoe" not in "".join(path.read_text() for path in acme.rglob("*.jsonl"))


def test_spreadsheets_run_nothing_and_speak_the_workspaces_language(exported: Path) -> None:
    raw = (exported / "workspaces" / "acme" / "posts.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == 6 and "發布時間" in rows[0]
    assert rows[0]["內容"] == f"'{FORMULA}" and rows[0]["發布時間"] == "2026-11-23 09:59:00"
    assert not [value for row in rows for value in row.values() if value.startswith(("=", "+", "-", "@"))]
    other = (exported / "workspaces" / "other" / "conversations.csv").read_text("utf-8-sig")
    assert other.startswith("Number,Opened,")


def test_policies_and_files_are_as_they_were(made_home: Path, exported: Path) -> None:
    acme = exported / "workspaces" / "acme"
    assert sorted(path.name for path in (acme / "policies").iterdir()) == ["0001.yaml", "0002-active.yaml"]
    assert (acme / "policies" / "0002-active.yaml").read_text().startswith("#")
    (file,) = (acme / "files").iterdir()
    assert file.read_bytes() == (made_home / "files/imports/acme0/posts.csv").read_bytes()
    assert len(_records(exported / "installation" / "set-aside.jsonl")) == 1


def test_the_page_that_explains_it_speaks_three_languages(exported: Path) -> None:
    readme = (exported / "README.txt").read_text()
    assert "Acme Care" in readme and "每個工作區一個資料夾" in readme and "每个工作空间一个文件夹" in readme
    assert "## post-versions" in (exported / "tables.md").read_text()


def test_one_workspace_alone(made_home: Path, tmp_path: Path) -> None:
    run(made_home, "-m", "earshot", "export", "--workspace", "acme", str(tmp_path / "acme"))
    assert [path.name for path in (tmp_path / "acme" / "workspaces").iterdir()] == ["acme"]
    people = _records(tmp_path / "acme" / "installation" / "people.jsonl")
    assert [one["email"] for one in people] == ["mei@acme.test"]
    assert not list((tmp_path / "acme" / "installation").glob("audit*"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--all"], "Say where to"),
        (["out"], "Say what to export"),
        (["--all", "--workspace", "acme", "out"], "Say what to export"),
        (["--workspace", "nobody", "out"], "There is no workspace nobody"),
        (["--all", "full"], "is not empty"),
    ],
)
def test_the_command_says_what_is_wrong(made_home: Path, tmp_path: Path, words: list[str], told: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("")
    said = run(made_home, "-m", "earshot", "export", *words, code=2, cwd=tmp_path)
    assert told in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full"]


def test_looking_makes_no_home(tmp_path: Path) -> None:
    told = run(tmp_path / "none", "-m", "earshot", "export", "--all", str(tmp_path / "out"), code=2)
    assert "There is no Earshot" in told and not (tmp_path / "none").exists()


@pytest.mark.django_db(transaction=True)
def test_an_interrupted_export_bears_its_name(
    clock: HeldClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.a_workspace("acme")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(exporting, "_installation", stop)
    with pytest.raises(KeyboardInterrupt):
        export(tmp_path / "out", clock)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.partial"]
    with pytest.raises(Conflict, match="interrupted"):
        export(tmp_path / "out", clock)


@pytest.mark.django_db(transaction=True)
def test_it_takes_no_write_lock_and_shows_one_instant(
    clock: HeldClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody writes in the middle: they are not held up, and what they wrote is not in it."""
    from django.db import connection

    workspace = factories.a_workspace("acme")
    factories.a_topic(workspace, "before")
    write = exporting._workspace
    other = (
        "from earshot.adapters.db.sqlite import use_good_sqlite; use_good_sqlite(); import sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], timeout=5)\n"
        "c.execute(\"UPDATE listening_topic SET name = 'after'\"); c.commit()\n"
    )

    def disturbed(files: Files, one: object) -> None:
        list(apps.get_model("people", "Workspace").objects.all())
        subprocess.run([sys.executable, "-c", other, str(connection.settings_dict["NAME"])], check=True)
        write(files, one)

    monkeypatch.setattr(exporting, "_workspace", disturbed)
    if not Path(str(connection.settings_dict["NAME"])).exists():
        pytest.skip("the database of the tests lies in memory")
    export(tmp_path / "out", clock)
    (topic,) = _records(tmp_path / "out" / "workspaces" / "acme" / "topics.jsonl")
    assert topic["name"] == "before"


@pytest.mark.django_db
def test_a_workspace_that_is_not_there(clock: HeldClock, tmp_path: Path) -> None:
    factories.a_workspace("acme")
    with pytest.raises(NotFound, match="nobody"):
        export(tmp_path / "out", clock, "nobody")
    assert not list(tmp_path.iterdir())


def test_memory_is_flat(tmp_path: Path) -> None:
    """Rows are written as they come: ten times the rows, no more memory."""

    def rows(number: int) -> Iterator[tuple[int, str]]:
        return ((one, "奶茶 " * 200) for one in range(number))

    peaks = []
    for number in (500, 5_000):
        tracemalloc.start()
        Files(tmp_path / str(number)).records("a.jsonl", ["id", "text"], rows(number))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 200_000


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "  =1",
        "\t=1",
        "\ufeff=1",
        "\u3000＝1",
        "＋1",
        "\r=1",
        "\n@x",
        "=cmd|' /C calc'!A0",
    ],
)
def test_what_would_run_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "1-2", "a=b", "mail@acme.test", "奶茶", "#tag", "'quoted'", "👍🏽"])
def test_what_would_not_stays(text: str) -> None:
    assert harmless(text) == text


def test_a_cell_stays_one_cell(tmp_path: Path) -> None:
    texts = ['a,b;"c"\r\nd', "x" * 50_000, "nul\0l", '"', "tab\tbed"]
    file = Counted(tmp_path / "a.csv")
    sheet = Spreadsheet(file, ["text"], UTC_ZONE)
    for text in texts:
        sheet.add([text])
    file.close()
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as reading:
        rows = list(csv.reader(reading))
    assert [len(row) for row in rows] == [1] * 6
    assert rows[1][0] == texts[0] and len(rows[2][0]) < 32_767 and rows[3][0] == "null"


def test_half_a_pair_is_kept() -> None:
    assert json.loads(line({"text": "a\ud800b"})) == {"text": "a\ud800b"}
    assert line({"text": "奶茶"}) == '{"text": "奶茶"}\n'


@pytest.mark.parametrize(
    ("name", "safe"),
    [("../x", "_x"), ("a/b\\c", "a_b_c"), ("con:1", "con_1"), ("", "file"), ("...", "file"), ("奶茶.csv", "奶茶.csv")],
)
def test_names_of_files_are_safe_everywhere(name: str, safe: str) -> None:
    assert file_name(name) == safe and os.sep not in file_name(name)


def test_the_tables_are_described_in_the_words_of_their_code() -> None:
    text = tables_text()
    assert "| revision | whole number | Grows with every change" in text
    assert "Left out: secrets (sealed tokens" in text
