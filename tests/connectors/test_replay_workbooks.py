"""Reading workbooks: sheets, headers below titles, dates of both calendars, and files made to do harm."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from earshot.connectors.replay import sheet as sheets
from earshot.connectors.replay import workbook as books
from earshot.connectors.replay.connector import connector
from earshot.connectors.replay.sheet import date_text, number_text, unescaped
from earshot.connectors.replay.workbook import DateStyle
from earshot.kernel.errors import BadInput
from earshot.ports.files import FileLook, FileWishes, ReadRow
from tests.connectors.workbooks import MAIN, Raw, packed, sheet, workbook

ROWS = [["id", "text", "author"], ["1", "the first text", "anna"], ["2", "客服很慢", "bert"]]
TIMED, DAY = DateStyle(True), DateStyle(False)


def look(path: Path, **wishes: object) -> FileLook:
    return connector.look(path, FileWishes(**wishes))  # type: ignore[arg-type]


def read(path: Path, **wishes: object) -> list[ReadRow]:
    wish = FileWishes(**wishes)  # type: ignore[arg-type]
    return list(connector.read(path, wish, connector.look(path, wish)))


def write(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    return path


def test_a_workbook_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes(workbook({"Sheet1": ROWS}))
    told = look(path)
    assert (told.format, told.sheet, told.rows, told.exact, told.header) == ("xlsx", "Sheet1", 2, True, 1)
    assert told.preview == (("1", "the first text", "anna"), ("2", "客服很慢", "bert"))
    assert [(row.line, row.post.text) for row in read(path) if row.post] == [(2, "the first text"), (3, "客服很慢")]


def test_the_first_sheet_that_holds_anything_is_read_and_the_others_are_offered(tmp_path: Path) -> None:
    path = write(tmp_path, workbook({"Cover": [], "Posts": ROWS, "More": [["id", "text"], ["9", "another sheet"]]}))
    told = look(path)
    assert (told.sheet, told.sheets) == ("Posts", ("Posts", "More"))
    assert [row.post.canonical_id for row in read(path, sheet="More") if row.post] == ["9"]
    for wrong in ("Nothing", "Cover"):
        with pytest.raises(BadInput, match="sheet") as caught:
            look(path, sheet=wrong)
        assert "Posts, More" in caught.value.mend


def test_a_sheet_of_a_known_export_comes_before_the_first(tmp_path: Path) -> None:
    raw = [["監測主題", "標題", "內容", "來源網站", "主文/回文", "發佈時間", "原始連結"], ["航班", "慢", "等了兩小時", "Mobile01", "主文", "2026-01-02", "u"]]  # fmt: skip
    told = look(write(tmp_path, workbook({"Summary": [["total", "12"], ["hours", "3"]], "Raw Data": raw})))
    assert (told.sheet, told.preset) == ("Raw Data", "opview")


def test_titles_above_the_header_are_skipped_and_it_can_be_named(tmp_path: Path) -> None:
    path = write(tmp_path, workbook({"S": [["Report of November"], [], ["by", "mei"], *ROWS]}))
    assert (look(path).header, look(path).columns) == (4, ("id", "text", "author"))
    assert [row.line for row in read(path)] == [5, 6]
    named = look(path, header=5, mapping={"text": "the first text"})
    assert named.columns == ("1", "the first text", "anna")
    unknown = [["Liste vom November"], ["von", "mei"], ["Nr", "Inhalt", "Wer"], ["1", "Das Paket kam zu spät", "anna"]]
    assert look(write(tmp_path, workbook({"S": unknown}))).header == 3
    write(tmp_path, workbook({"S": [["Report of November"], [], ["by", "mei"], *ROWS]}))
    assert look(path, header=0, mapping={"text": "2"}).columns == ("1", "2", "3")
    with pytest.raises(BadInput, match="Line 2"):
        look(path, header=2)


def test_cells_of_every_kind_become_texts(tmp_path: Path) -> None:
    row = [
        Raw('<c r="A2" t="s"><v>0</v></c>'), Raw('<c r="B2" t="s"><v>1</v></c>'), Raw('<c r="C2" s="1"><v>46329.4375</v></c>'),
        Raw('<c r="D2" t="b"><v>1</v></c>'), Raw('<c r="E2"><v>1.5E3</v></c>'), Raw('<c r="G2" t="str"><f>A1&amp;"x"</f><v>kept</v></c>'),
        Raw('<c r="H2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'), Raw("<c><f>HYPERLINK(1)</f></c>"),
    ]  # fmt: skip
    shared = ["a _x0041__xD83D__xDE00_ b", "<r><t>rich </t></r><r><t>text</t></r><rPh><t>reading</t></rPh>"]
    head = ["id", "text", "date", "verified", "followers", "url", "author", "bio", "title"]
    told = look(write(tmp_path, workbook({"S": [head, row]}, shared=shared, formats=["yyyy/m/d h:mm"])))
    assert told.preview == (("a A😀 b", "rich text", "2026-11-03 10:30:00", "true", "1500", "", "kept", "", ""),)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy-mm-dd", "2026-11-03"), ("d.m.yy h:mm", "2026-11-03 10:30:00"), ('yyyy"年"m"月"d"日"', "2026-11-03"),
        ("[$-404]e/m/d", "2026-11-03"), ("[h]:mm:ss", "2026-11-03 10:30:00"), ("0.00", "46329.4375"), ("#,##0", "46329.4375"),
        ('"days "0', "46329.4375"), ("General", "46329.4375"), ("[Red]0;[Blue]0", "46329.4375"),
    ],
)  # fmt: skip
def test_a_number_is_a_date_where_its_format_says_so(tmp_path: Path, code: str, shown: str) -> None:
    value = "46329" if shown == "2026-11-03" else "46329.4375"
    rows = [["text", "when"], ["hello there all", Raw(f'<c s="1"><v>{value}</v></c>')]]
    assert look(write(tmp_path, workbook({"S": rows}, formats=[code]))).preview[0][1] == shown


@pytest.mark.parametrize(
    ("serial", "style", "epoch_1904", "shown"),
    [
        ("1", DAY, False, "1900-01-01"), ("59", DAY, False, "1900-02-28"), ("61", DAY, False, "1900-03-01"),
        ("0", DAY, True, "1904-01-01"), ("44867", DAY, True, "2026-11-03"), ("46329.999999", TIMED, False, "2026-11-04 00:00:00"),
        ("0.4375", TIMED, False, "10:30:00"), ("-1", DAY, False, "-1"), ("9e9", DAY, False, "9000000000"), ("x", DAY, False, "x"),
    ],
)  # fmt: skip
def test_days_are_counted_from_1900_or_1904(serial: str, style: DateStyle, epoch_1904: bool, shown: str) -> None:
    assert date_text(serial, style, epoch_1904) == shown


def test_the_workbook_says_from_when_it_counts(tmp_path: Path) -> None:
    rows = [["text", "date"], ["hello there all", Raw('<c s="1"><v>44867</v></c>')]]
    path = write(tmp_path, workbook({"S": rows}, formats=["yyyy-mm-dd"], epoch_1904=True))
    post = read(path)[0].post
    assert post is not None
    assert (str(post.posted_at)[:10], post.precision) == ("2026-11-03", "day")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("12", "12"), ("12.0", "12"), ("5.7030613367776051E+17", "570306133677760510"), ("0.1", "0.1"), ("1E+400", "inf"), ("abc", "abc"), ("NaN", "NaN")],
)  # fmt: skip
def test_numbers_are_written_as_people_write_them(text: str, shown: str) -> None:
    assert number_text(text) == shown


def test_escapes_that_are_no_character_do_no_harm() -> None:
    assert unescaped("_xD800_ and _x000D_") == "� and \r"


def test_identities_that_lost_their_digits_are_noted(tmp_path: Path) -> None:
    rows: list[list[str]] = [
        ["id", "text"],
        *([Raw(f"<c><v>57030613367776{n}000</v></c>"), f"text number {n}"] for n in range(3)),
    ]
    assert any("rounded" in note for note in look(write(tmp_path, workbook({"S": rows}))).notes)


def test_a_row_with_a_giant_cell_or_a_lost_text_is_set_aside(tmp_path: Path) -> None:
    rows: list[list[str]] = [
        ["id", "text"],
        ["1", "x" * 70_000],
        [Raw("<c><v>2</v></c>"), Raw('<c t="s"><v>7</v></c>')],
        ["3", "fine"],
    ]
    found = read(write(tmp_path, workbook({"S": rows}, shared=["one"])), mapping={"id": "id", "text": "text"})
    assert [(row.line, row.reason) for row in found] == [
        (2, "a cell with more than 64,000 characters"), (3, "a cell refers to a text that is not in the file"), (4, ""),
    ]  # fmt: skip


def test_a_million_different_texts_are_not_kept_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In small: of a thousand blocks two are kept, and every text is still found, in any order."""
    monkeypatch.setattr(sheets, "BLOCKS_KEPT", 2)
    count = 64 * 10
    header: list[list[str]] = [["text"]]
    cells: list[list[str]] = [[Raw(f'<c t="s"><v>{(n * 37) % count}</v></c>')] for n in range(count)]
    path = write(tmp_path, workbook({"S": [*header, *cells]}, shared=[f"text number {n}" for n in range(count)]))
    found = [row.post.text for row in read(path) if row.post]
    assert found == [f"text number {(n * 37) % count}" for n in range(count)]


