"""The pages of an import: upload, correct the guess, watch it, and bring back what was set aside."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from earshot.features.listening.actions import run_import
from earshot.features.listening.models import BadRow, Import, Post
from earshot.features.listening.progress import progress
from earshot.features.people.models import Workspace
from earshot.kernel.clock import HeldClock
from earshot.pipeline import travel
from earshot.ports.services import services
from tests.connectors.workbooks import workbook
from tests.features.factories import MORNING, a_member, a_workspace

pytestmark = pytest.mark.django_db
ADDRESS = "/w/acme/imports/"


@pytest.fixture
def guest() -> Client:
    workspace = a_workspace("acme")
    member = a_member(workspace, "mei", "owner")
    client = Client()
    assert member.person is not None
    client.force_login(member.person)
    return client


def send(guest: Client, name: str, data: bytes, mode: str = "history", where: str = ADDRESS) -> str:
    answer = guest.post(where, {"file": SimpleUploadedFile(name, data), "mode": mode})
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def values(page: str) -> dict[str, str]:
    """What the form of a look would send, as it stands."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and ('type="radio"' not in tag or "checked" in tag):
            found[name[1]] = html.unescape(value[1])
    for name, inner in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)|<option value="([^"]*)" selected', inner)
        found[name] = html.unescape(next((part for part in chosen.groups() if part), "")) if chosen else ""
    return found


def begin(guest: Client, sent: dict[str, str]) -> Import:
    answer = guest.post(f"{ADDRESS}begin/", sent)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    begun = Import.objects.order_by("-id")[0]
    while run_import(begun.pk, services().clock, travel):
        pass
    begun.refresh_from_db()
    return begun


def test_a_workbook_is_uploaded_recognised_and_imported(guest: Client) -> None:
    rows = [["匯出"], ["標題", "內容", "來源網站", "主文/回文", "發佈時間", "作者", "討論串總則數"],
            ["慢", "客服真的很慢，等了兩個小時", "Mobile01", "主文", "2026-01-02 10:00", "anna", "3"],
            ["慢", "我也是", "Mobile01", "回文", "2026-01-02 10:05", "bert", "3"]]  # fmt: skip
    page = send(guest, "export.xlsx", workbook({"Raw Data": rows}))
    sent = values(page)
    assert (sent["preset"], sent["header"], sent["column-text"], sent["column-posted"]) == (
        "opview",
        "2",
        "內容",
        "發佈時間",
    )
    assert "客服真的很慢" in page
    begun = begin(guest, sent)
    assert (begun.state, begun.added, begun.total, begun.bad) == ("done", 2, 2, 0)
    assert set(Post.objects.values_list("network", "kind")) == {("mobile01", "post"), ("mobile01", "comment")}


def test_another_sheet_is_looked_at_afresh_before_anything_is_imported(guest: Client) -> None:
    data = workbook(
        {"One": [["id", "text"], ["1", "the first sheet"]], "Two": [["nr", "Inhalt"], ["7", "the second sheet is it"]]}
    )
    sent = values(send(guest, "two.xlsx", data))
    assert sent["sheet"] == "One"
    answer = guest.post(f"{ADDRESS}begin/", {**sent, "sheet": "Two"})
    assert answer.status_code == 200
    assert not Import.objects.exists()
    again = values(answer.content.decode())
    assert (again["shown-sheet"], again["column-text"]) == ("Two", "Inhalt")
    begin(guest, again)
    assert guest.get(f"{ADDRESS}{Import.objects.get().pk}/").status_code == 200


def test_a_preset_can_be_changed_and_a_column_corrected(guest: Client) -> None:
    sent = values(send(guest, "posts.csv", b"id,text,note\n1,a code,The real text is here\n"))
    answer = guest.post(f"{ADDRESS}begin/", {**sent, "preset": "meltwater"})
    assert values(answer.content.decode())["preset"] == "meltwater"
    begun = begin(guest, {**sent, "column-text": "note"})
    assert begun.mapping["text"] == "note"


def test_what_was_set_aside_is_corrected_and_comes_in_without_a_double(guest: Client, tmp_path: Path) -> None:
    data = b"id;words;when\n1;the first one is fine;2026-01-02\n2;=the second is not;never\n3;a;b;c;d\n4;;2026-01-02\n"
    sent = values(send(guest, "posts.csv", data))
    begun = begin(guest, {**sent, "column-posted": "when", "column-text": "words"})
    assert (begun.added, begun.bad) == (1, 3)
    answer = guest.get(f"{ADDRESS}{begun.pk}/set-aside.csv")
    table = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert table[0] == ["earshot_line", "earshot_reason", "earshot_row", "id", "words", "when"]
    assert table[1] == ["3", "the time cannot be read", "", "2", "'=the second is not", "never"]
    assert table[2][:4] == ["4", "more or fewer cells than there are columns", "3;a;b;c;d", ""]
    table[1][5], table[2][3:], table[3][4] = "2026-01-03", ["3", "a longer third one", "2026-01-04"], "the fourth"
    corrected = io.StringIO()
    csv.writer(corrected).writerows([*table, ["", "", "", "1", "the first one is fine", "2026-01-02"]])
    page = send(guest, "mended.csv", corrected.getvalue().encode(), where=f"{ADDRESS}{begun.pk}/again/")
    again = begin(guest, values(page))
    assert (again.added, again.duplicates, again.bad) == (3, 1, 0)
    assert Post.objects.get(canonical_id="2").versions.get().text == "=the second is not"


def test_a_file_that_cannot_be_read_is_refused_on_the_page_and_not_kept(guest: Client) -> None:
    answer = guest.post(
        ADDRESS,
        {"file": SimpleUploadedFile("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "mode": "work"},
    )
    assert answer.status_code == 422
    assert "password" in answer.content.decode()


def test_progress_tells_rows_per_cent_and_the_time_left() -> None:
    since = MORNING
    begun = Import(
        state="running", position=3_000, total=10_000, reading_since=since, reading_from=1_000, options={"exact": False}
    )
    far = progress(begun, since + timedelta(seconds=10))
    assert (far.done, far.total, far.about, far.percent, far.left) == (3_000, 10_000, True, 30, timedelta(seconds=35))
    assert progress(begun, since + timedelta(seconds=1)).left is None
    begun.position = 12_000
    assert (progress(begun, since + timedelta(seconds=10)).percent, progress(begun, since).total) == (99, 12_000)
    begun.state = "done"
    assert progress(begun, since).percent == 100


def test_how_fast_it_is_read_is_noted_anew_when_another_takes_it_up(
    guest: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from earshot.features.listening.actions import imports as importing
    from earshot.features.listening.actions import start_import
    from earshot.ports.files import FileWishes

    path = tmp_path / "many.csv"
    path.write_text("id,text,author\n" + "".join(f"{n},text {n},anna\n" for n in range(1_200)))
    clock = HeldClock(MORNING)
    begun = start_import(Workspace.objects.get(), path, "history", FileWishes(), clock)
    run_import(begun.pk, clock, travel, seconds=0)
    clock.advance(timedelta(hours=1))
    monkeypatch.setattr(importing, "_open", {})
    run_import(begun.pk, clock, travel, seconds=0)
    begun.refresh_from_db()
    assert (begun.reading_from, begun.reading_since) == (500, clock.now())
    assert BadRow.objects.count() == 0
