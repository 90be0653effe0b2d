"""Reading files: encodings, times, columns, and rows that are damaged. Nothing in a file is lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.connectors.replay.connector import connector
from earshot.connectors.replay.times import guess_order, parse_time, zone_of
from earshot.kernel.errors import BadInput
from earshot.ports.connector import Unsupported
from earshot.ports.files import DateOrder, FileLook, FileWishes, ReadRow, ReadsFiles

TAIPEI = zone_of("Asia/Taipei")
CHINESE = "文章編號,內容,作者,時間\n1,這家的客服真的很慢，我們等了兩個小時,王小明,2026/11/01 10:30\n2,還好啦，東西是好吃的,李大華,2026/11/02 09:00\n"
SIMPLIFIED = "编号,内容,作者,时间\n1,这家的客服真的很慢，我们等了两个小时,王小明,2026/11/01 10:30\n2,还好吧，东西是好吃的,李大华,2026/11/02 09:00\n"


def look(path: Path, **wishes: object) -> FileLook:
    return connector.look(path, FileWishes(**wishes))  # type: ignore[arg-type]


def read(path: Path, **wishes: object) -> list[ReadRow]:
    wish = FileWishes(**wishes)  # type: ignore[arg-type]
    return list(connector.read(path, wish, connector.look(path, wish)))


def write(tmp_path: Path, text: str | bytes, name: str = "posts.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def test_it_reads_files_and_does_not_listen() -> None:
    assert isinstance(connector, ReadsFiles)
    with pytest.raises(Unsupported):
        connector.open({}, None)  # type: ignore[arg-type]


# -- encodings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (CHINESE, "utf-32"),
        (CHINESE, "utf-16-le"),
        (CHINESE, "cp950"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "gbk"),
        (CHINESE, "gb18030"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, text: str, encoding: str) -> None:
    rows = read(write(tmp_path, text, encoding=encoding))
    assert [row.post.author.handle for row in rows if row.post] == ["王小明", "李大華" if text is CHINESE else "李大华"]
    assert rows[0].post is not None
    assert rows[0].post.text == text.splitlines()[1].split(",")[1]


def test_western_text_is_a_guess_that_is_said(tmp_path: Path) -> None:
    path = write(
        tmp_path, "id,text\n1,Où est le café ?\n2,Übergrößenträger und süße Äpfel für Jörg\n", encoding="cp1252"
    )
    assert look(path).encoding == "cp1252"
    assert any("guess" in note for note in look(path).notes)
    assert next(row.post.text for row in read(path) if row.post) == "Où est le café ?"


def test_a_named_encoding_wins(tmp_path: Path) -> None:
    path = write(tmp_path, CHINESE, encoding="cp950")
    assert look(path, encoding="Big5").encoding == "cp950"
    with pytest.raises(BadInput):
        look(path, encoding="klingon")


def test_one_damaged_row_of_a_utf8_file_is_set_aside(tmp_path: Path) -> None:
    good = "\n".join(f"{n},這是第{n}則留言" for n in range(3, 200))
    rows = read(write(tmp_path, "id,text\n1,好\n".encode() + b"2,\xa6\xfb\xff\n" + good.encode()))
    bad = [row for row in rows if row.post is None]
    assert [(row.line, row.reason) for row in bad] == [(3, "bytes that do not fit the file's encoding")]
    assert len(rows) == 199


# -- times -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "order", "expected", "precision"),
    [
        ("24-02-2015 11.35", "dmy", "2015-02-24T03:35:00", "minute"),
        ("2/24/2015 11:35", "mdy", "2015-02-24T03:35:00", "minute"),
        ("2026-11-01T10:30:15Z", "ymd", "2026-11-01T10:30:15", "second"),
        ("2026-11-01T10:30:15.123+02:00", "ymd", "2026-11-01T08:30:15", "second"),
        ("2026-11-01 10:30:15 UTC", "ymd", "2026-11-01T10:30:15", "second"),
        ("2026-11-01", "ymd", "2026-10-31T16:00:00", "day"),
        ("2026/11/1", "ymd", "2026-10-31T16:00:00", "day"),
        ("2026年11月1日 10時30分", "ymd", "2026-11-01T02:30:00", "minute"),
        ("2026/11/1 下午 3:05", "ymd", "2026-11-01T07:05:00", "minute"),
        ("11/1/26 3:05 PM", "mdy", "2026-11-01T07:05:00", "minute"),
        ("1/11/2026 12:05 am", "dmy", "2026-10-31T16:05:00", "minute"),
        ("1424777700", "ymd", "2015-02-24T11:35:00", "second"),
        ("1424777700000", "ymd", "2015-02-24T11:35:00", "second"),
        ("1424777700.5", "ymd", "2015-02-24T11:35:00.500000", "second"),
        ("Tue Feb 24 11:35:52 +0000 2015", "ymd", "2015-02-24T11:35:52", "second"),
        ("Tue, 24 Feb 2015 11:35:52 +0100", "ymd", "2015-02-24T10:35:52", "second"),
        ("24-Feb-2015 11:35AM", "ymd", "2015-02-24T03:35:00", "minute"),
        ("Feb 24, 2015, 1:35 PM", "ymd", "2015-02-24T05:35:00", "minute"),
        ("24 Feb 2015 11:35", "ymd", "2015-02-24T03:35:00", "minute"),
    ],
)
def test_times_in_many_shapes(text: str, order: DateOrder, expected: str, precision: str) -> None:
    assert parse_time(text, TAIPEI, order) == (datetime.fromisoformat(expected).replace(tzinfo=UTC), precision)


@pytest.mark.parametrize("text", ["", "yesterday", "31/31/2026", "2026-02-30", "12:30", "2026-11-01 25:00", "1/2/3"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"time|date"):
        parse_time(text, TAIPEI, "mdy")


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_times(text: str) -> None:
    try:
        at, _ = parse_time(text, TAIPEI, "dmy")
    except ValueError:
        return
    assert at.tzinfo is UTC


@given(
    st.integers(min_value=0, max_value=31_000_000).map(
        lambda minute: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    )
)
def test_what_is_written_in_an_order_is_read_in_it(at: datetime) -> None:
    for order, shape in (("dmy", "%d/%m/%Y %H:%M"), ("mdy", "%m/%d/%Y %H:%M"), ("ymd", "%Y/%m/%d %H:%M")):
        read_at, precision = parse_time(at.strftime(shape), UTC, order)  # type: ignore[arg-type]
        assert (read_at, precision) == (at, "minute")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["2/3/2026", "2/24/2026"], ("mdy", True)),
        (["2/3/2026", "24/2/2026"], ("dmy", True)),
        (["2026-01-02"], ("ymd", True)),
        (["2/3/2026", "3/4/2026"], ("mdy", False)),
        (["02.03.2026"], ("dmy", False)),
        (["24/2/2026", "2/24/2026"], ("mdy", False)),
        ([], ("ymd", True)),
    ],
)
def test_the_order_of_dates_is_found_or_said_to_be_a_guess(texts: list[str], expected: tuple[str, bool]) -> None:
    assert guess_order(texts) == expected


def test_an_unknown_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        look(write(tmp_path, "id,text,date\n1,hello there,2026-01-01\n"), zone="Mars/Olympus")


def test_a_date_in_the_other_order_is_set_aside_not_turned(tmp_path: Path) -> None:
    rows = read(write(tmp_path, "text,date\nhello there,24/02/2026\nhello again,02/25/2026\n"), dates="dmy")
    assert [row.reason == "" for row in rows] == [True, False]


# -- columns -----------------------------------------------------------------------------------------------------------


def test_columns_are_guessed_by_name_and_by_what_they_hold(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Tweet Id;userScreenName;Tweet Text;Created At;label;mood\n"
        "1;anna;The parcel is late again;2026-01-02 10:00;x;Negative\n"
        "2;bert;Thank you so much for this;2026-01-03 11:00;y;positive\n",
    )
    told = look(path)
    assert told.delimiter == ";"
    assert dict(told.mapping) == {
        "id": "Tweet Id", "author": "userScreenName", "text": "Tweet Text", "posted": "Created At", "sentiment": "mood",
    }  # fmt: skip
    assert [post.findings for post in told.sample] == [{"sentiment": "negative"}, {"sentiment": "positive"}]


def test_a_person_corrects_the_guess(tmp_path: Path) -> None:
    path = write(tmp_path, "id,text,note,date\n1,a code,The real text is here,2026-01-02\n")
    told = look(path, mapping={"text": "note", "posted": ""})
    assert told.mapping["text"] == "note"
    assert "posted" not in told.mapping
    for wrong in ({"text": "nothing"}, {"colour": "note"}):
        with pytest.raises(BadInput):
            look(path, mapping=wrong)


def test_a_file_without_a_text_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="text"):
        look(write(tmp_path, "id,n\n1,2\n2,3\n"))


def test_a_file_without_a_header_has_numbered_columns(tmp_path: Path) -> None:
    path = write(tmp_path, "17,The parcel is late again\n18,Thank you so much\n")
    assert look(path).columns == ("1", "2")
    assert [row.post.text for row in read(path, mapping={"id": "1"}) if row.post] == [
        "The parcel is late again",
        "Thank you so much",
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "id,text\n"])
def test_an_empty_file_is_refused_in_words(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput):
        look(write(tmp_path, text))


def test_a_missing_file_and_a_large_or_damaged_json_list_are_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        look(tmp_path / "nothing.csv")
    with pytest.raises(BadInput, match="damaged"):
        look(write(tmp_path, '[{"text": "x"}', "posts.json"))
    monkeypatch.setattr("earshot.connectors.replay.document.LARGEST", 10)
    with pytest.raises(BadInput, match="large") as caught:
        look(write(tmp_path, '[{"text": "x"}]', "posts.json"))
    assert "jq" in caught.value.mend


def test_rounded_identities_are_noted(tmp_path: Path) -> None:
    assert any("rounded" in note for note in look(write(tmp_path, "id,text\n5.70306E+17,hello there\n")).notes)


@pytest.mark.parametrize("name", ["date", "created_at", "tweet_created", "發布時間"])
def test_a_time_column_known_by_name_is_used_however_bad_its_values(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, f"id,text,{name}\n1,one,2026-01-02 10:00\n2,two,soon\n3,three,never\n4,four,\n")
    told = look(path)
    assert told.mapping["posted"] == name
    assert "Rows without a time get the time of the import." in told.notes
    assert [(row.reason, bool(row.post and row.post.posted_at)) for row in read(path)] == [
        ("", True), ("the time cannot be read", False), ("the time cannot be read", False), ("", False),
    ]  # fmt: skip


def test_the_better_of_two_time_columns_is_used_and_one_without_any_time_is_not(tmp_path: Path) -> None:
    path = write(tmp_path, "id,text,date,created\n1,one,x,2026-01-02\n2,two,2026-01-02,2026-01-03\n")
    assert look(path).mapping["posted"] == "created"
    assert "posted" not in look(write(tmp_path, "id,text,time\n1,one,long\n2,two,short\n")).mapping


@pytest.mark.parametrize("name", ["序號", "序号"])
def test_a_serial_number_is_an_identity(tmp_path: Path, name: str) -> None:
    assert look(write(tmp_path, f"{name},內容\n1,這家的客服真的很慢\n")).mapping["id"] == name


@pytest.mark.parametrize("data", [b"\x7fELF\x02\x01" + bytes(40) + b"\n\x03a,b\n", b"%PDF-1.7\nid,text\n1,a\n", b"PK\x03\x04id,text\n", b"id,text\n1,a\0b\n", bytes(range(1, 9)) * 9 + b"\n"])  # fmt: skip
def test_a_file_that_is_no_text_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BadInput, match="not a text file") as caught:
        look(write(tmp_path, data))
    assert "CSV" in caught.value.mend


# -- rows --------------------------------------------------------------------------------------------------------------


def test_damaged_rows_cost_themselves_and_nothing_else(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        'id,text\n1,"two\nlines"\n2,too,many,cells\n3,fine\n4,"never closed\n5,still read\n6,""\n7,"quoted ""well"""\n',
    )
    rows = read(path)
    assert {row.line: (row.post.text if row.post else row.raw) for row in rows} == {
        2: "two\nlines", 4: "2,too,many,cells", 5: "fine", 6: '4,"never closed', 7: "still read",
        8: "6,", 9: 'quoted "well"',
    }  # fmt: skip
    assert [row.reason for row in rows if row.post is None] == [
        "more or fewer cells than there are columns", "not well-formed CSV", "no text",
    ]  # fmt: skip


