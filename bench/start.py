"""From ``earshot up`` until a page answers with 200, and until the sign-in link is printed: first starts (an empty
home: database, static files, workspace) and second starts (the same home again). ``start:9`` for nine of each."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bench import figures
from bench.installation import Up

STARTS = 5


def main(starts: int) -> None:
    homes = [Path(os.environ["EARSHOT_HOME"]) / f"home{number}" for number in range(starts)]
    measure(homes[0].with_name("warm"))  # not counted: compiled modules and the disk's cache are there for all alike
    show("first start", [measure(home) for home in homes])
    show("second start", [measure(home) for home in homes])


def measure(home: Path) -> tuple[float, float]:
    """Seconds until a page answers, and until the link is printed."""
    with Up(home) as up:
        return up.until_page(), up.until_link()


def show(name: str, found: list[tuple[float, float]]) -> None:
    figures.extent(f"{name}, until a page answers", [page for page, _ in found])
    figures.extent(f"{name}, until the sign-in link is printed", [link for _, link in found])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else STARTS)
