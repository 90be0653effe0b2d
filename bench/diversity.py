"""How diverse the sample company's posts are: words that return, nearest neighbours, templates, lengths."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from statistics import mean, quantiles

from earshot.engine.text import tokenise
from earshot.features.sample.company import Post, company

Gram = frozenset[str]
Pair = tuple[float, str, str]


def grams(text: str, size: int = 5) -> Gram:
    """The runs of ``size`` characters of a text, without white space and case."""
    plain = re.sub(r"\s+", "", text.casefold())
    return frozenset(plain[at : at + size] for at in range(max(1, len(plain) - size + 1)))


def jaccard(one: Gram, other: Gram) -> float:
    """Shared grams among all: 1 is the same text, 0 nothing in common."""
    return len(one & other) / len(one | other)


def nearest(texts: Sequence[str]) -> list[Pair]:
    """Every text's nearest neighbour (likeness, text, neighbour), the most alike first."""
    known = [grams(text) for text in texts]
    best: list[tuple[float, int]] = [(0.0, 0)] * len(texts)
    for one, other in combinations(range(len(texts)), 2):
        likeness = jaccard(known[one], known[other])
        best[one], best[other] = max(best[one], (likeness, other)), max(best[other], (likeness, one))
    return sorted(((likeness, texts[at], texts[to]) for at, (likeness, to) in enumerate(best)), reverse=True)


def skeleton(text: str) -> str:
    """What is left of a text when everything a template would fill in is taken out: names in Latin letters with a
    capital, handles, hashtags, numbers, quotations, the company's products and stores."""
    text = re.sub(r"[「『“\"'][^」』”\"']{1,24}[」』”\"']", "Q", text)
    text = re.sub(r"[@#][\w.]+", "H", text)
    text = re.sub(r"\d+([.,:]\d+)*", "0", text)
    text = re.sub(r"\w{1,3}店|桂花\w|霧峰青|鐵觀音|珍珠|澄野|霽山|Chengye|Jishan", "P", text)
    text = re.sub(r"\b[A-Z][a-z]+\b", "N", text)
    return re.sub(r"[\W_]+", " ", text).strip()


def distinct(texts: Sequence[str], size: int) -> float:
    """Distinct runs of ``size`` words (or Chinese characters) per run."""
    runs: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        words = [token.text for token in tokenise(text)]
        runs.update(zip(*(words[at:] for at in range(size)), strict=False))
    return len(runs) / max(1, runs.total())


def main() -> None:
    posts = list(company().posts.values())
    plain = [post for post in posts if not post.group]
    authors = len({post.author.by for post in posts})
    print(f"{len(posts)} posts by {authors} authors, {len(posts) - len(plain)} alike on purpose")
    print("by language: " + _counts(post.lang for post in posts))
    print("by network: " + _counts(post.author.network for post in posts))
    for lang in dict.fromkeys(post.lang for post in plain):
        _tell_language(lang, [post for post in plain if post.lang == lang])
    pairs = nearest([post.text for post in plain])
    print(f"nearest neighbour, Jaccard of 5 characters: {_spread([pair[0] for pair in pairs])}")
    likeness, one, other = pairs[0]
    print(f"  the most alike, {likeness:.3f}: {one[:60]!r} / {other[:60]!r}")
    shapes = Counter(skeleton(post.text) for post in plain)
    shared = sum(count for count in shapes.values() if count > 1)
    print(f"posts that share a template: {shared} of {len(plain)}")
    openings = Counter(re.sub(r"\W", "", post.text)[:4].casefold() for post in plain)
    print(f"posts that begin like another (4 letters): {sum(count for count in openings.values() if count > 1)}")
    paid = nearest([post.text for post in posts if post.group])
    print(f"those alike on purpose, nearest neighbour: {_spread([pair[0] for pair in paid])}")


def _tell_language(lang: str, posts: Sequence[Post]) -> None:
    texts = [post.text for post in posts]
    figures = ", ".join(f"distinct-{size} {distinct(texts, size):.2f}" for size in (1, 2, 3))
    print(f"{lang}: {len(texts)} posts, {figures}; characters {_spread([len(text) for text in texts], '.0f')}")


def _counts(values: object) -> str:
    return ", ".join(f"{value} {count}" for value, count in Counter(values).most_common())  # type: ignore[call-overload]


def _spread(numbers: Sequence[float], shape: str = ".3f") -> str:
    parts = quantiles(numbers, n=20)
    named = {"mean": mean(numbers), "median": parts[9], "p95": parts[18], "most": max(numbers), "least": min(numbers)}
    return ", ".join(f"{name} {value:{shape}}" for name, value in named.items())


if __name__ == "__main__":
    main()
