"""What a query is read as."""

from __future__ import annotations

import pytest

from earshot.engine.query import INBOX_FIELDS, Document, format, parse, parse_lenient


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a b OR c", "(a AND b) OR c"),
        ("a OR b c", "a OR (b AND c)"),
        ("NOT a b", "(NOT a) AND b"),
        ("NOT a NEAR/2 b", "NOT (a NEAR/2 b)"),
        ("a AND NOT b", "a AND -b"),
        ("a NEAR/2f b", "a ONEAR/2 b"),
        ("（手機 OR “new phone”）　lang：en", '(手機 OR "new phone") AND lang:en'),
        ("e-mail", '"e mail"'),
        ("a,b", '"a b"'),
        ("10,000", '"10 000"'),
        ("it’s", "it's"),
        ("foo？bar", '"foo bar"'),
        ("foo＊", "foo"),
        ("手機*", "手機"),
        ("*手機?", "手機"),
        ("a #3", "a AND #3"),
        ('"手 機"', "手機"),
        ("<<<x>>>a<<<y>>>b", "a b"),
        ("LANG:en", "lang:en"),
        ("followers>5", "followers>=6"),
        ("followers:[* TO 9]", "followers<10"),
        ("followers=5", "followers:5"),
        ("kind:POST", "kind:post"),
        ("ATLEAST/1(a,b c)", "ATLEAST/1(a, b AND c)"),
        ("a and b", '"a" and b'),
        ('foo"bar"', "foo bar"),
        ("#tag#2", '"#tag"#2'),
    ],
)
def test_the_same(text, plain):
    assert parse(text) == parse(plain)


@pytest.mark.parametrize(
    ("one", "other"),
    [("a NEAR/2 b", "a ONEAR/2 b"), ("a OR b c", "(a OR b) c"), ("#a", "a"), ("{a}", "a"), ("a", "b"), ("a b", "b a")],
)
def test_not_the_same(one, other):
    assert parse(one) != parse(other)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a b OR -c", "a AND b OR NOT c"),
        ('"a b"~3', "(a AND b)~3"),
        ("(a OR b) c", "(a OR b) AND c"),
        ("posted:[2026-11-01 TO *]", "posted>=2026-11-01"),
        ("posted<2026-11-01", "posted<2026-11-01"),
        ('posted:["2026-11-01 10:00" TO 2026-11-02]', "posted:[2026-11-01 10:00 TO 2026-11-02]"),
        ("age<=2h", "age<=2h"),
        ('channel:"Our page"', 'channel:"Our page"'),
        ('"AND"', '"AND"'),
        ("title:a#2", "title:a#2"),
        ("iPhone手機", '"iPhone 手機"'),
    ],
)
def test_how_it_is_printed(text, printed):
    assert format(parse(text, INBOX_FIELDS)) == printed
    assert str(parse(printed, INBOX_FIELDS)) == printed


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("late AND", "late"),
        ("(late parcel", "late AND parcel"),
        ("late)", "late"),
        ("note:late", "late"),
        ('"late parcel', None),
        ("late <<<", "late"),
        ("AND", "AND"),
        ("a*", "a"),
        ("!!!", None),
        ("", None),
    ],
)
def test_lenient_reading(text, understood):
    query, errors = parse_lenient(text)
    assert errors
    if understood is None:
        assert query is None or "late" in str(query)
    else:
        assert query is not None and str(query).strip('"') == understood


def test_a_lenient_error_keeps_its_place():
    _, errors = parse_lenient("late kind:tweet AND")
    assert (errors[0].start, errors[0].end) == (10, 15)


def test_the_right_spans_of_a_match():
    document = Document("My iPhone手機 is LATE, late!", title="Late again")
    assert parse("手机 late -gone").spans(document) == (
        ("title", 0, 4),
        ("text", 9, 11),
        ("text", 15, 19),
        ("text", 21, 25),
    )


def test_spans_of_what_did_not_help_are_left_out():
    assert parse("late OR (parcel gone)").spans(Document("late parcel")) == (("text", 0, 4),)


def test_spans_of_a_proximity_are_its_terms():
    found = parse("parcel NEAR/2 late").spans(Document("late ... the parcel is late, and much later it was late"))
    assert found == (("text", 0, 4), ("text", 13, 19), ("text", 23, 27))
