"""What is refused, where, and with which mend."""

from __future__ import annotations

import pytest

from earshot.engine.query import INBOX_FIELDS, POLICY_FIELDS, TOPIC_FIELDS, QueryError, parse
from earshot.kernel.texts import Said


def refused(text, fields=TOPIC_FIELDS):
    with pytest.raises(QueryError) as caught:
        parse(text, fields)
    return caught.value


@pytest.mark.parametrize(
    ("text", "wrong", "says"),
    [
        ("", "", "empty"),
        ("   ", "   ", "empty"),
        ("<<<note>>>", "<<<note>>>", "empty"),
        ("a <<<note", "<<<note", "not closed"),
        ("a AND", "AND", "missing after AND"),
        ("a OR", "OR", "missing after OR"),
        ("AND a", "AND", "no term before AND"),
        ("a AND OR b", "AND", "missing after AND"),
        ("a NOT", "NOT", "missing after NOT"),
        ("NOT", "NOT", "is an operator"),
        ("SENTENCE", "SENTENCE", "is an operator"),
        ("()", ")", "no term before )"),
        ("(a", "(", "not closed"),
        ("a)", ")", "closes nothing"),
        ('"a', '"a', "not closed"),
        ("{a", "{a", "not closed"),
        ("a}", "}", "closes nothing"),
        ("{}", "{}", "nothing between"),
        ('""', "", "no letter"),
        ("!!!", "!!!", "no letter"),
        ("- a", "-", "directly before a term"),
        ("a - b", "-", "directly before a term"),
        ("--a", "-", "directly before a term"),
        ("note:late", "note:", "no field note:"),
        ("注意：手機", "注意：", "no field 注意:"),
        ("lagn:en", "lagn:", "no field lagn:"),
        ("lang: en", "lang:", "missing"),
        ("lang :en", "lang :", "no space"),
        ("lang : en", "lang :", "no space"),
        ("lang:", "lang:", "missing"),
        ("(lang:)", "lang:", "missing"),
        ("lang:AND", "AND", "missing"),
        ("lang:(en fr)", "(en f", "joined by OR"),
        ("lang:e*", "e*", "Wildcards"),
        ("lang>en", ">", "has no order"),
        ("lang:[a TO b]", "[a TO b]", "range"),
        ("kind:tweet", "tweet", "knows no value"),
        ("is:unanswered", "unanswered", "knows no value"),
        ("has:gif", "gif", "knows no value"),
        ("followers >= 5", "followers >=", "no space"),
        ("followers>= 5", "followers>=", "missing"),
        ("followers>=many", "many", "whole number"),
        ("followers:1.5", "1.5", "whole number"),
        ("followers:[5 TO 1]", "[5 TO 1]", "before it begins"),
        ("followers:[5]", "[5]", "range"),
        ("hour:24", "24", "hour from 0 to 23"),
        ("hour:[22 TO 6]", "[22 TO 6]", "before it begins"),
        ("posted:2026-02-30", "2026-02-30", "date or time"),
        ("posted:yesterday", "yesterday", "date or time"),
        ("assignee:mei", "assignee:", "no field of a topic"),
        ("topic:x", "topic:", "no field of a topic"),
        ("https://a.example", "https:", "URL"),
        ("www.a.example", "www.a.example", "URL"),
        (":)", ":", "directly behind"),
        ("a~2", "a~2", "after quotes"),
        ("{a}~2", "~2", "after quotes"),
        ('"a"~2', '"a"~2', "at least two words"),
        ('"a b"~', "~", "number is missing"),
        ('"a b"~101', "~101", "at most 100"),
        ("(a OR b)~2", "(a OR b)~2", "joined by AND"),
        ("(a AND (b c))~2", "(a AND (b c))~2", "joined by AND"),
        ('"a b c d e f g h i j k"~9', '"a b c d e f g h i j k"~9', "at most 10"),
        ("a NEAR b", "NEAR", "number is missing"),
        ("a NEAR/ b", "NEAR/", "number is missing"),
        ("a NEAR/5", "NEAR/5", "missing after NEAR/5"),
        ("a NEAR/5 lang:en", "lang:en", "stands between"),
        ("a NEAR/5 (b c)", "(b c)", "stands between"),
        ("(a NEAR/5 b) NEAR/5 c", "(a NEAR/5 b)", "stands between"),
        ("a NEAR/5 NOT b", "NEAR/5", "missing after NEAR/5"),
        ("a SENTENCE b#2", "b#2", "stands between"),
        ("(a b)#2", "(a b)#2", "counts"),
        ("a#0", "#0", "from 1"),
        ("a#1234567", "#1234567", "from 1"),
        ('"a b"#0', "#0", "from 1"),
        ("ATLEAST/0(a)", "ATLEAST/0", "from 1"),
        ("ATLEAST(a, b)", "ATLEAST", "number is missing"),
        ("ATLEAST/2 (a, b)", "ATLEAST/2", "missing"),
        ("ATLEAST/3(a, b)", "ATLEAST/3(a, b)", "only 2"),
        ("ATLEAST/2(a, )", ",", "missing after ,"),
        ("a*", "a*", "almost everything"),
        ("*", "*", "almost everything"),
        ("手*", "手*", "wildcard"),
        ("手*機", "手*機", "wildcard"),
        ("手機*物流", "手機*物流", "wildcard"),
    ],
)
def test_refused_with_its_place(text, wrong, says):
    error = refused(text)
    assert text[error.start : error.end] == wrong
    assert says in error.message
    assert error.expected and error.mend


