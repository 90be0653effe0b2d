"""From a clean clone to the first real post that has its owner, and to the first answered post of the sample company:
seconds by the wall and decisions, in Chromium, by the keyboard (``newcomer``, ``newcomer:fresh``).

``fresh`` clones the checkout's last commit into an empty folder and installs it there first, as a newcomer does, with
whatever package index pip has; without it the installation at hand is used. What is done on the pages is that of
``tests/journeys/test_first_run.py``; here it is done at 1280 and at 390 pixels, in English and Traditional Chinese.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
WORDS = ("after", "decisions")
"""A line that holds any of them is a figure."""


def main(fresh: bool) -> int:
    """Print what it took; the answer of the journeys."""
    with tempfile.TemporaryDirectory(prefix="earshot-newcomer-") as folder:
        program, before = _install(Path(folder)) if fresh else (Path(sys.executable).with_name("earshot"), 0.0)
        return _walk(program, before)


def _install(folder: Path) -> tuple[Path, float]:
    """``git clone`` and ``make setup``; the command that they leave, and the seconds that it took."""
    began = time.perf_counter()
    subprocess.run(["git", "clone", "-q", str(CHECKOUT), str(folder / "earshot")], check=True)
    cloned = time.perf_counter()
    make = ["make", "-s", "-C", str(folder / "earshot"), "setup", f"PYTHON={sys.executable}"]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    print(f"clone {cloned - began:.1f} s, make setup {time.perf_counter() - cloned:.1f} s", flush=True)
    return folder / "earshot" / ".venv" / "bin" / "earshot", time.perf_counter() - began


def _walk(program: Path, before: float) -> int:
    words = ["-q", "-s", "-p", "no:cacheprovider", str(CHECKOUT / "tests" / "journeys" / "test_first_run.py")]
    ran = subprocess.Popen(
        [sys.executable, "-m", "pytest", *words],
        env={**os.environ, "EARSHOT_PROGRAM": str(program)},
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert ran.stdout is not None
    said = list(ran.stdout)
    code = ran.wait()
    print("".join(_told(line, before) for line in said if code or any(word in line for word in WORDS)), flush=True)
    return code


def _told(line: str, before: float) -> str:
    """A figure, and from the clean clone on where there was one."""
    found = re.search(r"after ([\d.]+) s", line)
    return f"{line.rstrip()} ({before + float(found[1]):.1f} s from git clone on)\n" if found and before else line


if __name__ == "__main__":
    sys.exit(main("fresh" in sys.argv[1:]))
