"""What matching in Unicode and Chinese falls into, each asked of the definition, the index, its functions and its code.

The table of operators of the guide is asked the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from earshot.engine.query import Document, parse
from earshot.engine.query.index import Index
from earshot.engine.query.index.verifying import shapes
from tests.engine.query.index.verifying.made import coded, functions, view_of
from tests.engine.query.test_docs_of_queries import OPERATORS

TRAPS: dict[str, list[tuple[str, str, bool]]] = {
    "dotted I": [
        ("istanbul", "İSTANBUL", True),
        ("İstanbul", "ISTANBUL", False),
        ("İstanbul", "i̇stanbul", True),
        ('"visit istanbul"', "visit İstanbul", True),
        ("{İstanbul}", "İstanbul", True),
        ("{Istanbul}", "İstanbul", False),
        ("ist*", "İSTANBUL", True),
        ("ıstanbul", "istanbul", False),
    ],
    "final sigma": [
        ("σίσυφος", "ΣΊΣΥΦΟΣ", True),
        ("ΣΊΣΥΦΟΣ", "σίσυφος", True),
        ('"ο σισυφος"', "Ο ΣΊΣΥΦΟΣ", True),
        ("*φος", "ΣΊΣΥΦΟΣ", True),
        ("{σίσυφοσ}", "σίσυφος", False),
    ],
    "sharp s": [
        ("strasse", "Straße", True),
        ("Straße", "STRASSE", True),
        ("stra?se", "Straße", True),
        ("stra?e", "Straße", False),
        ("#strasse", "#Straße", True),
        ("{Strasse}", "Straße", False),
    ],
    "ligatures": [
        ("fish", "ﬁsh", True),
        ("ﬁsh", "FISH", True),
        ("office", "oﬃce", True),
        ("*fice", "oﬃce", True),
        ("{fish}", "ﬁsh", False),
    ],
    "combining marks": [
        ("cafe", "cafe\u0301", True),
        ("café", "cafe\u0301", True),
        ("café", "cafe", False),
        ("{café}", "cafe\u0301", True),
        ("#café", "#cafe\u0301", True),
        ('"café late"', "cafe\u0301 late", True),
        ("が", "か\u3099", True),
        ("が", "か", False),
        ("手", "手\u0304機", True),
        ("手\u0304", "手機", False),
        ("手", "手\u3099機", False),
        ("{手}", "手\u0304機", True),
    ],
    "ellipsis": [
        ("wait", "wait…what", True),
        ('"wait what"', "wait…what", True),
        ("late…parcel", "late parcel", True),
        ("late SENTENCE parcel", "late… parcel", False),
        ('"下 單"', "下…單", True),
    ],
    "emoji with selectors": [
        ("❤", "❤\ufe0f", True),
        ("❤\ufe0f", "❤", True),
        ("1\ufe0f\u20e3", "1\u20e3", True),
        ("1", "1\ufe0f\u20e3", False),
        ("👍", "👍🏽", True),
        ("👍🏽", "👍🏿", False),
        ("👨‍👩‍👧", "👨‍👩‍👧", True),
        ("👩", "👨‍👩‍👧", False),
        ("🇹🇼", "🇹🇼🇯🇵", True),
        ("🇼🇯", "🇹🇼🇯🇵", False),
        ("late 👍🏽", "late👍🏽", True),
    ],
    "bigrams across a gap": [
        ("手機", "手，機", True),
        ("手機", "手 機", True),
        ("手機", "手a機", False),
        ("手機", "手👍機", False),
        ("物流手機", "物流，手機", True),
        ("物流手機", "物流 手 物 流手機", True),
        ("物流手機", "物流 流手 手機", False),
        ("手機", "手 https://a.example 機", False),
        ("手機壞", "手機 機壞", False),
    ],
    "NEAR of a term with itself": [
        ("late NEAR/3 late", "late", False),
        ("late NEAR/3 late", "late late", True),
        ("late ONEAR/0 late", "late late", True),
        ("late ONEAR/0 late", "late x late", False),
        ("late NEAR/3 late", "late's", False),
        ("(late AND late)~3", "late", False),
        ("(late AND late)~3", "late x late", True),
        ("(late OR parcel) NEAR/1 (late OR parcel)", "late", False),
        ("(late OR parcel) NEAR/1 (late OR parcel)", "parcel x late", True),
        ("(late OR late's) NEAR/3 late", "late's", False),
        ("物 NEAR/0 物", "物物", True),
    ],
    "overlapping terms": [
        ('"late parcel" NEAR/5 parcel', "late parcel", False),
        ('"late parcel" NEAR/5 "parcel late"', "late parcel late", False),
        ('"late parcel" NEAR/5 "parcel late"', "late parcel parcel late", True),
        ("物流#2", "物流流", False),
        ("手手#2", "手手手", False),
        ("手手#2", "手手手手", True),
        ('("late parcel" AND parcel)~5', "late parcel", False),
        ('"late late" NEAR/5 late', "late late late", True),
    ],
    "NOT under OR": [
        ("late OR NOT parcel", "nothing", True),
        ("late OR NOT parcel", "parcel", False),
        ("late OR NOT parcel", "late parcel", True),
        ("late (gone OR NOT parcel)", "late", True),
        ("NOT (late OR NOT parcel)", "parcel", True),
        ("NOT (late OR NOT parcel)", "parcel late", False),
        ("ATLEAST/2(late, NOT parcel, gone)", "late", True),
        ("ATLEAST/2(late, NOT parcel, gone)", "late parcel", False),
        ("-late OR -parcel", "late parcel", False),
        ("-author:acme OR late", "", True),
    ],
    "prefix against #tag": [
        ("ta*", "#tags", True),
        ("#ta*", "#tags", True),
        ("#ta*", "tags", False),
        ("#ta*", "@tags", False),
        ("*gs", "#tags", True),
        ("t?gs", "#tags", True),
        ("物流", "#物流手機", True),
        ("#物流", "#物流手機", False),
        ("iph*", "#iPhone手機", True),
        ("#iph*", "#iPhone手機", True),
        ("tags*", "#tag", False),
        ("a*a", "a", False),
        ("a*a", "aba", True),
        ("*a*a*", "xaxax", True),
        ("ab*ab", "ab", False),
        ("ab*ab", "abab", True),
    ],
    "cased terms in tags": [
        ("{BT}", "#BT", True),
        ("{BT}", "#bt", False),
        ("{BT}", "@BT", True),
        ("{#BT}", "#BT", True),
        ("{#BT}", "#BTs", False),
        ("#BT", "#bt", True),
        ("#CAFÉ", "#café", True),
        ("{物}", "#物流", True),
        ("$ACME", "$acme", True),
    ],
    "both apostrophes": [
        ("don't", "don’t", True),
        ("don’t", "don't", True),
        ("{don't}", "don’t", False),
        ("brand", "the brand's", True),
        ("brand", "the brand’s", True),
        ("brand's", "the brand", False),
        ('"brand late"', "brand’s late", True),
        ('"the brand\'s late parcel"', "the brand’s late parcel", True),
        ("#brand", "#brand’s", True),
        ("bran*", "brand’s", True),
        ("{brand}", "brand’s", True),
        ("brand#2", "brand's brand", True),
    ],
    "URLs that end at Chinese": [
        ("late", "https://a.example/late物流", False),
        ("物流", "https://a.example/late物流", True),
        ("物流", "看https://a.example/x。物流", True),
        ('"看 物流"', "看https://a.example/x物流", False),
        ("example", "www.a.example手機", False),
        ("手機", "www.a.example手機", True),
        ("{late}", "https://a.example/late物流", False),
        ("has:link", "https://a.example/late物流", True),
    ],
}
CASES = [(name, query, text, expected) for name, cases in TRAPS.items() for query, text, expected in cases]


@pytest.fixture(autouse=True)
def code_at_once() -> Iterator[None]:
    with patch.object(shapes, "OFTEN", 1):
        yield


def answers(query: str, text: str) -> dict[str, bool]:
    """What each way says of a post; the index also when it has learned."""
    read, post = parse(query), Document(text)
    index = Index()
    index.add("a", read)
    found = {"index": bool(index.matching(Document(text)))}
    for _ in range(40):
        index.matching(Document(text))
        index.matching(Document("late parcel 物流 手機 #tags"))
    return found | {
        "definition": read.matches(post),
        "index that has learned": bool(index.matching(Document(text))),
        "functions": functions(read)(view_of(post)),
        "code": coded(read)(view_of(post)),
    }


@pytest.mark.parametrize(("trap", "query", "text", "expected"), CASES)
def test_a_trap(trap: str, query: str, text: str, expected: bool) -> None:
    assert answers(query, text) == dict.fromkeys(answers(query, text), expected)


@pytest.mark.parametrize(("name", "query", "found", "missed", "rule"), OPERATORS)
def test_an_operator_of_the_guide(name: str, query: str, found: str, missed: str, rule: str) -> None:
    assert set(answers(query, found).values()) == {True}
    assert set(answers(query, missed).values()) == {False}


def test_all_traps_at_once() -> None:
    """One index with all the queries, every post asked."""
    index, naive = Index(), {}
    for number, (_, query, _, _) in enumerate(CASES):
        naive[f"q{number}"] = parse(query)
        index.add(f"q{number}", naive[f"q{number}"])
    for _, _, text, _ in CASES:
        wanted = [name for name, query in naive.items() if query.matches(Document(text))]
        assert index.matching(Document(text)) == wanted