def test_names_with_a_prefix_are_understood(tmp_path: Path) -> None:
    part = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c t="str"><x:v>text</x:v></x:c></x:row><x:row r="2"><x:c t="str"><x:v>hello there</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    found = read(write(tmp_path, workbook({"S": ROWS}, parts={"xl/worksheets/sheet1.xml": part})))
    assert [row.post.text for row in found if row.post] == ["hello there"]


# -- harm --------------------------------------------------------------------------------------------------------------


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.mend
    return caught.value.message


@pytest.mark.parametrize(
    "part",
    [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
    ],
)
def test_xml_that_declares_entities_is_refused(tmp_path: Path, part: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    rows: list[list[str]] = [["text"], [Raw('<c t="s"><v>0</v></c>')]]
    assert "harm" in refused(write(tmp_path, workbook({"S": rows}, shared=["one"], parts={part: bomb})))


def test_a_package_that_unpacks_beyond_measure_is_refused(tmp_path: Path) -> None:
    zeros = sheet(ROWS).replace("</sheetData>", " " * (80 << 20) + "</sheetData>")
    assert "harm" in refused(write(tmp_path, workbook({"S": ROWS}, parts={"xl/worksheets/sheet1.xml": zeros})))


def test_xml_without_an_end_or_nested_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = "<a>" * 100 + "</a>" * 100
    assert "harm" in refused(write(tmp_path, workbook({"S": ROWS}, parts={"xl/worksheets/sheet1.xml": deep})))
    monkeypatch.setattr(books, "SILENCE", 1 << 17)
    endless = f'<worksheet xmlns="{MAIN}"><sheetData a="' + "x" * (1 << 19) + '"/></worksheet>'
    assert "harm" in refused(write(tmp_path, workbook({"S": ROWS}, parts={"xl/worksheets/sheet1.xml": endless})))


def test_too_many_parts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "MOST_PARTS", 3)
    assert "harm" in refused(write(tmp_path, workbook({"S": ROWS})))


