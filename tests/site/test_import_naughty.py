"""The big list of naughty strings through the import, each in every column: nothing breaks, nothing is lost, and what was
set aside comes in once it is corrected."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from earshot.features.listening.actions import file_reader, run_import, start_import
from earshot.features.listening.models import BadRow, Import, Post
from earshot.features.listening.setting_aside import as_csv, set_aside_table
from earshot.features.people.models import Workspace
from earshot.kernel.errors import BadInput
from earshot.pipeline import travel
from earshot.ports.files import FileWishes
from earshot.ports.services import services
from tests.connectors.workbooks import workbook
from tests.features.factories import a_workspace

pytestmark = [pytest.mark.realdata, pytest.mark.django_db]
COLUMNS = ("id", "text", "title", "posted", "author", "author_name", "url", "network", "sentiment", "tags")
GOOD = {"text": "a text like any other", "posted": "2026-01-02 10:30", "author": "anna", "sentiment": "negative"}


@pytest.fixture
def naughty(realdata: Path) -> list[str]:
    return [text for text in json.loads((realdata / "blns" / "blns.json").read_text("utf-8")) if text]


@pytest.fixture
def workspace() -> Workspace:
    return a_workspace("acme")


def rows_with(naughty: list[str], column: str) -> list[dict[str, str]]:
    return [{"id": f"{column}-{number}", **GOOD, column: text} for number, text in enumerate(naughty)]


def imported(workspace: Workspace, path: Path) -> Import:
    wishes = FileWishes(mapping={name: name for name in COLUMNS}, preset="", header=1, zone="Asia/Taipei")
    begun = start_import(workspace, path, "history", wishes, services().clock)
    while run_import(begun.pk, services().clock, travel):
        pass
    begun.refresh_from_db()
    return begun


@pytest.mark.parametrize("column", COLUMNS)
def test_every_string_in_every_column_is_a_post_or_set_aside_and_comes_in_corrected(
    workspace: Workspace, tmp_path: Path, naughty: list[str], column: str
) -> None:
    path = tmp_path / "naughty.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows_with(naughty, column))
    begun = imported(workspace, path)
    assert (begun.state, begun.message) == ("done", "")
    assert begun.added + begun.duplicates + begun.bad == len(naughty) == begun.total
    assert BadRow.objects.count() == begun.bad
    assert all(row.line > 1 and row.reason for row in BadRow.objects.all())
    if column in ("title", "author_name", "tags"):
        assert begun.bad == 0
    if not begun.bad:
        return
    stored = Post.objects.count()
    again = imported(workspace, corrected(begun, tmp_path, column))
    assert (again.state, again.bad) == ("done", 0)
    assert again.added + again.duplicates == begun.bad
    assert Post.objects.count() == stored + again.added


def corrected(begun: Import, tmp_path: Path, column: str) -> Path:
    """What was set aside, as a person mends it in a spreadsheet: the bad cell says something good."""
    table = list(csv.reader(io.StringIO("".join(as_csv(set_aside_table(begun))).removeprefix("\ufeff"))))
    place = table[0].index(column)
    for number, row in enumerate(table[1:]):
        assert not row[2], row  # every one of them could be cut into its columns
        row[place] = GOOD.get(column, f"mended-{number}")
    path = tmp_path / "corrected.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([*table, ["", "", "", *["" for _ in COLUMNS]]])
    return path


def test_every_string_in_a_workbook_is_what_it_was(workspace: Workspace, tmp_path: Path, naughty: list[str]) -> None:
    def escaped(text: str) -> str:
        return "".join(letter if letter >= " " or letter in "\t\n\r" else f"_x{ord(letter):04X}_" for letter in text)

    kept = [text for text in naughty if "\ufffe" not in text and "\uffff" not in text]  # XML cannot hold these
    path = tmp_path / "naughty.xlsx"
    path.write_bytes(
        workbook({"S": [["id", "text"], *([f"n{number}", escaped(text)] for number, text in enumerate(kept))]})
    )
    begun = start_import(workspace, path, "history", FileWishes(mapping={"id": "id", "text": "text"}), services().clock)
    while run_import(begun.pk, services().clock, travel):
        pass
    begun.refresh_from_db()
    assert (begun.state, begun.added + begun.duplicates + begun.bad) == ("done", len(kept))
    stored = dict(Post.objects.values_list("canonical_id", "versions__text"))
    for number, text in enumerate(kept):
        told = stored.get(f"n{number}")
        assert told is None or told == text.replace("\r\n", "\n").replace("\r", "\n").strip().replace("\x00", "�"), text


def test_strings_as_names_of_columns_break_nothing(tmp_path: Path, naughty: list[str]) -> None:
    path = tmp_path / "names.csv"
    for start in range(0, len(naughty), 40):
        names = naughty[start : start + 40]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows(
                [names, [f"the text of column {n}" for n, _ in enumerate(names)]]
            )
        try:
            told = file_reader().look(path, FileWishes())
        except BadInput as error:
            assert error.mend
            continue
        assert told.columns
        assert list(file_reader().read(path, FileWishes(), told))
