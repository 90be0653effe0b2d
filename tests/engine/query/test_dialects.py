"""Queries of other products: what becomes of them, and that nothing is lost in silence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.query import MATCH_FIELDS, TOPIC_FIELDS, Document, parse
from earshot.engine.query.dialects import DIALECTS, convert


@pytest.mark.parametrize(
    ("dialect", "text", "expected"),
    [
        ("brandwatch", 'apple AND (iphone OR "mac book") NOT fruit', 'apple AND (iphone OR "mac book") AND NOT fruit'),
        (
            "brandwatch",
            "(apple OR orange) NEAR/5 (smartphone OR phone)",
            "(apple OR orange) NEAR/5 (smartphone OR phone)",
        ),
        ("brandwatch", "logitech NEAR/2f keyboard", "logitech ONEAR/2 keyboard"),
        ("brandwatch", "raw:Google+", "{Google+}"),
        ("brandwatch", 'raw:"AT&T" OR {BT}', "{AT&T} OR {BT}"),
        ("brandwatch", "((cake OR cookie) AND (birthday OR party))~5", "((cake OR cookie) AND (birthday OR party))~5"),
        ("brandwatch", "acme AND language:en", "acme AND lang:en"),
        ("brandwatch", "acme AND language:(en OR de)", "acme AND lang:(en OR de)"),
        ("brandwatch", "hashtags:sale OR at_mentions:acme", "#sale OR @acme"),
        ("brandwatch", "acme authorFollowers:[100 TO 2000]", "acme AND followers:[100 TO 2000]"),
        ("brandwatch", "acme AND NOT engagementType:RETWEET", "acme AND NOT is:repost"),
        ("brandwatch", "acme authorVerified:true", "acme AND is:verified"),
        ("brandwatch", "title:(acme AND recall)", "title:(acme AND recall)"),
        ("brandwatch", "deliver* OR wom?n", "deliver* OR wom?n"),
        ("brandwatch", "acme <<<the brand>>> AND late", "acme AND late"),
        ("brandwatch", "acme AND -job", "acme AND NOT job"),
        ("talkwalker", "BMW AND NOT bike", "BMW AND NOT bike"),
        ("talkwalker", "chocolate -swiss", "chocolate AND NOT swiss"),
        ("talkwalker", "Luxemb*", "Luxemb*"),
        ("talkwalker", "acme NEAR/10 recall AND lang:zh-tw", "acme NEAR/10 recall AND lang:zh-Hant"),
        ("talkwalker", "acme ONEAR/3 recall", "acme ONEAR/3 recall"),
        ("talkwalker", "acme SENTENCE recall", "acme SENTENCE recall"),
        ("talkwalker", "content:acme OR title:acme", "text:acme OR title:acme"),
        ("meltwater", "Apple ONEAR/10 watch", "Apple ONEAR/10 watch"),
        ("meltwater", '("sailboat" or "boat") AND "racing"', "(sailboat OR boat) AND racing"),
        ("meltwater", 'title:"acme corp"', 'title:"acme corp"'),
        ("meltwater", "acme AND bio:journalist", "acme AND bio:journalist"),
        ("sprinklr", '"social media" NOT "facebook"', '"social media" AND NOT facebook'),
        ("sprinklr", "((Apple) NEAR/5 (iphone OR MacBook))", "Apple NEAR/5 (iphone OR MacBook)"),
        ("sprinklr", 'message: ("Gandalf" AND ("Frodo" OR "SAM"))', "text:(Gandalf AND (Frodo OR SAM))"),
        ("sprinklr", "title: Tesla AND language: en", "title:Tesla AND lang:en"),
        ("sprinklr", "userbio:journalist", "bio:journalist"),
        (
            "sprinklr",
            "[(iot OR robots) AND (robot OR #robot)] NOT toy",
            "(iot OR robots) AND (robot OR #robot) AND NOT toy",
        ),
        ("sprinklr", "me?t OR melt*", "me?t OR melt*"),
        ("x", 'snow OR #day OR "no school"', 'snow OR #day OR "no school"'),
        ("x", "(acme OR @acme) -is:retweet lang:en", "(acme OR @acme) AND NOT is:repost AND lang:en"),
        ("x", "from:acme has:images", "author:acme AND has:image"),
        (
            "x",
            "acme has:links has:hashtags has:mentions has:videos",
            "acme AND has:link AND has:hashtag AND has:mention AND has:video",
        ),
        ("x", '"late parcel"~4', "(late AND parcel)~4"),
        ("x", "acme followers_count:1000..10000", "acme AND followers:[1000 TO 10000]"),
        ("x", "acme followers_count:500", "acme AND followers>=500"),
        ("x", "acme since:2026-11-01 until:2026-11-08", "acme AND posted>=2026-11-01 AND posted<2026-11-08"),
        ("x", "acme filter:links -filter:replies", "acme AND has:link AND NOT is:reply"),
        ("x", "$ACME 😃", "$ACME AND 😃"),
        ("x", "one SENTENCE", 'one AND "SENTENCE"'),
    ],
)
def test_what_has_a_counterpart(dialect, text, expected):
    found = convert(text, dialect)
    assert found.query == expected
    assert found.exact, found.notes
    assert str(parse(found.query)) == expected


@pytest.mark.parametrize(
    ("dialect", "text", "expected", "notes"),
    [
        ("brandwatch", "acme AND city:berlin", "acme", [("lost", "city:berlin")]),
        (
            "brandwatch",
            "acme AND (city:berlin OR state:texas)",
            "acme",
            [("lost", "city:berlin"), ("lost", "state:texas")],
        ),
        ("brandwatch", '"apple juice"~5', "(apple AND juice)~5", [("differs", '"apple juice"~5')]),
        ("brandwatch", "links:msn.com", 'url:"msn.com"', [("differs", "links:msn.com")]),
        ("brandwatch", "country:germany acme", "acme", [("lost", "country:germany")]),
        ("brandwatch", "country:de acme", "country:de AND acme", [("differs", "country:de")]),
        ("brandwatch", "(a AND b) NEAR/5 c", "a AND b AND c", [("differs", "NEAR/5")]),
        ("brandwatch", "bogus:x acme", "acme", [("lost", "bogus:x")]),
        ("brandwatch", "sentiment:negative acme", "acme", [("lost", "sentiment:negative")]),
        ("brandwatch", "a* OR acme", "acme", [("lost", "a*")]),
        ("brandwatch", "acme NEAR/500 late", "acme NEAR/100 late", [("differs", "NEAR/500")]),
        ("brandwatch", "acme OR", "acme", []),
        ("brandwatch", "acme) OR late", "acme AND late", None),
        ("brandwatch", "(acme OR late", "acme OR late", [("read", "(")]),
        ("brandwatch", 'acme "new phone', 'acme AND "new phone"', [("read", '"new phone')]),
        ("brandwatch", "acme <<<late", "acme", [("read", "<<<late")]),
        ("brandwatch", "city:berlin", "", [("lost", "city:berlin")]),
        ("brandwatch", "NOT city:berlin", "", [("lost", "city:berlin")]),
        (
            "talkwalker",
            'acme -site:"http://www.mysite.com/x"',
            'acme AND NOT site:"mysite.com"',
            [("differs", 'site:"http://www.mysite.com/x"')],
        ),
        ("talkwalker", "acme engagement:>100", "acme", [("lost", "engagement:>100")]),
        ("talkwalker", "acme PARAGRAPH late", "acme AND late", [("differs", "PARAGRAPH")]),
        ("meltwater", "Apple NEAR watch", "Apple NEAR/4 watch", [("read", "NEAR")]),
        ("meltwater", "acme not late", "acme AND NOT late", [("read", "not")]),
        ("meltwater", "ingress:acme", "text:acme", [("differs", "ingress:acme")]),
        ("meltwater", "atleast3 acme", "acme#3", [("read", "atleast3")]),
        (
            "sprinklr",
            "internet of things OR iot",
            "internet AND of AND things OR iot",
            [("read", "internet of"), ("read", "of things")],
        ),
        ("sprinklr", "exactMessage: (spider-man)", "text:{spider-man}", [("differs", "exactMessage: (spider-man)")]),
        ("sprinklr", 'author: "Justin Blake"', 'author:"Justin Blake"', [("differs", 'author: "Justin Blake"')]),
        ("sprinklr", "authorContaining:justin acme", "acme", [("lost", "authorContaining:justin")]),
        ("x", "acme to:bob", "acme AND is:reply AND @bob", [("differs", "to:bob")]),
        ("x", "acme conversation_id:1334987486343299072", "acme", [("lost", "conversation_id:1334987486343299072")]),
        ("x", "tech* acme", "tech AND acme", [("differs", "tech*")]),
        ("x", "acme AND late", "acme AND late", [("read", "AND")]),
        ("x", "acme min_faves:10", "acme", [("lost", "min_faves:10")]),
        ("x", "https://acme.example/x", "", [("lost", "https://acme.example/x")]),
        ("x", "acme is:nullcast", "acme", [("lost", "is:nullcast")]),
    ],
)
def test_what_is_not_exactly_the_same_is_said_with_its_place(dialect, text, expected, notes):
    found = convert(text, dialect)
    assert found.query == expected
    if notes is not None:
        assert [(note.kind, text[note.start : note.end]) for note in found.notes] == notes
    assert found.notes or expected == "acme"


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("acme AND city:x", ["more"]),
        ("acme OR city:x", ["less"]),
        ("acme NOT (late AND city:x)", ["less"]),
        ("acme NOT (late OR city:x)", ["more"]),
        ("acme NOT city:x", ["more"]),
        ("acme AND (city:x OR city:y)", ["more", "more"]),
        ("acme OR (late AND city:x)", ["more"]),
        ("city:x", [""]),
        ("acme OR NOT city:x", ["less"]),
        ("acme NOT (late NOT city:x)", ["less"]),
    ],
)
def test_what_was_lost_makes_the_query_find_more_or_less(text, effects):
    assert [note.effect for note in convert(text, "brandwatch").notes] == effects


def test_findings_are_kept_where_they_can_be_asked_for():
    assert convert("sentiment:negative acme", "brandwatch", MATCH_FIELDS).query == "sentiment:negative AND acme"


def test_full_width_signs_and_curly_quotes():
    assert convert("（手機 OR 平板） AND “電池 續航”", "talkwalker").query == "(手機 OR 平板) AND 電池續航"


def test_a_converted_query_finds_what_it_found():
    query = parse(convert('("acme" OR #acme) NEAR/5 (late OR lost) -is:retweet lang:en', "brandwatch").query or "x")
    assert query.matches(Document("#ACME is very late"))


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(sorted(DIALECTS)),
    st.lists(
        st.sampled_from(
            (
                *(
                    "acme",
                    "late",
                    '"new phone"',
                    "(",
                    ")",
                    "OR",
                    "AND",
                    "NOT",
                    "-",
                    "-job",
                    "NEAR/5",
                    "NEAR",
                    "ONEAR/2",
                    "~5",
                    "*",
                ),
                *(
                    "title:",
                    "lang:en",
                    "city:x",
                    "raw:X",
                    "{BT}",
                    "{",
                    '"',
                    "[1 TO 2]",
                    "followers:",
                    "#tag",
                    "SENTENCE",
                    "手機",
                    "，",
                ),
                *(
                    "from:bob",
                    "is:retweet",
                    "url:x",
                    "<<<c>>>",
                    "<<<",
                    "de*",
                    "atleast2",
                    "author:",
                    "exactMessage:",
                    "near",
                    "not",
                    ":",
                    "~",
                ),
            )
        ),
        max_size=14,
    ).map(" ".join)
    | st.text(max_size=40),
)
def test_whatever_is_given_the_answer_can_be_read(dialect, text):
    found = convert(text, dialect)
    if found.query:
        assert str(parse(found.query, TOPIC_FIELDS)) == found.query
    for note in found.notes:
        assert 0 <= note.start <= note.end <= len(text)


def test_very_long_and_very_deep_texts():
    assert convert("(" * 3_000 + "acme" + ")" * 3_000, "brandwatch").notes
    assert convert("NOT " * 3_000 + "acme", "talkwalker").notes
    assert convert("title:" * 3_000 + "acme", "sprinklr").notes
    assert convert("acme " * 20_000, "x").query == ""
    many = convert(" OR ".join(f"word{number}" for number in range(4_000)), "x")
    assert many.exact and parse(many.query)