def test_what_is_no_workbook_is_said_in_words(tmp_path: Path) -> None:
    assert "no Excel workbook" in refused(write(tmp_path, packed({"posts.csv": "id,text\n"})))
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "password" in refused(old)
    assert "damaged" in refused(
        write(tmp_path, workbook({"S": ROWS}, parts={"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>"}))
    )
    assert "empty" in refused(write(tmp_path, workbook({"S": []})))
    rels = '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>'
    assert "XLSB" in refused(write(tmp_path, workbook({"S": ROWS}, parts={"_rels/.rels": rels})))


def test_damage_in_the_middle_costs_what_is_behind_it(tmp_path: Path) -> None:
    """What was read before is given, then it is said."""
    rows = "".join(f'<row r="{n}"><c t="str"><v>text number {n}</v></c></row>' for n in range(2, 5_000))
    part = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c t="str"><v>text</v></c></row>{rows}</wrong>'
    path = write(tmp_path, workbook({"S": ROWS}, parts={"xl/worksheets/sheet1.xml": part}))
    told = FileLook("xlsx", "utf-8", ",", ("text",), {"text": "text"}, 0, "ymd", header=1, sheet="S")
    found: list[ReadRow] = []
    with pytest.raises(BadInput, match="damaged"):
        found.extend(connector.read(path, FileWishes(), told))
    going = connector.read(path, FileWishes(), told)
    assert next(going).post is not None


def test_links_to_elsewhere_are_not_followed(tmp_path: Path) -> None:
    rels = '<Relationships><Relationship Id="s1" Type="x/worksheet" TargetMode="External" Target="http://127.0.0.1:9/x"/></Relationships>'
    assert "empty" in refused(write(tmp_path, workbook({"S": ROWS}, parts={"xl/_rels/workbook.xml.rels": rels})))


def test_every_cut_of_a_workbook_is_read_or_refused(tmp_path: Path) -> None:
    data = workbook({"S": ROWS}, shared=["one"])
    path = tmp_path / "cut.xlsx"
    for end in range(0, len(data), 41):
        path.write_bytes(data[:end] + b"\x00" * 7 + data[end + 7 :])
        try:
            read(path)
        except BadInput:
            continue
    assert zipfile.is_zipfile(write(tmp_path, data))
