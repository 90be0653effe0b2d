"""How people mistype Chinese names: one character for another that sounds like it, or looks like it.

An input method asks for the sound and offers characters, the most written first; whoever picks too fast picks one of
those. In Taiwan the sound is typed with its tone (Zhuyin), on the mainland mostly without (Pinyin), so that there
characters of other tones are offered, too. Readers and scanners mistake shapes: the same part beside another radical.

The tables are read when first asked for (60 KB); where they come from is told in ADR 0027.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from earshot.engine.text.folding import fold

Script = Literal["hant", "hans"]

LONGEST = 12
"""Characters of a name that is changed; what is longer is a sentence."""
OTHER_TONE: Mapping[Script, float] = {"hant": 5.0, "hans": 3.0}
"""What the wrong tone costs, in places of the list that an input method offers."""
NEAR = 6.0
"""What a neighbouring sound costs: zh for z, eng for en, n for l."""
ALIKE = 2.0
WITHOUT_RADICAL = 2.0
"""What it costs to lose the radical: a family begins with the part that its characters share."""
BOTH = 2.0
"""What is gained by sounding and looking alike."""
FIRST_OFFERED = (4.0, 2.0)
"""What it costs that the right character is offered first, or second: then few people miss it."""
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_FINALS = (("eng", "en"), ("ing", "in"))


def mistyped(name: str, most: int, beside: str = "") -> tuple[str, ...]:
    """``name`` with one Chinese character mistaken, the likeliest first, at most ``most``; nothing where fewer than two
    characters are Chinese. Never the name itself, nor what the search folds to it, nor two that it folds to one.
    ``beside``: other text of whoever asks, which tells the script where the name does not."""
    places = _places(name)
    costs: dict[str, tuple[float, int]] = {}
    for script in scripts(name + beside) if places else ():
        for place in places:
            for other, cost in _instead(name[place], script).items():
                typed = name[:place] + other + name[place + 1 :]
                costs[typed] = min(costs.get(typed, (cost, place)), (cost, place))
    return _unlike(name, sorted(costs, key=lambda each: (*costs[each], each)), most)


def scripts(name: str) -> tuple[Script, ...]:
    """The scripts in which the name may be written: traditional, simplified, or both where it is the same in both."""
    traditional = any(_is_everyday(each, "hant") and not _is_everyday(each, "hans") for each in name)
    simplified = any(_is_everyday(each, "hans") and not _is_everyday(each, "hant") for each in name)
    if traditional == simplified:
        return ("hant", "hans")
    return ("hant",) if traditional else ("hans",)


def _is_everyday(character: str, script: Script) -> bool:
    """Whether the script writes it: Big5 and GB 2312 hold what was in use before everything could be written; the
    second half of Big5, from C9 on, what hardly is, some of it simplified."""
    try:
        code = character.encode("big5" if script == "hant" else "gb2312")
    except UnicodeEncodeError:
        return False
    return is_chinese(character) and (script == "hans" or code[0] < 0xC9)


def is_chinese(character: str) -> bool:
    """Whether it is a Chinese character of the everyday block."""
    return "\u4e00" <= character <= "\u9fff"


def _places(name: str) -> list[int]:
    """Where a character may be mistaken: in what the company is called, not in what it says that it is."""
    chinese = [place for place, each in enumerate(name) if is_chinese(each)]
    if len(chinese) < 2 or len(name) > LONGEST or any("\u3040" <= each <= "\u30ff" for each in name):
        return []  # kana: Japanese is typed and mistyped in another way
    plain = fold(name)
    if len(plain) != len(name):
        return chinese
    for word in _company():
        plain = plain.replace(fold(word), " " * len(word))
    told = [place for place in chinese if plain[place] != " "]
    return told if len(told) >= 2 else chinese


def _instead(character: str, script: Script) -> dict[str, float]:
    """Characters for which it may be mistaken, with what they cost."""
    sounds = dict(_sounding(character, script))
    looks = dict(_looking(character, script))
    both = sounds.keys() & looks.keys()
    costs = {other: min(sounds.get(other, 99.0), looks.get(other, 99.0)) for other in sounds | looks}
    for other in both:
        costs[other] -= BOTH
    known = _how_well_known(character, script)
    return {other: cost + known for other, cost in costs.items() if other != character}


def _sounding(character: str, script: Script) -> Iterator[tuple[str, float]]:
    """Cheapest last, so that it stays where a character is given twice."""
    table = _readings(script)
    found: list[tuple[float, str]] = []
    for reading in _readings_of(character, script):
        found += _offered(table[reading], 0.0)
        for other in "1234":
            if other != reading[-1]:
                found += _offered(table.get(reading[:-1] + other, ""), OTHER_TONE[script])
        for near in _near(reading[:-1]):
            found += _offered(table.get(near + reading[-1], ""), NEAR)
    for cost, other in sorted(found, reverse=True):
        yield other, cost


def _offered(characters: str, cost: float) -> Iterable[tuple[float, str]]:
    return ((cost + place, other) for place, other in enumerate(characters))


def _near(syllable: str) -> Iterator[str]:
    for long, short in _INITIALS:
        if syllable.startswith(long):
            yield short + syllable[len(long) :]
        elif syllable.startswith(short):
            yield long + syllable[len(short) :]
    for long, short in _FINALS:
        if syllable.endswith(long):
            yield syllable[: -len(long)] + short
        elif syllable.endswith(short):
            yield syllable[: -len(short)] + long


def _looking(character: str, script: Script) -> Iterator[tuple[str, float]]:
    for family in _families():
        if character in family:
            others = [other for other in family[1:] if _is_everyday(other, script)]
            yield from ((other, ALIKE + place / 2) for place, other in enumerate(others))
            if _is_everyday(family[0], script):
                yield family[0], ALIKE + WITHOUT_RADICAL


def _how_well_known(character: str, script: Script) -> float:
    """What it costs to mistake it."""
    table = _readings(script)
    place = min((table[reading].index(character) for reading in _readings_of(character, script)), default=len(table))
    return FIRST_OFFERED[place] if place < len(FIRST_OFFERED) else 0.0


def _unlike(name: str, typed: Iterable[str], most: int) -> tuple[str, ...]:
    seen = {fold(name)}
    kept: list[str] = []
    for each in typed:
        if len(kept) < most and (plain := fold(each)) not in seen:
            seen.add(plain)
            kept.append(each)
    return tuple(kept)


def _readings_of(character: str, script: Script) -> list[str]:
    return [reading for reading, characters in _readings(script).items() if character in characters]


@cache
def _readings(script: Script) -> Mapping[str, str]:
    """Reading (``cheng2``) -> its characters."""
    rows = [line.split() for line in _lines(f"{script}.txt")]
    return {syllable + tone[0]: tone[1:] for syllable, *tones in rows for tone in tones}


@cache
def _families() -> tuple[str, ...]:
    return tuple(_lines("alike.txt"))


@cache
def _company() -> tuple[str, ...]:
    """What names of companies end or begin with: words that everybody knows how to write. The longest first."""
    return tuple(sorted(_lines("company.txt"), key=len, reverse=True))


def _lines(file: str) -> Iterator[str]:
    text = (files(__name__) / file).read_text("utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