def test_an_endless_quote_ends(tmp_path: Path) -> None:
    lines = "\n".join(f"{n},text number {n}" for n in range(2, 5000))
    rows = read(write(tmp_path, f'id,text\n1,"oops\n{lines}\n'))
    assert [row.line for row in rows if row.post is None] == [2]
    assert sum(row.post is not None for row in rows) == 4998


@given(st.binary(max_size=300))
def test_every_line_is_read_or_set_aside(tmp_path_factory: pytest.TempPathFactory, noise: bytes) -> None:
    path = tmp_path_factory.mktemp("noise") / "posts.csv"
    path.write_bytes(b"id,text\n1,the first text\n" + noise)
    try:
        rows = read(path, mapping={"id": "id", "text": "text"}, encoding="utf-8")
    except BadInput:
        return
    assert [row.row for row in rows] == list(range(1, len(rows) + 1))
    assert all((row.post is None) == bool(row.reason) for row in rows)


def test_jsonl_is_read_as_the_shell_writes_it(tmp_path: Path) -> None:
    post = {
        "id": "a1", "text": "Hello @Brand see https://x.test/a", "title": "Hi", "lang": "en", "network": "X", "author": "@anna",
        "author_name": "Anna", "bio": "cook", "followers": 1200, "verified": True, "url": "https://x.test/1",
        "posted": "2026-11-01T10:00:00Z", "reply_to": "a0", "is": ["reply", "quote"], "media": ["photo", "video"],
        "country": "tw", "kind": "review", "sentiment": "positive", "intent": "praise", "risk": 12, "topics": ["fees"],
        "tags": ["vip", "x"], "brand": "Acme",
    }  # fmt: skip
    path = write(
        tmp_path, "\n".join([json.dumps(post), "", "{broken", "[1]", '{"id": "a2", "text": "second"}']), "p.jsonl"
    )
    rows = read(path)
    heard = rows[0].post
    assert heard is not None
    assert (heard.network, heard.canonical_id, heard.parent_id, heard.kind, heard.country) == (
        "x",
        "a1",
        "a0",
        "review",
        "TW",
    )
    assert (heard.author.external_id, heard.author.handle, heard.author.followers, heard.author.verified) == (
        "anna",
        "anna",
        1200,
        True,
    )
    assert [item.kind for item in heard.media] == ["image", "video"]
    assert (heard.is_quote, heard.is_repost) == (True, False)
    assert (heard.mentions, heard.links) == (("Brand",), ("https://x.test/a",))
    assert heard.findings == {
        "sentiment": "positive", "intent": "praise", "risk": 12, "topics": ["fees"], "tags": ["vip", "x"], "brand": "Acme",
    }  # fmt: skip
    assert [(row.line, bool(row.reason)) for row in rows] == [(1, False), (3, True), (4, True), (5, False)]
    assert rows[3].post is not None
    assert rows[3].post.posted_at is None


