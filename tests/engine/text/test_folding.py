"""What a search holds equal, and what it does not."""

from __future__ import annotations

import pytest

from earshot.engine.text import fold, fold_keeping_accents


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("STRASSE", "straße"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("Istanbul", "İSTANBUL"),
        ("ﬁsh", "fish"),
        ("ＡＢＣ１", "abc1"),
        ("Café", "cafe"),
        ("cafe\u0301", "café"),
        ("臺灣", "台湾"),
        ("裡面", "裏面"),
        ("里面", "裡面"),
        ("頭髮", "头发"),
        ("著急", "着急"),
        ("後", "后"),
        ("顎", "颚"),
        ("ｶﾞ", "ガ"),
        ("ㄱㅏ", "가"),
        ("don’t", "DON'T"),
        ("a\u200bb\u00adc\ufe0f", "abc"),
        ("…", "..."),
        ("й", "и"),
    ],
)
def test_equal(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("が", "か"), ("ł", "l"), ("ø", "o"), ("ー", ""), ("é", "f"), ("हि", "ह")])
def test_not_equal(one, other):
    assert fold(one) != fold(other)


def test_trade_mark_signs_are_spaces():
    assert fold("Acme™Phone℠") == "acme phone "


def test_accents_can_be_kept():
    assert fold_keeping_accents("CAFE\u0301") == "café" != fold_keeping_accents("cafe")


def test_ascii_is_lower_cased():
    assert fold("Hello, WORLD_1!") == "hello, world_1!"
