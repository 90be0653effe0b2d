"""Known exports: recognised by their header, mapped as their makers name the columns, and the person's word wins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from earshot.connectors.replay import columns as naming
from earshot.connectors.replay.columns import stars
from earshot.connectors.replay.connector import connector
from earshot.connectors.replay.presets import BY_KEY, PRESETS, fits, recognised
from earshot.kernel.errors import BadInput
from earshot.ports.files import FileLook, FileWishes, ReadRow
from earshot.ports.heard import HeardPost

PLAY = (
    "Package Name,App Version Code,App Version Name,Reviewer Language,Device,Review Submit Date and Time,"
    "Review Submit Millis Since Epoch,Review Last Update Date and Time,Review Last Update Millis Since Epoch,Star Rating,"
    "Review Title,Review Text,Developer Reply Date and Time,Developer Reply Millis Since Epoch,Developer Reply Text,Review Link"
)
BRANDWATCH = "Query Id,Query Name,Date,Title,Snippet,Full Text,Url,Domain,Sentiment,Page Type,Language,Country Code,Thread Entry Type,Author,Full Name,Resource Id"
MELTWATER = "Date\tTime\tDocument ID\tURL\tInput Name\tKeywords\tSource Type\tSource Name\tAuthor Name\tAuthor Handle\tTitle\tOpening Text\tHit Sentence\tCountry\tLanguage\tSentiment"
OLD_MELTWATER = "Date,Headline,URL,Opening Text,Hit Sentence,Source,Influencer,Country,Language,Reach,AVE,Sentiment,Key Phrases,Input Name,Keywords"


def look(path: Path, **wishes: object) -> FileLook:
    return connector.look(path, FileWishes(**wishes))  # type: ignore[arg-type]


def read(path: Path, **wishes: object) -> list[ReadRow]:
    wish = FileWishes(**wishes)  # type: ignore[arg-type]
    return list(connector.read(path, wish, connector.look(path, wish)))


def write(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "export.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def first(path: Path, **wishes: object) -> HeardPost:
    post = read(path, **wishes)[0].post
    assert post is not None
    return post


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_every_preset_is_recognised_by_each_of_its_headers_and_by_no_other(preset: object) -> None:
    known = BY_KEY[preset.key]  # type: ignore[attr-defined]
    for marks in known.marks:
        columns = [*marks, *(names[0] for names in known.columns.values() if names[0] not in marks)]
        assert fits(columns)[0].key == known.key
        assert recognised(columns) == known.key
        assert fits(columns)[1].score < 0.6
    assert set(known.columns) <= set(naming.FIELDS)
    assert known.source


@pytest.mark.parametrize("columns", [["id", "text", "author", "date"], ["text"], ["Date", "Title", "Url", "Sentiment"]])
def test_plain_columns_are_of_no_preset(columns: list[str]) -> None:
    assert recognised(columns) == ""


def test_google_play_in_utf16_with_stars_and_ratings_without_words(tmp_path: Path) -> None:
    link = "https://play.google.com/console/x?reviewId=gp1"
    rows = (
        f'\na.b,77,1.0.6,zh-Hant,star2,2026-01-02T03:04:05Z,1767323045000,,,1,,"閃退,無法登入",,,,{link}'
        "\na.b,77,1.0.6,en,star2,2026-01-02T03:04:05Z,1767323045000,,,5,,,,,,\n"
    )
    path = write(tmp_path, PLAY + rows, "utf-16")
    told = look(path)
    assert (told.preset, told.encoding, told.presets[0].score) == ("google-play", "utf-16", 1.0)
    post = first(path)
    assert (post.network, post.kind, post.text, post.url, post.canonical_id) == (
        "google-play",
        "review",
        "閃退,無法登入",
        link,
        link,
    )
    assert (post.lang, post.findings) == ("zh-Hant", {"sentiment": "negative", "tags": ["1-stars"]})
    assert str(post.posted_at) == "2026-01-02 03:04:05+00:00"
    assert [row.reason for row in read(path)] == ["", "stars without words"]


def test_meltwater_new_with_tabs_and_the_time_in_a_column_of_its_own(tmp_path: Path) -> None:
    row = "\n02-Jan-2026\t10:30 AM\td1\thttps://x.test/1\tAcme\tacme\tSocial\tX\tAnna\t@anna\t\tThe parcel\tThe parcel is late again\tTaiwan\ten\tNegative\n"
    path = write(tmp_path, MELTWATER + row, "utf-16")
    told = look(path, zone="Asia/Taipei")
    assert (told.preset, told.delimiter, told.mapping["time_of_day"]) == ("meltwater", "\t", "Time")
    post = first(path, zone="Asia/Taipei")
    assert (post.canonical_id, post.network, post.author.handle, post.text) == (
        "d1",
        "x",
        "anna",
        "The parcel is late again",
    )
    assert (str(post.posted_at), post.precision) == ("2026-01-02 02:30:00+00:00", "minute")


def test_meltwater_old(tmp_path: Path) -> None:
    row = "\n2026-01-02 10:30,Late,https://x.test/1,The parcel,is late again and again,Twitter,@anna,TW,en,10,1,Negative,late,Acme,acme\n"
    post = first(write(tmp_path, OLD_MELTWATER + row))
    assert (post.title, post.text, post.network, post.author.handle) == (
        "Late",
        "is late again and again",
        "twitter",
        "anna",
    )


def test_brandwatch_below_its_preamble_with_semicolons(tmp_path: Path) -> None:
    above = "Report:;Bulk Mentions Download\nBrand:;Acme\nFrom:;2026-01-01\nLabel:\n\n"
    row = "7;Acme;2026-01-02 10:30:00.0;Late;The parcel...;The parcel is late again;https://x.test/1;x.test;negative;twitter;en;TW;post;anna;Anna;r1"
    path = write(tmp_path, f"{above}{BRANDWATCH.replace(',', ';')}\n{row}\n")
    told = look(path)
    assert (told.preset, told.header, told.delimiter, told.rows) == ("brandwatch", 6, ";", 1)
    post = first(path)
    assert (post.canonical_id, post.text, post.country, post.findings) == (
        "r1",
        "The parcel is late again",
        "TW",
        {"sentiment": "negative"},
    )
    assert read(path)[0].line == 7


def test_google_business_reviews_as_takeout_writes_them(tmp_path: Path) -> None:
    review = {
        "name": "accounts/1/locations/2/reviews/3", "reviewer": {"displayName": "Anna"}, "starRating": "FOUR", "comment": "客服很親切",
        "createTime": "2026-01-02T03:04:05.123Z", "updateTime": "2026-01-02T03:04:05.123Z", "reviewReply": {"comment": "Thanks"},
    }  # fmt: skip
    path = write(tmp_path, json.dumps({"reviews": [review, 7]}, indent=1), name="reviews.json")
    told = look(path)
    assert (told.format, told.preset, told.rows) == ("json", "google-business", 2)
    post = first(path)
    assert (post.canonical_id, post.author.name, post.kind, post.text) == (
        review["name"],
        "Anna",
        "review",
        "客服很親切",
    )
    assert post.findings == {"sentiment": "positive", "tags": ["4-stars"]}
    assert [row.reason for row in read(path)] == ["", "not a JSON object"]
    assert connector.cells(json.dumps(review), told)[told.columns.index("reviewer.displayName")] == "Anna"


def test_app_store_reviews_as_the_service_answers(tmp_path: Path) -> None:
    review = {"type": "customerReviews", "id": "00-1", "attributes": {"rating": 2, "title": "Meh", "body": "It crashes a lot", "reviewerNickname": "anna", "createdDate": "2026-01-02T03:04:05-08:00", "territory": "TWN"}}  # fmt: skip
    path = write(tmp_path, json.dumps({"data": [review], "links": {}}), name="reviews.json")
    assert look(path).preset == "app-store"
    post = first(path)
    assert (post.network, post.canonical_id, post.title, post.text, post.findings["sentiment"]) == ("app-store", "00-1", "Meh", "It crashes a lot", "negative")  # fmt: skip


def test_a_list_of_objects_and_one_object_a_line_are_told_apart(tmp_path: Path) -> None:
    one = json.dumps({"id": "1", "text": "a post with pictures", "media": [{"kind": "image"}]})
    assert look(write(tmp_path, one, name="p.jsonl")).format == "jsonl"
    assert look(write(tmp_path, f"[{one}]", name="p.json")).format == "json"
    assert [row.post.text for row in read(write(tmp_path, f"[{one}]", name="p.json")) if row.post] == [
        "a post with pictures"
    ]


def test_a_person_takes_another_preset_or_none(tmp_path: Path) -> None:
    row = "7,Acme,2026-01-02 10:30:00,Late,The parcel...,The parcel is late again,https://x.test/1,x.test,negative,twitter,en,TW,post,anna,Anna,r1"
    path = write(tmp_path, f"{BRANDWATCH}\n{row}\n")
    assert look(path, preset="").preset == ""
    assert look(path, preset="meltwater").preset == "meltwater"
    assert look(path, mapping={"text": "Snippet"}).mapping["text"] == "Snippet"
    assert look(path, network="x").sample[0].network == "twitter"
    with pytest.raises(BadInput, match="preset") as caught:
        look(path, preset="nothing")
    assert "opview" in caught.value.mend


def test_exports_that_nobody_publishes_are_a_guess_that_is_said(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "監測主題,標題,內容,來源網站,主文/回文,發佈時間,原始連結,情緒標記\n航班,慢,等了兩個小時,Mobile01,回文,2026/01/02 10:30,https://m.test/1,負面\n",
    )
    assert any("does not publish" in str(note) for note in look(path).notes)
    post = first(path, zone="Asia/Taipei")
    assert (post.network, post.kind, post.findings) == (
        "mobile01",
        "comment",
        {"sentiment": "negative", "topics": ["航班"]},
    )


@pytest.mark.parametrize(("text", "found"), [("4", 4), ("4.0", 4), ("FIVE", 5), ("★★★☆☆", 3), ("3 stars", 3), ("2/5", 2), ("0", None), ("6", None), ("good", None), ("", None), ("☆☆", None)])  # fmt: skip
def test_stars_in_many_shapes(text: str, found: int | None) -> None:
    assert stars(text) == found


def test_a_list_of_rows_set_aside_is_read_as_its_file_was(tmp_path: Path) -> None:
    path = write(tmp_path, "earshot_line,earshot_reason,earshot_row,id,text\n3,no text,,7,'=now it has one\n")
    told = look(path)
    assert dict(told.mapping) == {"id": "id", "text": "text"}
    assert first(path).text == "=now it has one"
