"""Where sentences end."""

from __future__ import annotations

import itertools

import pytest

from earshot.engine.text.sentences import sentence_ends


def sentences(text: str) -> list[str]:
    ends = [0, *sentence_ends(text), len(text)]
    return [piece for start, end in itertools.pairwise(ends) if (piece := text[start:end].strip())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("一。二！三？四…五", ["一。", "二！", "三？", "四…", "五"]),
        ("line\nbreak", ["line", "break"]),
        ("Dr. Who met Mr. X vs. St. No. 5.", ["Dr. Who met Mr. X vs. St. No. 5."]),
        ("J. Smith e.g. here", ["J. Smith e.g. here"]),
        ("They don't. Really.", ["They don't.", "Really."]),
        ("Version 3.14 of a.b", ["Version 3.14 of a.b"]),
        ("Hamr. Next", ["Hamr.", "Next"]),
    ],
)
def test_sentences(text, found):
    assert sentences(text) == found
