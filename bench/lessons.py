"""Lessons: how rightly later posts take a correction, and what that costs on the road.

For 200 random posts of a labelled collection the true label is said to be a person's correction. Every other post that
takes one of them is counted, and whether that was right; "by itself" is how often the machine had been right of them.
"""

from __future__ import annotations

import csv
import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.conftest import REALDATA
from tests.enrichers.real import understand

from bench.figures import timed
from earshot.engine.text.likeness import Shape, Shapes, alike, likeness, shape, shape_of
from earshot.engine.text.tokens import Cut

LESSONS = 200
DRAWS = 20
STANDING = 1_000
Labelled = Sequence[tuple[str, str]]
"""(text, true label)."""


def main() -> None:
    if not REALDATA.is_dir():
        print(f"no figures: real data is not here ({REALDATA}); set EARSHOT_REALDATA")
        return
    collections = {
        "airline, sentiment": _airline(REALDATA / "airline" / "Tweets.csv"),
        "tweeteval, sentiment": _tweeteval(REALDATA / "tweeteval" / "datasets" / "sentiment", "val"),
        "waimai_10k, sentiment": _reviews(REALDATA / "zh" / "waimai_10k.csv"),
        "sms_spam, spam or not": _spam(REALDATA / "sms_spam"),
    }
    for name, posts in collections.items():
        if posts:
            goodness(name, posts)
    quickness(collections["airline, sentiment"])


def goodness(name: str, posts: Labelled) -> None:
    """One line for all draws together."""
    shapes = [shape(text) for text, _ in posts]
    taken = right = machine = 0
    for draw in range(DRAWS):
        lessons = random.Random(draw).sample(range(len(posts)), LESSONS)
        index = Shapes({number: shapes[number] for number in lessons}, LESSONS)
        taught = set(lessons)
        for number, asked in enumerate(shapes):
            if number in taught:
                continue
            found = index.alike(asked)
            if found:
                newest = max(found, key=lessons.index)
                taken += 1
                right += posts[newest][1] == posts[number][1]
                machine += understand(posts[number][0])["sentiment"].value == posts[number][1]
    share = taken / (DRAWS * (len(posts) - LESSONS))
    print(
        f"{name} (n = {len(posts):,}, {DRAWS} times {LESSONS} lessons): {taken:,} posts take one ({share:.2%}), "
        f"{_of(right, taken)} of them rightly" + (f"; by itself {_of(machine, taken)}" if "sentiment" in name else ""),
        flush=True,
    )
    _thresholds(posts, shapes)


def _thresholds(posts: Labelled, shapes: Sequence[Shape]) -> None:
    """What other definitions of "alike" would do, over all pairs of the collection that the loosest one finds."""
    by_pair: dict[tuple[str, str], list[int]] = {}
    for number, each in enumerate(shapes):
        for pair in each:
            by_pair.setdefault(pair, []).append(number)
    couples = {
        (one, other)
        for numbers in by_pair.values()
        if 1 < len(numbers) <= 200
        for place, one in enumerate(numbers)
        for other in numbers[place + 1 :]
    }
    measured = [(one, other, much) for one, other in couples if (much := likeness(shapes[one], shapes[other])) >= 0.3]
    rules: dict[str, Callable[[int, int, float], bool]] = {
        f"resemblance >= {least}": lambda _one, _other, much, least=least: much >= least  # type: ignore[misc]
        for least in (0.3, 0.5, 0.7)
    }
    rules["alike"] = lambda one, other, _much: alike(shapes[one], shapes[other]) > 0
    for name, rule in rules.items():
        held = [(one, other) for one, other, much in measured if rule(one, other, much)]
        same = sum(posts[one][1] == posts[other][1] for one, other in held)
        print(f"    pairs by {name:<20} {len(held):>7,}, with the same label {_of(same, len(held))}", flush=True)


def quickness(posts: Labelled) -> None:
    """With 1,000 lessons: CPU time a post, the texts cut already as on the road, where queries have cut them."""
    texts = [text for text, _ in posts]
    built = timed(lambda: Shapes({number: shape(text) for number, text in enumerate(texts[:STANDING])}))
    index = Shapes({number: shape(text) for number, text in enumerate(texts[:STANDING])})
    rest = texts[STANDING:]
    cuts = [Cut(text) for text in rest]
    best = min(timed(lambda: [index.alike(shape_of(cut.terms, cut.tags)) for cut in cuts]).cpu for _ in range(5))
    whole = min(timed(lambda: [index.alike(shape(text)) for text in rest]).cpu for _ in range(5))
    print(
        f"{STANDING:,} lessons: {best / len(rest) * 1e6:.1f} microseconds of CPU a post that is cut already, "
        f"{whole / len(rest) * 1e6:.1f} with cutting (best of 5, n = {len(rest):,}); "
        f"indexed in {built.cpu * 1000:.0f} ms",
        flush=True,
    )


def _of(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def _airline(file: Path) -> Labelled:
    with file.open(encoding="utf-8", errors="replace") as lines:
        return [(row["text"], row["airline_sentiment"]) for row in csv.DictReader(lines)]


def _reviews(file: Path) -> Labelled:
    with file.open(encoding="utf-8-sig") as lines:
        return [(row["review"], "positive" if row["label"] == "1" else "negative") for row in csv.DictReader(lines)]


def _tweeteval(folder: Path, part: str) -> Labelled:
    texts, labels = folder / f"{part}_text.txt", folder / f"{part}_labels.txt"
    if not texts.is_file():
        return []
    words = {"0": "negative", "1": "neutral", "2": "positive"}
    read = zip(texts.read_text("utf-8").splitlines(), labels.read_text("utf-8").split(), strict=False)
    return [(text, words[label]) for text, label in read]


def _spam(folder: Path) -> Labelled:
    for file in sorted(folder.glob("*")):
        rows = [line.split("\t", 1) for line in file.read_text("utf-8", "replace").splitlines()]
        found = [(row[1], row[0]) for row in rows if len(row) == 2 and row[0] in ("ham", "spam")]
        if found:
            return found
    return []


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "earshot.site.settings")
    main()
