"""Texts into tokens, with spans of the original."""

from __future__ import annotations

import pytest

from earshot.engine.text import search_query, search_terms, tokenise
from earshot.engine.text.tokens import Cut


def cut(text: str) -> list[str]:
    return [text[token.start : token.end] for token in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Hello, new_phone 2!", ["Hello", "new_phone", "2"]),
        ("e-mail at 10:30", ["e", "mail", "at", "10", "30"]),
        ("don't 'quote' rock’n’roll", ["don't", "quote", "rock’n’roll"]),
        ("新iPhone手機", ["新", "iPhone", "手", "機"]),
        ("ガｶﾞラー々ㄅ", ["ガ", "ｶﾞ", "ラ", "ー", "々", "ㄅ"]),
        ("안녕 하세요", ["안녕", "하세요"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("👨‍👩‍👧👍🏽❤️1️⃣🇹🇼🇯🇵", ["👨‍👩‍👧", "👍🏽", "❤️", "1️⃣", "🇹🇼", "🇯🇵"]),
        ("Acme® phone™x", ["Acme", "phone", "x"]),
        ("看https://a.example/b?c=1很好", ["看", "https://a.example/b?c=1", "很", "好"]),
        ("(see http://a.example/b_(c)), www.a.example!", ["see", "http://a.example/b_(c)", "www.a.example"]),
        ("https://a.example/x，好。", ["https://a.example/x", "好"]),
        ("½", ["½", "½"]),
        ("", []),
        ("—!？", []),
    ],
)
def test_tokens(text, tokens):
    assert cut(text) == tokens


def test_kinds():
    assert [token.kind for token in tokenise("a 手 👍 https://a.example")] == ["word", "cjk", "emoji", "url"]


def test_emoji_are_without_tones_and_urls_without_text():
    assert [token.text for token in tokenise("👍🏽 https://a.example")] == ["👍", ""]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#sale now", ["#sale"]),
        ("#物流 #物流# #手機pro", ["#物流", "#物流", "#手机pro"]),
        ("#物流#快遞", ["#物流"]),
        ("@bob@srv.example", ["@bob"]),
        ("bob@srv.example a#b", []),
        ("é#tag e\u0301#tag 好@bob", ["#tag", "#tag", "@bob"]),
        ("$ACME ＃tag", ["$acme", "#tag"]),
        ("#brand's", ["#brand"]),
        ("## # @", []),
    ],
)
def test_tags(text, tags):
    assert [tag.sign + tag.text for tag in Cut(text).tags] == tags


def test_a_tag_knows_its_tokens():
    found = Cut("look #手機pro").tags[0]
    assert Cut("look #手機pro").terms[found.first : found.last] == ["手", "机", "pro"]


def test_the_index_stores_words_pairs_and_the_last_character():
    assert search_terms("新手機iPhone好，嗎 👍 https://a.example") == "新手 手机 机 iphone 好吗 吗"


@pytest.mark.parametrize(
    ("terms", "expression"),
    [
        (("late",), '"late"'),
        (("e", "mail"), '"e" AND "mail"'),
        (("手", "机", "坏"), '"手机" AND "机坏"'),
        (("手",), '"手"*'),
        (("👍",), None),
    ],
)
def test_how_the_index_is_asked(terms, expression):
    assert search_query(*terms) == expression


def test_the_beginning_of_a_word():
    assert search_query("e", "ma", prefix=True) == '"e" AND "ma"*'
