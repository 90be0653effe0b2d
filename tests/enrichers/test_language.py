"""The language enricher: scripts, Chinese forms, declarations, doubt; and figures on real sentences."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from earshot.enrichers.language import enricher
from earshot.enrichers.language.detect import normal
from earshot.enrichers.language.english import is_plainly_english
from earshot.ports.enricher import Enricher, Understood


def lang(text: str, declared: str = "") -> str:
    return enricher.enrich(Understood(text, lang=declared)).value


def test_it_is_an_enricher() -> None:
    plug_in: Enricher = enricher
    finding = plug_in.enrich(Understood("The quick brown fox jumps over the lazy dog."))
    assert finding is not None
    assert (finding.kind, finding.value, finding.by) == ("language", "en", "language@1")
    assert 0.9 < finding.confidence <= 1.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("這家餐廳的服務真的很糟糕，等了一個小時都沒有人理我們。", "zh-Hant"),
        ("这家餐厅的服务真的很糟糕，等了一个小时都没有人理我们。", "zh-Hans"),
        ("好吃", "zh"),
        ("客服ㄏㄏ", "zh-Hant"),
        ("iPhone 18 Pro Max 超好用，拍照也漂亮", "zh"),
        ("iPhone 18 真的超好用，推薦給大家", "zh-Hant"),
        ("このレストランのサービスは本当にひどい。", "ja"),
        ("東京駅の発売日", "ja"),
        ("発売中", "ja"),
        ("鮮の味 老店 推薦大家來吃", "zh-Hant"),
        ("이 식당 서비스가 정말 최악이에요", "ko"),
        ("Die Bahn kommt heute wieder zu spät und niemand sagt Bescheid.", "de"),
        ("Le service client ne répond jamais au téléphone.", "fr"),
        ("Поезд опять опоздал на два часа", "ru"),
        ("ร้านนี้อร่อยมาก", "th"),
        ("الخدمة سيئة جدا", "ar"),
        ("خدمات مشتری خیلی بد است و هیچ کس پاسخ نمی‌گوید", "fa"),
        ("यह सेवा बहुत खराब है", "hi"),
        ("השירות גרוע מאוד", "he"),
        ("Dịch vụ khách hàng rất tệ", "vi"),
        ("", "und"),
        ("ok", "und"),
        ("👍👍👍 123 !!!", "und"),
        ("https://example.org/a-long-english-address-that-says-nothing", "und"),
        ("@someone_with_a_long_name", "und"),
        ("@friend @other 服務真差 https://example.org/english/words", "zh-Hant"),
    ],
)
def test_texts(text: str, expected: str) -> None:
    assert lang(text) == expected


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("Danke!", "de", "de"),
        ("Bon", "fr", "fr"),
        ("Los trenes llegan tarde otra vez y nadie nos dice nada sobre el motivo", "en", "es"),
        ("本当にひどいサービスでした", "en", "ja"),
        ("好吃", "zh-TW", "zh-Hant"),
        ("好吃", "zh-CN", "zh-Hans"),
        ("这个问题", "zh-TW", "zh-Hans"),
        ("東京", "ja", "ja"),
        ("这个", "ja", "zh-Hans"),
        ("Hello my friends, how are you today?", "ja", "en"),
        ("Bon dia a tothom, avui fa molt bon temps", "ca", "ca"),
        ("Miten menee tänään ystävät", "et", "et"),
        ("ok", "ru", "und"),
        ("हाम्रो सेवा राम्रो छ", "ne", "ne"),
    ],
)
def test_a_declared_language_is_believed_where_the_text_allows(text: str, declared: str, expected: str) -> None:
    assert lang(text, declared) == expected


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("zh-TW", "zh-Hant"),
        ("zh_hk", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("ZH-cn", "zh-Hans"),
        ("zh", "zh"),
        ("cmn", "zh"),
        ("yue", "zh-Hant"),
        ("en-US", "en"),
        ("pt-BR", "pt"),
        ("nb", "no"),
        ("und", ""),
        ("", ""),
    ],
)
def test_spellings_of_declared_languages(declared: str, expected: str) -> None:
    assert normal(declared) == expected


def test_the_reasons_are_the_characters_that_told() -> None:
    assert enricher.enrich(Understood("這個問題")).reasons == ("這", "個", "問", "題")


def test_finding_the_enrichers_loads_no_model() -> None:
    """The process that serves pages finds them too, and never asks them."""
    code = (
        "import sys; from earshot.ports.registry import find_enrichers; find_enrichers(); print('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@given(st.text(max_size=80), st.sampled_from(["", "en", "zh-TW", "ja", "xx", "-", "und"]))
def test_any_text_has_an_answer(text: str, declared: str) -> None:
    finding = enricher.enrich(Understood(text, lang=declared))
    assert finding.value
    assert 0.0 <= finding.confidence <= 1.0


LATIN_AND_CYRILLIC = ("en", "de", "fr", "es", "it", "pt", "nl", "id", "tr", "vi", "ru")
FLOORS = {"sentences": (0.99, LATIN_AND_CYRILLIC), "word-pairs": (0.72, LATIN_AND_CYRILLIC)}


def _right(folder: Path, kind: str, code: str) -> tuple[int, int, int]:
    """(right, said und, all)."""
    lines = [line for line in (folder / kind / f"{code}.txt").read_text("utf-8").splitlines() if line.strip()]
    found = [lang(line).split("-")[0] for line in lines]
    return found.count(code), found.count("und"), len(found)


@pytest.mark.realdata
@pytest.mark.parametrize("kind", ["sentences", "word-pairs"])
def test_alphabets_on_real_text(realdata: Path, kind: str) -> None:
    floor, codes = FLOORS[kind]
    counts = [_right(realdata / "lingua_testdata", kind, code) for code in codes]
    right, unsure, total = (sum(column) for column in zip(*counts, strict=True))
    assert right / total >= floor
    assert right / (total - unsure) >= 0.94, "where it names a language it must be right"


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("code", "floor"), [("zh", 0.99), ("ja", 0.99), ("ko", 0.99), ("th", 0.99), ("ar", 0.97), ("hi", 0.97)]
)
def test_scripts_on_real_sentences(realdata: Path, code: str, floor: float) -> None:
    right, _, total = _right(realdata / "lingua_testdata", "sentences", code)
    assert right / total >= floor


@pytest.mark.realdata
def test_traditional_and_simplified_on_real_reviews(realdata: Path) -> None:
    with (realdata / "zh" / "ChnSentiCorp_htl_all.csv").open(encoding="utf-8") as file:
        reviews = [row["review"] for row in csv.DictReader(file) if len(row["review"]) >= 10][:1500]
    convert = OpenCC("s2tw").convert
    simplified = [lang(review) for review in reviews]
    traditional = [lang(convert(review)) for review in reviews]
    assert simplified.count("zh-Hans") / len(reviews) >= 0.985
    assert traditional.count("zh-Hant") / len(reviews) >= 0.98


@pytest.mark.parametrize(
    "text",
    [
        "the flight was late again and they said nothing about it",
        "I'M STILL WAITING AND YOU DON'T EVEN ANSWER WHEN I CALL",
    ],
)
def test_plain_english_needs_no_model(text: str) -> None:
    assert is_plainly_english(text)
    assert lang(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "ok the and",
        "De trein was weer te laat en in het station was niemand die iets wist",
        "Ang flight ko was late again tapos walang nagsabi ng kahit ano sa amin",
        "Wir waren in der Stadt und haben the best burger gegessen",
        "Le vol the best and the rest était encore en retard et personne ne nous a rien dit",
    ],
)
def test_english_words_in_other_languages_are_left_to_the_model(text: str) -> None:
    assert not is_plainly_english(text)