@pytest.mark.parametrize("word", ["SENTENCE", "NEAR", "ATLEAST", "AND", "NEAR/3"])
def test_operators_can_be_quoted(word):
    parse(f'"{word}"')


def test_a_word_of_a_policy_proposes_a_topic():
    error = refused("risk>=70 OR (recall intent:complaint)", POLICY_FIELDS)
    assert (error.start, error.end) == (13, 19)
    assert "topic:name" in error.mend and "recall" in error.mend


@pytest.mark.parametrize("text", ["assignee:mei", "state:open", "age<2h", "team:pr", "title:x", "text:x"])
def test_a_policy_has_no_such_field(text):
    assert "no field of a policy" in refused(text, POLICY_FIELDS).message


@pytest.mark.parametrize("text", ["is:unanswered", "is:overdue"])
def test_a_policy_has_no_such_state(text):
    refused(text, POLICY_FIELDS)


@pytest.mark.parametrize(
    "text", ["topic:(recall OR lawsuit)", "is:advocate", "hour:[9 TO 18]", "-has:image", "ATLEAST/1(lang:en, tag:vip)"]
)
def test_a_policy_has_these(text):
    parse(text, POLICY_FIELDS)


@pytest.mark.parametrize("text", ["is:overdue state:open assignee:mei age>2h risk>70", "late team:pr"])
def test_the_inbox_has_everything(text):
    parse(text, INBOX_FIELDS)


@pytest.mark.parametrize(
    ("text", "mend"), [("lagn:en", "lang:"), ("kind:reviw", "review"), ("sentiment:bad", "values listed")]
)
def test_a_near_name_is_proposed(text, mend):
    assert mend in refused(text, INBOX_FIELDS).mend


@pytest.mark.parametrize("text", ["risk>=a", "risk:a", "risk<-3", "risk:[a TO *]", "risk>=1.5", "risk:(70 OR high)"])
def test_a_risk_is_a_number_from_0_to_100(text):
    error = refused(text, INBOX_FIELDS)
    assert error.expected == "a number from 0 to 100"
    assert "a number from 0 to 100: risk" in error.mend
    parse(error.mend.split(": ", 1)[1], INBOX_FIELDS)


@pytest.mark.parametrize(
    ("text", "mend"),
    [("followers>=x", "followers>=1000"), ("age<x", "age<2h"), ("sentiment>=3", "sentiment:negative")],
)
def test_the_mend_shows_the_spelling_begun(text, mend):
    assert mend in refused(text, INBOX_FIELDS).mend


def test_what_is_too_long():
    assert "64 kB" in refused("手 " * 20_000).message


def test_what_has_too_many_terms():
    parse(" OR ".join(["a"] * 5_000))
    assert "5000 terms" in refused(" OR ".join(["a"] * 5_001)).message
    assert "5000 terms" in refused("lang:(" + " OR ".join(["a"] * 5_001) + ")").message


@pytest.mark.parametrize("nested", ["({})", "-({})", "title:({})", "ATLEAST/1({})"])
def test_what_is_too_deep(nested):
    text = "a"
    for _ in range(65):
        text = nested.format(text)
    assert "nested" in refused(text).message


def test_64_deep_is_not_too_deep():
    parse("(" * 64 + "a" + ")" * 64)


@pytest.mark.parametrize("joined", [" OR ", " AND "])
@pytest.mark.parametrize("near", ["(a NEAR/3 b)", "a NEAR/3 b NEAR/3 c", "a SENTENCE b"])
def test_many_beside_each_other_are_not_deep(joined, near):
    parse(joined.join([near] * 200))


def test_an_error_as_json():
    assert refused("a AND").as_json() == {
        "message": "A term is missing after AND.",
        "start": 2,
        "end": 5,
        "expected": "a term after AND",
        "mend": "Add the term, or remove AND.",
    }


def test_an_error_can_be_translated():
    error = refused("kind:tweet")
    assert isinstance(error.message, Said) and isinstance(error.mend, Said)
    assert error.message.template == "%(name)s: knows no value “%(word)s”."
    assert error.message.parts == {"name": "kind", "word": "tweet"}
