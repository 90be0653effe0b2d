"""Each rule of the language by an example that holds and one that does not (the guide has the everyday ones)."""

from __future__ import annotations

import pytest

from earshot.engine.query import Document, parse


def matches(query: str, text: str, **parts: str) -> bool:
    return parse(query).matches(Document(text, **parts))


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        # words, accents, apostrophes
        ("brand's", "the brand", False),
        ("brand’s", "the brand's", True),
        ("resume", "Résumé", True),
        ("résumé", "resumé", False),
        ("Résumé", "RE\u0301SUME\u0301", True),
        ("café", "the Café's", True),
        ("istanbul", "İSTANBUL", True),
        ("İstanbul", "istanbul", False),
        ("strasse", "Straße", True),
        ("email", "e-mail", False),
        ('"e mail"', "e-mail", True),
        ("late", "https://a.example/late", False),
        ("example", "www.a.example", False),
        ("acme", "Acme™Phone", True),
        ("softhyphen", "soft\u00adhyphen", True),
        # Chinese
        ("台灣", "我在台湾", True),
        ("著", "着急", True),
        ("手機", "手，機", True),
        ("手機", "手x機", False),
        ("が", "か", False),
        ("ガ", "ｶﾞ", True),
        # tags and names
        ("#tag", "a#tag", False),
        ("#tag", "é#tag", True),
        ("#tag", "好#tag", True),
        ("#café", "#cafe", False),
        ("#CAFÉ", "#café", True),
        ("#iphone", "#iPhone手機", False),
        ("iphone", "#iPhone手機", True),
        ("手機", "#iPhone手機", True),
        ("#ta*", "#tags", True),
        ("ta*", "#tags", True),
        ("#tag", "@tag $tag", False),
        ("@bob", "bob@a.example", False),
        ("@bob@a.example", "@bob@a.example hi", True),
        ('"#tag now"', "#tag now", True),
        ('"#手機pro now"', "#手機pro now", True),
        ('"@bob late"', "@bob late", True),
        # emoji
        ("👍", "👍🏽👍", True),
        ("👍🏽", "👍🏿", False),
        ("❤️", "❤", True),
        ("👨‍👩‍👧", "👨👩👧", False),
        ("👨", "👨‍👩‍👧", False),
        ("1️⃣", "1", False),
        # exact
        ("{BT}", "BT's", True),
        ("{BT}", "BTS", False),
        ("{BT}", "用BT下載", True),
        ("{BT}", "#BT", True),
        ("{don}", "don't", False),
        ("{AT&T}", "AT&T!", True),
        ("{New Phone}", "New  Phone", False),
        ("{Cafe\u0301}", "Café", True),
        ("{Cafe}", "Café", False),
        ("{台灣}", "台湾", False),
        ("{a.example}", "https://a.example", False),
        ("{😀}", "ok😀", True),
        ("{…}", "well…", True),
        ("{（}", "a（b", True),
        ("{（}", "a(b", False),
        # wildcards
        ("l?te", "late", True),
        ("l?te", "latte", False),
        ("la*e", "latte", True),
        ("*ate", "late's", True),
        ("deliver*", "deliver", True),
        ("caf?", "Café", True),
        ("café*", "cafes", False),
        ("café*", "Cafés", True),
        ('"wom?n late"', "women late", True),
        ("ab*", "手機", False),
        ("?ate", "https://late", False),
        # phrases and proximity
        ('"a b a"', "b a b a", True),
        ('"very very"', "very", False),
        ('"very very good"~0', "very good very", True),
        ('"very very good"~5', "very good", False),
        ("a NEAR/0 b", "b a", True),
        ("a ONEAR/0 b", "b a", False),
        ("a NEAR/5 a", "a", False),
        ("a NEAR/5 a", "a a", True),
        ('"a b" NEAR/3 "b c"', "a b c", False),
        ('"a b" NEAR/3 "b c"', "a b b c", True),
        ("a NEAR/1 b NEAR/1 c", "c x a x b", True),
        ("a NEAR/1 b NEAR/1 c", "a x b x x c", False),
        ("a NEAR/2 (b OR c)", "c x a", True),
        ("a NEAR/2 bc*", "bcd a", True),
        ("手 NEAR/1 物", "手機物", True),
        ("手 NEAR/0 物", "手機物", False),
        ("手 NEAR/1 物", "手phone物", True),
        ("late NEAR/2 {C++}", "C++ is late", True),
        ("(a AND b)~1", "a x b", True),
        ("(a AND b)~1", "a x x b", False),
        ("(a AND (b OR c) AND d)~1", "d c x a", True),
        ("late SENTENCE here", "late. here", False),
        ("late SENTENCE here", "Mr. late here", True),
        ("late SENTENCE here", "late a. here", True),
        ("late SENTENCE late", "late. late", False),
        ("late SENTENCE late", "late, late", True),
        ("aa SENTENCE bb SENTENCE cc", "aa bb cc. dd", True),
        ("aa SENTENCE bb SENTENCE cc", "aa bb. cc aa", False),
        ("aa SENTENCE bb SENTENCE cc", "cc bb xx aa", True),
        ("aa NEAR/5 bb SENTENCE cc", "aa. bb cc", False),
        ("aa NEAR/5 bb SENTENCE cc", "xx. aa bb, cc", True),
        ('"aa aa"#2', "aa aa aa", False),
        ('"aa aa"#2', "aa aa aa aa", True),
        ("(a OR b)#2", "a b", True),
        ("手機#2", "手機手机", True),
        ("#tag#2", "#tag tag", False),
        ("#tag#2", "#tag #tag", True),
        ("ATLEAST/2(a b, c, -d)", "a b", True),
        ("ATLEAST/2(a b, c, -d)", "a d", False),
        # fields seen in the text
        ("has:link", "see www.a.example", True),
        ("is:question", "really？", True),
        ("has:mention", "a@b.example", False),
        ("site:b.example", "https://user@a.b.example:8080/x", True),
        ("site:b.example", "https://notb.example", False),
    ],
)
def test_matches(query, text, expected):
    assert matches(query, text) is expected
    assert matches(f"NOT ({query})", text) is not expected


def test_terms_look_into_title_and_text_but_not_bio():
    assert matches("late parcel", "the parcel", title="Late")
    assert not matches("late", "x", bio="late")
    assert matches("bio:late", "x", bio="late")


def test_a_phrase_or_a_count_lies_within_one_field():
    assert not matches('"late parcel"', "parcel", title="late")
    assert not matches("late NEAR/5 parcel", "parcel", title="late")
    assert not matches("late SENTENCE parcel", "parcel", title="late")
    assert not matches("late#2", "late", title="late")
    assert matches("ATLEAST/2(late, parcel)", "parcel", title="late")


def test_a_restriction_takes_the_next_term_or_group_only():
    assert matches("title:late parcel", "parcel", title="late")
    assert not matches("title:(late parcel)", "parcel", title="late")
    assert matches("title:(late OR text:parcel)", "parcel", title="x")


def test_a_post_that_repeats_one_word_is_not_slow_or_large():
    document = Document("a b " * 5_000 + "c")
    assert parse("a NEAR/100 b NEAR/100 a SENTENCE c").matches(document)
    assert parse("(a AND b AND a AND b AND c)~10").matches(document)
    assert not parse('"' + "a b " * 500 + 'd"').matches(document)
    assert parse("*a*b*a* OR c").matches(Document("ab" * 20_000 + " c"))
