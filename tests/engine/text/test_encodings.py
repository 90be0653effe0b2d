"""Encodings are told by their mark, else by what the bytes become."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.engine.text.encodings import BOMS, LIKELY, commonness, likeliest, marked

SAID = {
    "cp950": "這家店的服務真的很好，我們下次還會再來，大家可以試試看他們的新產品",
    "gb18030": "这家店的服务真的很好，我们下次还会再来，大家可以试试看他们的新产品",
    "cp932": "このお店のサービスはとてもよかったので、また行きたいと思います。ありがとうございました",
    "cp949": "이 가게의 서비스는 정말 좋았습니다. 다음에 다시 가고 싶다는 생각이 듭니다",
}
LEGACY = tuple(SAID)


@pytest.mark.parametrize("name", LEGACY)
def test_the_encoding_is_the_one_that_makes_everyday_text(name: str) -> None:
    assert likeliest(SAID[name].encode(name), LEGACY) == name


@pytest.mark.parametrize("name", LEGACY)
def test_the_right_reading_is_common_and_the_wrong_ones_less(name: str) -> None:
    sample = SAID[name].encode(name)
    right = commonness(SAID[name])
    assert right >= LIKELY
    assert all(commonness(sample.decode(other, "replace")) < right for other in LEGACY if other != name)


def test_western_text_is_none_of_them() -> None:
    sample = "Où est passée ma commande ? Déjà trois semaines à attendre, c’est exagéré.".encode("cp1252")
    assert likeliest(sample, LEGACY) == ""
    assert likeliest(b"plain", LEGACY) == ""
    assert likeliest(sample, ()) == ""


def test_damage_counts_against_it() -> None:
    assert commonness("的的的") == 1.0
    assert commonness("的的的\ufffd") == 0.0


@given(st.sampled_from([name for _, name in BOMS]), st.text(st.characters(exclude_categories=("Cs",))))
def test_a_mark_is_known_and_what_stands_behind_it_is_the_text(name: str, text: str) -> None:
    mark = next(mark for mark, each in BOMS if each == name)
    body = mark + text.encode(name)
    codec, length = marked(body)
    if body.startswith(codecs.BOM_UTF32_LE):  # UTF-16 of a text that begins with U+0000 looks the same
        assert codec == "utf-32-le"
        return
    assert body[length:].decode(codec) == text
    assert marked(b"text") == ("", 0)
