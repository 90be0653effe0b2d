"""Topics proposed for a brand: pure, from its name and its spellings.

One spelling finds its other forms by itself: the query language folds case, accents, width, and simplified and
traditional Chinese. What it can not know is proposed here: the name run together (as hashtags and handles are), and
the slips of people who type. Of Latin names they are the common ones of English spelling: letters doubled or not, two
letters swapped, ``ie`` for ``ei``, ``c`` for ``k``, ``f`` for ``ph``, ``y`` for ``i``; of Chinese names, characters
that sound or look alike (``engine.text.mistyped``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import Literal

from earshot.engine.query import TOPIC_FIELDS, QueryError, parse
from earshot.engine.text import fold
from earshot.engine.text.mistyped import is_chinese, mistyped

Kind = Literal["brand", "slips", "harm", "industry"]

SHORTEST_SLIP = 5
"""Letters from which on a slip is still told apart from another word."""
MOST_SLIPS = 6
"""Of the Latin names, and as many of the Chinese ones."""
FEW = 3
"""A slip may be found so often before anybody asks whether it is another word."""
_SWAPS = (("ie", "ei"), ("ei", "ie"), ("ph", "f"), ("ck", "k"), ("c", "k"), ("k", "c"), ("y", "i"), ("i", "y"))
_DOUBLED = "lnrstmpf"
_LATIN = re.compile(r"[a-z]+")
HARM = (
    'recall OR recalled OR lawsuit OR sue OR poison* OR "food poisoning" OR allergic OR injured OR hospital OR unsafe '
    "OR scam OR fraud OR boycott OR 下架 OR 回收 OR 食物中毒 OR 食安 OR 過敏 OR 受傷 OR 送醫 OR 詐騙 OR 抵制 OR 提告 "
    "OR 消保官 OR 投诉 OR 曝光 OR 起诉"
)
"""Words of harm in three languages; one script finds both."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A topic to be taken over. ``name`` is what policies write; ``words``, of slips, what the query consists of."""

    kind: Kind
    name: str
    query: str
    listen_only: bool = False
    words: tuple[str, ...] = ()

    def without(self, words: Collection[str]) -> Proposal:
        """The proposal but for some of its words; itself where none would be left."""
        left = tuple(word for word in self.words if word not in words)
        return replace(self, words=left, query=_either(left)) if left else self


def proposals(brand: str, spellings: Sequence[str] = (), industry: Sequence[str] = ()) -> tuple[Proposal, ...]:
    """What to listen for: of the brand, where one is given, and of the industry."""
    found: list[Proposal] = []
    said = written(brand, spellings)
    if said:
        name = slug(brand)
        found.append(Proposal("brand", name, _either(said)))
        typed = slips(said)
        if typed:
            found.append(Proposal("slips", f"{name}-typos", _either(typed), words=typed))
        found.append(Proposal("harm", f"{name}-harm", f"({_either(said)}) ({HARM})"))
    words = industry_words(brand, spellings, industry)
    if words:
        found.append(Proposal("industry", "industry", _either(words), listen_only=True))
    return tuple(found)


def industry_words(brand: str, spellings: Iterable[str], industry: Iterable[str]) -> tuple[str, ...]:
    """The words of an industry, but for the brand's own names: whoever lists themselves among their rivals wants to
    read of the others there; what is said of the brand is in the inbox. A post about both is in both."""
    own = {fold(name) for name in written(brand, spellings)}
    return tuple(word for word in _unlike(industry) if fold(word) not in own)


def written(brand: str, spellings: Iterable[str] = ()) -> tuple[str, ...]:
    """The brand's names and each run together, no two of which find the same."""
    names = _unlike([brand, *spellings])
    return _unlike([*names, *(re.sub(r"[\s\-'’.&]+", "", name) for name in names)])


def slips(names: Iterable[str]) -> tuple[str, ...]:
    """How people mistype single Latin words among ``names``, then its Chinese names; the likeliest first, at most
    :data:`MOST_SLIPS` of each."""
    names = tuple(names)
    return (*_latin_slips(names), *_chinese_slips(names))


def is_word_of_its_own(found: int, names: int) -> bool:
    """Whether what was taken for a slip is another word: it was found oftener than the ``names`` that it would be a
    slip of."""
    return found > max(FEW, names)


def _latin_slips(names: Sequence[str]) -> tuple[str, ...]:
    known = {fold(name) for name in names}
    found: dict[str, None] = {}
    for name in known:
        if len(name) >= SHORTEST_SLIP and _LATIN.fullmatch(name):
            found |= dict.fromkeys(_slips_of(name))
    return tuple(slip for slip in sorted(found, key=list(found).index) if slip not in known)[:MOST_SLIPS]


def _chinese_slips(names: Sequence[str]) -> tuple[str, ...]:
    """Of each name in turn, but for names with a shorter one within: its slips find theirs, too."""
    chinese = [name for name in names if any(is_chinese(each) for each in name)]
    beside = "".join(chinese)
    shortest = [name for name in chinese if not any(fold(each) in fold(name) for each in chinese if each != name)]
    typed = [mistyped(name, MOST_SLIPS, beside) for name in shortest if not re.search(r"\s", name)]
    known = {fold(name) for name in names}
    each_once = {fold(slip): slip for slip in chain(*zip_longest(*typed)) if slip is not None}
    return tuple(slip for plain, slip in each_once.items() if plain not in known)[:MOST_SLIPS]


def _slips_of(word: str) -> Iterable[str]:
    for at in range(1, len(word)):
        if word[at] == word[at - 1]:
            yield word[:at] + word[at + 1 :]
    for right, wrong in _SWAPS:
        if right in word[1:]:
            at = word.index(right, 1)
            yield word[:at] + wrong + word[at + len(right) :]
    for at in range(1, len(word) - 1):
        if word[at] in _DOUBLED and word[at] not in (word[at - 1], word[at + 1]):
            yield word[:at] + word[at] + word[at:]
    for at in range(1, len(word) - 2):
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _unlike(names: Iterable[str]) -> tuple[str, ...]:
    """Those that are something, each once, however it is written."""
    found: dict[str, str] = {}
    for name in names:
        plain = " ".join(name.split()).strip('#@"“”')
        if _can_be_asked(plain):
            found.setdefault(fold(plain), plain)
    return tuple(found.values())


def _can_be_asked(name: str) -> bool:
    """Whether there is anything in it to search for: a letter, a digit, an emoji."""
    try:
        parse(quoted(name), fields=TOPIC_FIELDS)
    except QueryError:
        return False
    return True


def _either(names: Sequence[str]) -> str:
    return " OR ".join(quoted(name) for name in names)


def quoted(name: str) -> str:
    plain = name.replace('"', " ").replace("\\", " ").strip()
    return plain if _LATIN.fullmatch(plain.casefold()) and plain.upper() not in ("AND", "OR", "NOT") else f'"{plain}"'


def slug(brand: str) -> str:
    """A brand as the name of a topic: letters, digits and hyphens of any script."""
    return re.sub(r"[^\w]+", "-", brand.casefold()).strip("-_")[:70] or "brand"
