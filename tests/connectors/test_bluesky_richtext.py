"""What becomes a link, a mention or a tag, and where it ends."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.connectors.bluesky.richtext import facets_of


async def find_did(handle: str) -> str:
    return "" if handle.startswith("nobody") else f"did:plc:{handle}"


def facets(text: str) -> list[dict[str, Any]]:
    return asyncio.run(facets_of(text, find_did))


def spelled(text: str) -> list[str]:
    raw = text.encode()
    return [raw[each["index"]["byteStart"] : each["index"]["byteEnd"]].decode() for each in facets(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://x.example/a?b=1#c.", ["https://x.example/a?b=1#c"]),
        ("(https://x.example/wiki/A_(b))", ["https://x.example/wiki/A_(b)"]),
        ("請看https://x.example/a，謝謝", ["https://x.example/a"]),
        ("https://x.example/退款", ["https://x.example/"]),
        ("https:// and http://.", []),
        ("hello @amy.test, @Bob.Test!", ["@amy.test", "@Bob.Test"]),
        ("你好@amy.test。", ["@amy.test"]),
        ("mail amy@amy.test or @amy or @nobody.test", []),
        ("#refund #退款, #2026 #a1 a#b &#39; ＃退貨", ["#refund", "#退款", "#a1", "＃退貨"]),
        ("#" + "x" * 65, []),
        ("", []),
    ],
)
def test_what_is_found(text: str, found: list[str]) -> None:
    assert spelled(text) == found


def test_a_mention_is_asked_for_in_small_letters() -> None:
    (facet,) = facets("@Amy.Test")
    assert facet["features"] == [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:amy.test"}]


@given(
    st.lists(
        st.sampled_from(["https://x.example/a", "@amy.test", "#退款", "嗨", " ", "。", ")", "(", "👩‍👩‍👧", "é"]),
        max_size=12,
    )
)
def test_facets_stand_in_order_on_whole_letters_and_apart(parts: list[str]) -> None:
    text = "".join(parts)
    raw, end = text.encode(), 0
    for each in facets(text):
        start, stop = each["index"]["byteStart"], each["index"]["byteEnd"]
        assert end <= start < stop <= len(raw)
        assert raw[start:stop].decode().strip()
        end = stop
