"""Lucene's Monitor as a child process that answers one JSON line for each."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent / "lucene"
MEMORY = "-Xmx6g"


def why_absent() -> str:
    """What is missing to run it; "" where all is there."""
    missing = [name for name in ("java", "mvn") if shutil.which(name) is None]
    return f"{' and '.join(missing)} not found: install a JDK of 17 or later and Maven" if missing else ""


class Monitor:
    """Built below ``folder`` (Maven fetches what it needs), and ended with the block."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        built = folder / "built"
        goals = ("compile", "dependency:copy-dependencies", f"-Dbuilt={built}", f"-DoutputDirectory={built / 'lib'}")
        subprocess.run(["mvn", "-q", "-B", *goals], cwd=PROJECT, check=True)
        path = f"{built / 'classes'}:{built / 'lib'}/*"
        self._process = subprocess.Popen(
            ["java", MEMORY, "-XX:+UseParallelGC", "-cp", path, "earshot.bench.Main"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Monitor:
        return self

    def __exit__(self, *error: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)

    def ask(self, do: str, **more: object) -> dict[str, Any]:
        """One command and its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the Monitor ended at “{do}”")
        found: dict[str, Any] = json.loads(line)
        return found

    def hand(self, do: str, told: Mapping[str, object] | Sequence[object], **more: object) -> dict[str, Any]:
        """A command with much to read, by a file."""
        file = self._folder / f"{do}.json"
        file.write_text(json.dumps(told), "utf-8")
        return self.ask(do, file=str(file), **more)
