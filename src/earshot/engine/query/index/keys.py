"""What the index files queries under and looks up for a post: keys, plain strings.

A folded token (``late``), two neighbours with a space between (``late parcel``, ``物 流``), a tag or name with its sign
(``#late``), a wildcard behind ``WILD``; those of the bio begin with ``BIO``, a field's value with ``FIELD``. No token
contains any of these signs, so that no two kinds can be mistaken for each other.
"""

from __future__ import annotations

from collections.abc import Iterable

from earshot.engine.query.ast import Part
from earshot.engine.text import chars

PAIR = " "
BIO = "\x06"
FIELD = "\x07"
WILD = "\x0e"
TAG = "#"
BARE_HAN = "\x08"
"""A post in which a Han character carries a mark: only ``{}`` finds the character there."""

LOOKED_UP = (WILD, BIO, FIELD)
"""Keys of these kinds are only known of a post where something is filed under them."""


def part_key(part: Part) -> str:
    """The key without which ``part`` occurs nowhere; of a wildcard the wildcard itself."""
    return (WILD if part.wild else "") + part.sign + part.base


def pair_key(first: str, second: str) -> str:
    """The key of two tokens that stand next to each other."""
    return f"{first}{PAIR}{second}"


def field_key(name: str, value: str) -> str:
    """The key of a field's value, already brought to the form in which values are compared."""
    return f"{FIELD}{name}{FIELD}{value}"


def field_of(key: str) -> str:
    """The field of a field's key."""
    return key.split(FIELD, 2)[1]


def bio_keys(keys: Iterable[str]) -> tuple[str, ...]:
    """``keys`` as keys of the bio."""
    return tuple(BIO + key for key in keys)


def kind_of_key(key: str) -> str:
    """``FIELD`` and the field's name, ``BIO``, ``WILD``, ``BARE_HAN``, ``TAG``, ``PAIR``, or "" for a single token."""
    first = key[0]
    if first == FIELD:
        return FIELD + field_of(key)
    if first in (BIO, WILD, BARE_HAN):
        return first
    if PAIR in key:
        return PAIR
    return TAG if first in "#@$" and key[1:] != chars.KEYCAP else ""
