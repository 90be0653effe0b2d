"""The regular expressions that cut folded text into tokens. All are our own and none can backtrack.

A repeated group that may begin to match and then fail (an apostrophe without a letter behind it) is not possessive:
Python before 3.11.5, Debian 12's among them, keeps the half that matched. Whatever follows such a group can match
nothing at all, so that there is no way back into it either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from earshot.engine.text import chars

CONTROL = re.compile("[\x01-\x05]")
"""Characters that mean something to us while cutting; in a text they are spaces."""

DOUBTFUL_SIGN = re.compile(r"(?<=[^\x00-\x7f])[#@$＃＠＄]")
TONE = re.compile(f"[{chars.TONES}]")


@dataclass(frozen=True, slots=True)
class Patterns:
    """A whole token or tag; a token inside a tag; an emoji sequence; a CJK character."""

    token: re.Pattern[str]
    inner: re.Pattern[str]
    emoji: re.Pattern[str]
    cjk: re.Pattern[str]


def _assemble(word: str, tag_text: str, emoji: str, cjk: str, keycap: str) -> Patterns:
    inner = rf"{cjk}|(?!{keycap}){word}|{emoji}"
    hash_, at, cash = chars.SURE_SIGNS.values()
    clear = r"(?<![a-z0-9])"
    tag = (
        rf"(?:{clear}#|{hash_}){tag_text}[#{hash_}]?"  # Weibo closes its tags: #topic#
        rf"|(?:{clear}[@$]|[{at}{cash}]){tag_text}"
    )
    token = rf"{cjk}|(?!{keycap}){word}|{chars.URL_MARK}++|{tag}|{emoji}"
    return Patterns(*(re.compile(pattern) for pattern in (token, inner, emoji, cjk)))


_NEVER = r"(?!)"

ASCII = Patterns(
    token=re.compile(
        rf"\w++(?:'\w++)*|{chars.URL_MARK}++|(?<![a-z0-9])(?:#\w++(?:'\w++)*#?|[@$]\w++(?:'\w++)*)", re.ASCII
    ),
    inner=re.compile(r"\w++(?:'\w++)*", re.ASCII),
    emoji=re.compile(_NEVER),
    cjk=re.compile(_NEVER),
)
"""For text that is ASCII."""


@cache
def beyond_ascii() -> Patterns:
    """For all other text; built when the first is met."""
    letter, mark = rf"[^\W{chars.CJK}]", f"[{chars.marks()}]"
    run = f"(?:{letter}++|{mark}++)++"
    part = rf"[{chars.EMOJI}][{chars.TONES}]?[{chars.EMOJI_TAGS}]*+"
    keycap = rf"[0-9#*]{chars.KEYCAP}"
    flag = rf"[{chars.REGIONAL}]{{1,2}}+"
    return _assemble(
        word=f"{run}(?:'{run})*",
        tag_text=rf"(?:\w++|{mark}++)++(?:'{run})*",
        emoji=rf"{keycap}|{flag}|{part}(?:{chars.JOINER}{part})*|[{chars.TONES}]",
        cjk=f"[{chars.CJK}]{mark}*+",
        keycap=keycap,
    )
