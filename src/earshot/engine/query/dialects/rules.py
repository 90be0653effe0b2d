"""What a dialect is made of: its operators, and what becomes of each of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from earshot.kernel.texts import Said, say

RuleKind = Literal["value", "text", "exact", "sign", "range", "flag", "address", "lost"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What becomes of ``name:...``.

    ``value``: the same values in our field ``to``; ``text``: words looked for in our text field ``to``; ``exact``:
    exact characters (in ``to``, or anywhere); ``sign``: a word behind the sign ``to``; ``range``: numbers or dates in
    our field ``to``; ``flag``: one of ``values``, as a query of ours; ``address``: a web address, of which ``to``
    (``site`` or ``url``) is asked; ``lost``: no counterpart. ``differs`` says what is not exactly the same.
    """

    kind: RuleKind
    to: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    differs: Said | None = None


LOST = Rule("lost")


@dataclass(frozen=True, slots=True)
class Dialect:
    """Another product's language.

    ``near``: the distance of a NEAR without a number (None: it needs one). ``small``: its operators may be written in
    small letters. ``words``: it has AND and NOT as words. ``wild``: it has wildcards. ``swaps``: its ``"a b"~5`` counts
    moves, so that words in the other order may stand less far apart. ``phrases``: words beside each other may mean a
    phrase. ``proximity``: it has NEAR and ONEAR. ``sentences``: it has SENTENCE and PARAGRAPH.
    """

    name: str
    title: str
    fields: Mapping[str, Rule]
    near: int | None = None
    small: bool = False
    words: bool = True
    wild: bool = True
    swaps: bool = True
    phrases: bool = False
    proximity: bool = True
    sentences: bool = False


ALSO_OWN_ADDRESS = say("Here it also finds the post's own address.")
LINKS_TOO = say("Here it also finds links in the post.")
NAME_OR_HANDLE = say("Here it is the handle; in quotes the handle or the full name.")
COUNTRY_OF_POST = say("Here it is the country of the post, as far as its network tells.")
WHOLE_TEXT = say("Here the whole text is looked through, which is wider.")
"""What is not exactly the same about some fields, in words."""
