"""The order in which posts are drawn: by a number that depends on the post alone.

The lowest numbers of a set are an even draw from it, whatever the set is; so a sample hardly changes while one types,
and labels given under one version of a query are worth the same under the next.
"""

from __future__ import annotations

from collections.abc import Iterable

POST, SAMPLED = "p", "u"
Drawn = tuple[str, int]
"""Kind and number of a post: of ``Post`` or of ``Unmatched``."""
_BITS = 2**64
_SALTS = {
    ("sample", POST): 0x9E3779B97F4A7C15,
    ("sample", SAMPLED): 0xD1B54A32D192ED03,
    ("near", POST): 0x8CB92BA72F3D8DD7,
    ("near", SAMPLED): 0xA0761D6478BD642F,
    ("rest", POST): 0xE7037ED1A0B428DB,
    ("rest", SAMPLED): 0x589965CC75374CC3,
}
"""Draws from different sets do not depend on one another."""


def rank(draw: str, post: Drawn) -> float:
    """From 0 to 1, evenly spread (the mixing function of splitmix64; Steele, Lea and Flood 2014)."""
    mixed = (post[1] * 0x9E3779B97F4A7C15 + _SALTS[draw, post[0]]) % _BITS
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 % _BITS
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB % _BITS
    return (mixed ^ (mixed >> 31)) / _BITS


def lowest(draw: str, posts: Iterable[Drawn], most: int, share: float = 1.0) -> list[Drawn]:
    """The first ``most`` in the order of the draw. ``share`` is that of sampled posts: each stands for ``1 / share``
    posts, and is drawn so much sooner than a stored one."""
    kept = dict.fromkeys(posts)
    return sorted(kept, key=lambda post: rank(draw, post) * (share if post[0] == SAMPLED else 1.0))[:most]
