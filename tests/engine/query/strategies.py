"""Random queries and posts in mixed scripts, with the traps that real posts set."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = (
    *("late", "Parcel", "parcel's", "Café", "cafe", "café", "iPhone", "don't", "don’t", "Acme’s", "new_phone", "10"),
    *(
        "ﬁsh",
        "fish",
        "straße",
        "STRASSE",
        "Σίσυφος",
        "ΣΊΣΥΦΟΣ",
        "İstanbul",
        "istanbul",
        "½",
        "①",
        "e-mail",
        "C++",
        "AT&T",
    ),
    *("手", "機", "机", "手機", "手机", "物流", "物", "流", "着", "著", "ガ", "ｶﾞ", "カ", "ー", "ㄅ", "안녕", "ㄱㅏ"),
    *("👍", "👍🏽", "👨‍👩‍👧", "❤️", "1️⃣", "🇹🇼", "हिन्दी", "น้ำ", "بِسْمِ", "soft\u00adhyphen", "Acme™x"),
    *("#tag", "#Tag", "#物流", "#物流#", "#手機pro", "@bob", "@bob@srv.example", "$ACME", "é#tag", "a@b.example"),
    *("https://a.example/x?y=手", "www.a.example/late", "…", "Dr", "Mr"),
)
GAPS = (" ", "", ",", "，", "。", ". ", "! ", "\n", "\u200b", "\u3000", " - ")

COMMON = ("late", "Parcel", "Café", "cafe", "手機", "物流", "物", "#tag", "👍🏽", "C++")
"""Few, so that queries of several terms match often."""


def _text(pieces: tuple[str, ...]) -> st.SearchStrategy[str]:
    pairs = st.lists(st.tuples(st.sampled_from(pieces), st.sampled_from(GAPS)), max_size=12)
    return pairs.map(lambda found: "".join(piece + gap for piece, gap in found))


texts = _text(PIECES) | _text(COMMON)
"""Texts of posts."""

_BARE = (
    *("late", "parcel", "Café", "cafe", "iPhone", "don't", "acme", "fish", "straße", "σίσυφος", "istanbul", "İstanbul"),
    *(
        "手",
        "手機",
        "手机",
        "物流",
        "着",
        "ガ",
        "안녕",
        "👍",
        "👍🏽",
        "❤",
        "1️⃣",
        "e-mail",
        "10",
        "parcel's",
        "हिन्दी",
        "น้ำ",
    ),
    *(
        "par*",
        "*ate",
        "wom?n",
        "l?te",
        "caf?",
        "手機*",
        "iPhone手機",
        "#tag",
        "#物流",
        "@bob",
        "$acme",
        "#ta*",
        "tag",
        "bob",
    ),
)
words = st.sampled_from(_BARE) | st.sampled_from(
    ("late", "parcel", "café", "cafe", "手机", "物流", "#tag", "👍", "par*")
)
phrases = st.lists(words, min_size=1, max_size=3).map(lambda parts: '"' + " ".join(parts) + '"')
exacts = st.sampled_from(
    ("{Parcel}", "{C++}", "{AT&T}", "{手機}", "{Café}", "{late}", "{👍}", "{ﬁsh}", "{e-mail}", "{…}")
)
terms = words | phrases | exacts
fields = st.sampled_from(
    (
        *("lang:zh", "lang:(en OR zh-Hant)", "followers>=1000", "followers:[10 TO *]", "is:reply", "has:link"),
        *("has:hashtag", "posted:[2026-11-01 TO 2026-11-08]", "hour<12", "site:a.example", "url:a.example/x"),
        *('author:"Jane Doe"', "kind:post"),
    )
)
groups = st.lists(terms, min_size=2, max_size=3).map(lambda members: "(" + " OR ".join(members) + ")")
operands = terms | groups


def _proximity() -> st.SearchStrategy[str]:
    operators = st.sampled_from(("NEAR/0", "NEAR/2", "ONEAR/3", "NEAR/5f", "SENTENCE"))
    chain = st.tuples(operands, st.lists(st.tuples(operators, operands), min_size=1, max_size=3)).map(
        lambda pair: pair[0] + "".join(f" {operator} {operand}" for operator, operand in pair[1])
    )
    windows = st.tuples(st.lists(operands, min_size=2, max_size=4), st.integers(0, 6)).map(
        lambda pair: f"({' AND '.join(pair[0])})~{pair[1]}"
    )
    counts = st.tuples(phrases | groups | exacts, st.integers(1, 3)).map(lambda pair: f"{pair[0]}#{pair[1]}")
    return chain | windows | counts


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    bracketed = inner.map(lambda text: f"({text})")
    some = st.lists(bracketed | terms, min_size=2, max_size=4)
    return st.one_of(
        some.map(" ".join),
        some.map(" AND ".join),
        some.map(" OR ".join),
        bracketed.map(lambda text: f"NOT {text}"),
        bracketed.map(lambda text: f"-{text}"),
        st.tuples(st.sampled_from(("title", "text", "bio")), bracketed).map(":".join),
        some.map(lambda members: f"ATLEAST/{len(members) - 1}({', '.join(members)})"),
    )


_simple = terms | _proximity() | fields
queries = terms | _proximity() | _compound(_simple) | _compound(_compound(_simple))
"""Texts of queries, all of them readable with TOPIC_FIELDS."""
