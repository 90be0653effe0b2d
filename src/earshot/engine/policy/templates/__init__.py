"""Starting points: a policy for each size of house, selling to consumers or to companies.

The documents lie beside this file as text; ``OWNER`` and ``ZONE`` in them stand for the person who sets up and the
house's time zone. What a size can not guarantee is said in words, in every language of the pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from earshot.engine.policy.templates.phrases import in_language
from earshot.engine.policy.templates.scalars import scalar
from earshot.engine.policy.templates.staffing import made_room
from earshot.engine.policy.templates.words import CANNOT, MARKETS, SIZES, Words

_OWNER = re.compile(r"\bOWNER\b")


@dataclass(frozen=True, slots=True)
class Template:
    """``name``: solo-b2c to enterprise-b2b. ``title`` and ``cannot`` (sentences) by language: en, zh-hant, zh-hans."""

    name: str
    size: str
    market: str
    title: Mapping[str, str]
    cannot: Mapping[str, tuple[str, ...]]


def templates() -> tuple[Template, ...]:
    """All starting points, from the smallest."""
    return tuple(_template(size, market) for size in SIZES for market in MARKETS)


def template(name: str, owner: str = "owner", zone: str = "UTC", language: str = "en") -> str:
    """The document of a starting point, for ``owner`` (a handle) in ``zone`` (IANA). Rules and meetings are named in
    ``language`` (en, zh-hant, zh-hans); names that rules refer to are the same in all. A made-up person who is called
    as the owner gets another name.

    Raises:
        KeyError: no such template.
    """
    if name not in {one.name for one in templates()}:
        raise KeyError(name)
    text = (files(__name__) / f"{name}.yaml").read_text(encoding="utf-8")
    text = in_language(text, language).replace("ZONE", scalar(zone))
    return _OWNER.sub(lambda match: scalar(owner), made_room(text, owner))


def _template(size: str, market: str) -> Template:
    name = f"{size}-{market}"
    title = {language: f"{SIZES[size][language]} · {MARKETS[market][language]}" for language in SIZES[size]}
    return Template(name, size, market, title, _by_language(CANNOT[name]))


def _by_language(sentences: tuple[Words, ...]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(sentence[language] for sentence in sentences) for language in ("en", "zh-hant", "zh-hans")}
