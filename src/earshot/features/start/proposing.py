"""Topics proposed for a brand: pure, from its name and its spellings.

One spelling finds its other forms by itself: the query language folds case, accents, width, and simplified and
traditional Chinese. What it can not know is proposed here: the name run together (as hashtags and handles are), and
the slips of people who type. The slips are the common ones of English spelling: letters doubled or not, two letters
swapped, ``ie`` for ``ei``, ``c`` for ``k``, ``f`` for ``ph``, ``y`` for ``i``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from earshot.engine.query import TOPIC_FIELDS, QueryError, parse
from earshot.engine.text import fold

Kind = Literal["brand", "slips", "harm", "industry"]

SHORTEST_SLIP = 5
"""Letters from which on a slip is still told apart from another word."""
MOST_SLIPS = 6
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
    """A topic to be taken over. ``name`` is what policies write."""

    kind: Kind
    name: str
    query: str
    listen_only: bool = False


def proposals(brand: str, spellings: Sequence[str] = (), industry: Sequence[str] = ()) -> tuple[Proposal, ...]:
    """What to listen for: of the brand, where one is given, and of the industry."""
    found: list[Proposal] = []
    said = written(brand, spellings)
    if said:
        name = slug(brand)
        found.append(Proposal("brand", name, _either(said)))
        typed = slips(said)
        if typed:
            found.append(Proposal("slips", f"{name}-typos", _either(typed)))
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
    """How people mistype single Latin words among ``names``; the likeliest first, at most :data:`MOST_SLIPS`."""
    known = {fold(name) for name in names}
    found: dict[str, None] = {}
    for name in known:
        if len(name) >= SHORTEST_SLIP and _LATIN.fullmatch(name):
            found |= dict.fromkeys(_slips_of(name))
    return tuple(slip for slip in sorted(found, key=list(found).index) if slip not in known)[:MOST_SLIPS]


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
