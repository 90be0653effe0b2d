"""Under which terms a query is filed."""

from __future__ import annotations

import pytest

from earshot.engine.query import MATCH_FIELDS, parse
from earshot.engine.query.index.covering import Coverer
from earshot.engine.query.index.exactkeys import exact_keys
from earshot.engine.query.index.frequencies import Frequencies
from earshot.engine.query.index.keys import BARE_HAN, BIO, FIELD, WILD

RARE = {"rare": 0.001, "late": 0.1, "parcel": 0.05, "the": 0.6, "late parcel": 0.01}


def keys(text: str) -> list[str] | None:
    cover = Coverer(lambda key: RARE.get(key, 0.02)).cover(parse(text, MATCH_FIELDS).tree)
    return None if cover is None else sorted(cover.keys)


@pytest.mark.parametrize(
    ("query", "filed"),
    [
        ("late", ["late"]),
        ("late parcel rare", ["rare"]),
        ("late OR rare", ["late", "rare"]),
        ("late (rare OR parcel)", ["parcel", "rare"]),
        ('"late parcel"', ["late parcel"]),
        ('"the late parcel"', ["late parcel"]),
        ("物流", ["物 流"]),
        ("late NEAR/5 rare", ["rare"]),
        ("(late AND rare)~4", ["rare"]),
        ("late SENTENCE (rare OR parcel)", ["parcel", "rare"]),
        ("rare#3", ["rare"]),
        ("ATLEAST/2(late, the, rare, parcel)", ["late", "parcel", "rare"]),
        ("ATLEAST/3(late, the, rare)", ["rare"]),
        ("late -rare", ["late"]),
        ("-(late OR -rare)", ["rare"]),
        ("-(-late -rare)", ["late", "rare"]),
        ("deliver* the", [WILD + "deliver*"]),
        ("#Tag OR @bob", ["#tag", "@bob"]),
        ("title:rare", ["rare"]),
        ("bio:(rare OR deliver*)", [BIO + WILD + "deliver*", BIO + "rare"]),
        ("bio:(title:rare)", ["rare"]),
        ('author:@Bob OR author:"Bob B"', [f"{FIELD}author_name{FIELD}bob b", f"{FIELD}author{FIELD}bob", f"{FIELD}author{FIELD}bob b"]),
        ("lang:zh_Hant -late", [f"{FIELD}lang{FIELD}zh-hant"]),
        ("{BT} the", ["bt"]),
        ("-late", None),
        ("late OR -rare", None),
        ("has:link", None),
        ("risk>=70", None),
        ("ATLEAST/1(late, -rare)", None),
    ],
)  # fmt: skip
def test_the_rarest_necessary_terms(query: str, filed: list[str] | None) -> None:
    assert keys(query) == (None if filed is None else sorted(filed))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BT", [("bt",)]),
        ("New Phone", [("new",), ("phone",), ("new phone",)]),
        ("C++", [("c",)]),
        ("BT'", []),
        ("’BT", []),
        ("\u00adBT", []),
        ("Café BT", [("bt",)]),
        ("物流", [("物",), ("物 流", BARE_HAN)]),
        ("物", [("物", BARE_HAN)]),
        ("物\u3099流", [("流", BARE_HAN)]),
        ("ガ", []),
        ("https://a.example/BT", []),
        ("…", []),
    ],
)
def test_only_what_is_certain_of_exact_text_is_a_key(text: str, found: list[tuple[str, ...]]) -> None:
    if text == "物\u3099流":  # a token that is nothing's neighbour may still be sure
        assert all("物" not in key for keys in exact_keys(text) for key in keys)
    else:
        assert exact_keys(text) == found


def test_what_was_seen_counts_more_the_more_posts_there_were() -> None:
    known = Frequencies()
    assert known.rate("the") > known.rate("zeppelin") > known.rate("late zeppelin")
    guess = known.rate("zeppelin")
    for _ in range(2_000):
        known.learn(["zeppelin"])
    assert guess < 0.01 and known.rate("zeppelin") > 0.9
    assert known.rate("quasar") < guess


def test_what_is_remembered_of_terms_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("earshot.engine.query.index.frequencies.MOST_KEYS", 100)
    known = Frequencies()
    for number in range(1_000):
        known.learn(["often", f"once{number}"])
    assert len(known._counts) <= 101
    assert known.rate("often") > 0.4


def test_what_is_not_looked_up_is_not_taken_for_rare() -> None:
    known, pattern = Frequencies(), WILD + "deliver*"
    guess = known.rate(pattern)
    for _ in range(500):
        known.learn([])
    assert known.rate(pattern) == guess
    known.watch(pattern)
    for _ in range(500):
        known.learn([pattern])
    assert known.rate(pattern) > 0.9
    known.unwatch(pattern)
    assert known.rate(pattern) > 0.9