def test_rows_without_an_identity_get_a_stable_one_from_their_content(tmp_path: Path) -> None:
    path = write(tmp_path, "text,author\nhello there,anna\nhello there,bert\nhello there,anna\n")
    ids = [row.post.canonical_id for row in read(path) if row.post]
    assert ids[0] == ids[2] != ids[1]
    assert ids == [row.post.canonical_id for row in read(path) if row.post]


def test_reading_goes_on_behind_a_position(tmp_path: Path) -> None:
    path = write(tmp_path, "id,text\n" + "".join(f"{n},text number {n}\n" for n in range(1, 11)))
    wishes = FileWishes()
    rest = list(connector.read(path, wishes, connector.look(path, wishes), after=7))
    assert [row.row for row in rest] == [8, 9, 10]


def test_two_files_are_joined_row_by_row(tmp_path: Path) -> None:
    one = write(tmp_path, "id,text\n1,hello there\n2,hello again\n3,something else\n", "one.csv")
    two = write(tmp_path, "id,text,name\nx,hello there,anna\ny,hello again,bert\nz,not the same,cleo\n", "two.csv")
    rows = read(one, joined=two)
    assert [(row.post.canonical_id, row.post.author.handle) for row in rows if row.post] == [
        ("1", "anna"),
        ("2", "bert"),
    ]
    assert rows[2].reason == "the two files do not say the same"
    short = write(tmp_path, "id,name\nx,anna\n", "short.csv")
    with pytest.raises(BadInput, match="has 3 rows and"):
        read(one, joined=short)
