"""How well and how quickly posts are understood: language, sentiment, intent, risk."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from tests.conftest import REALDATA
from tests.enrichers.real import accuracy, airline, complaints, decided, macro_f1, reviews, score, understand

from bench.figures import timed

ENGLISH = (
    "The train was two hours late again, nobody at the station told us anything, and when I called the customer "
    "service line I was on hold for forty minutes. I want a refund for this ticket, please help me out!"
)
CHINESE = (
    "今天又誤點兩個小時，車站沒有任何人說明，打電話給客服等了四十分鐘才有人接，態度還很差。我要求退票，請儘快處理。"
    "以前一直覺得你們的服務不錯，車廂也很乾淨，但是這幾個月真的越來越糟，朋友也都這麼說，希望可以改善。"
)


def main() -> None:
    quickness()
    if REALDATA.is_dir():
        goodness(REALDATA)
    else:
        print(f"no figures of goodness: real data is not here ({REALDATA}); set EARSHOT_REALDATA")


def quickness() -> None:
    for name, text in (("English", ENGLISH), ("Chinese", CHINESE)):
        before = _megabytes()
        first = timed(partial(understand, text)).wall
        weight = _megabytes() - before
        rounds = [timed(partial(understand, f"{text} {turn}")).cpu for turn in range(2000)]
        typical = sorted(rounds)[len(rounds) // 2]
        print(
            f"all four, {name}, {len(text)} characters: {typical * 1e6:.0f} microseconds of CPU "
            f"(median of {len(rounds)}); "
            f"the first {first * 1000:.0f} ms, leaving {weight:.0f} MB",
            flush=True,
        )


def goodness(folder: Path) -> None:
    pairs = airline(folder)
    print(
        f"sentiment, airline tweets: accuracy {accuracy(pairs):.3f}, macro F1 {macro_f1(pairs):.3f} "
        f"(n = {len(pairs):,})"
    )
    for name in ("ChnSentiCorp_htl_all", "waimai_10k", "online_shopping_9_cats"):
        pairs = reviews(folder, name)
        sure = decided(pairs)
        print(
            f"sentiment, {name}: {accuracy(sure):.3f} right where not neutral "
            f"({len(sure) / len(pairs):.3f} of n = {len(pairs):,})"
        )
    pairs = complaints(folder)
    found = score(pairs, "complaint")
    print(f"intent, complaint: precision {found.precision:.3f}, recall {found.recall:.3f} (n = {len(pairs):,})")


def _megabytes() -> float:
    try:
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "earshot.site.settings")
    main()
