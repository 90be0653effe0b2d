"""Posts to measure with: real texts where they are (EARSHOT_REALDATA), else made ones, and it says which."""

from __future__ import annotations

import csv
import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from earshot.ports.heard import HeardAuthor, HeardPost

REALDATA = Path(os.environ.get("EARSHOT_REALDATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
MADE = "late parcel flight refund thanks love broken queue help staff 客服 退款 很慢 好吃 謝謝 晚點 服務"
START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def texts() -> tuple[list[str], str]:
    """Distinct texts, shuffled with a fixed seed, and where they come from."""
    found: list[str] = []
    english, chinese = REALDATA / "airline" / "Tweets_ids_times.csv", REALDATA / "zh" / "waimai_10k.csv"
    if english.exists() and chinese.exists():
        with english.open(encoding="utf-8", newline="") as file:
            found += [row["text"] for row in csv.DictReader(file)]
        with chinese.open(encoding="utf-8", newline="") as file:
            found += [row["review"] for row in csv.DictReader(file)]
        source = f"{len(found):,} real posts and reviews (airline, waimai)"
    else:
        rng = random.Random(1)
        words = MADE.split()
        found = [" ".join(rng.choices(words, k=18)) + f" {number}" for number in range(20_000)]
        source = "20,000 made texts (no real data here)"
    random.Random(7).shuffle(found)
    return found, source


def posts(count: int, *, addressed: bool = True, authors: int = 5_000) -> Iterator[HeardPost]:
    """``count`` posts, one second apart, by that many authors; one in five answers the one before it."""
    material, _ = texts()
    rng = random.Random(3)
    previous = ""
    for number in range(count):
        who = rng.randrange(authors)
        identity = f"at://did:plc:author{who}/app.bsky.feed.post/{number}"
        parent = previous if number % 5 == 4 else ""
        text = material[number % len(material)]
        yield HeardPost(
            network="bench",
            canonical_id=identity,
            author=HeardAuthor(external_id=f"did:plc:author{who}", handle=f"author{who}.test", name=f"Author {who}"),
            text=text if number < len(material) else f"{text} {number}",
            posted_at=START + timedelta(seconds=number),
            parent_id=parent,
            root_id=parent,
            addressed=addressed,
        )
        previous = identity
