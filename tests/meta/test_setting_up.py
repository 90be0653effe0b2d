"""``tools/venv``, the first thing that ``make run`` does: each thing that may be missing is told, with what mends it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "venv"
PLAIN = "/usr/bin:/bin"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A checkout with a space in its name."""
    folder = tmp_path / "my checkout"
    folder.mkdir()
    (tmp_path / "bin").mkdir()
    return folder


def program(place: Path, name: str, script: str) -> Path:
    path = place.parent / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def make(place: Path, python: str | Path = "python3") -> subprocess.CompletedProcess[str]:
    env = {"PATH": f"{place.parent / 'bin'}:{PLAIN}", "HOME": str(place.parent)}
    shell = shutil.which("sh") or "/bin/sh"
    return subprocess.run([shell, str(TOOL), str(python), ".venv"], cwd=place, env=env, capture_output=True, text=True)


# A Python that has everything, or lacks what is named; "-m venv" makes a folder as the real one does.
def fake_python(place: Path, *, version: int = 0, ensurepip: int = 0, venv: int = 0) -> Path:
    made = program(place, "made", "exit 0")
    return program(
        place,
        "python3",
        f"""case "$*" in
  --version) echo "Python 3.9.2";;
  *version_info*3,*) exit {version};;
  *ensurepip*) exit {ensurepip};;
  *python3.%d-venv*) echo python3.11-venv;;
  *"-m venv"*) test {venv} = 0 || exit 1; mkdir -p .venv/bin; cp "{made}" .venv/bin/python;;
esac""",
    )


def test_an_environment_is_made_and_kept(place: Path) -> None:
    python = fake_python(place)
    assert make(place, python).returncode == 0
    assert (place / ".venv" / ".place").read_text() == f"{place}\n"
    (place / ".venv" / "mark").touch()
    assert make(place, python).returncode == 0
    assert (place / ".venv" / "mark").exists()


def test_no_python(place: Path) -> None:
    told = make(place, "python-that-is-not-here")
    assert told.returncode == 1
    assert "'python-that-is-not-here' is not here" in told.stderr
    assert "brew install python" in told.stderr


def test_an_old_python(place: Path) -> None:
    told = make(place, fake_python(place, version=1))
    assert told.returncode == 1
    assert "Python 3.11 or newer is needed;" in told.stderr
    assert "is Python 3.9.2" in told.stderr
    assert "make run PYTHON=" in told.stderr


def test_without_venv_somebody_is_told_the_command_and_nothing_else(place: Path) -> None:
    program(place, "id", "echo 1000")
    told = make(place, fake_python(place, ensurepip=1))
    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr == "Python's venv module is missing. Install it as root:  apt-get install python3.11-venv\n"
    assert not (place / ".venv").exists()


def test_without_venv_root_installs_it_without_chatter(place: Path) -> None:
    program(place, "id", "echo 0")
    program(place, "apt-get", f'echo "$@" >> "{place.parent}/asked"; echo chatter; echo chatter >&2')
    told = make(place, fake_python(place, ensurepip=1))
    assert (told.returncode, told.stdout, told.stderr) == (0, "Installing python3.11-venv ...\n", "")
    asked = (place.parent / "asked").read_text().splitlines()
    assert [line.split()[0] for line in asked] == ["update", "install"]
    assert asked[1].endswith(" python3.11-venv")


def test_what_apt_says_is_shown_where_it_fails(place: Path) -> None:
    program(place, "id", "echo 0")
    program(place, "apt-get", 'echo "E: no such host" >&2; exit 100')
    told = make(place, fake_python(place, ensurepip=1))
    assert told.returncode == 1
    assert told.stderr.splitlines()[0] == "E: no such host"
    assert "could not be installed" in told.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; tried on a bare machine as somebody else")
def test_a_checkout_of_somebody_else(place: Path) -> None:
    place.chmod(0o555)
    told = make(place, fake_python(place))
    place.chmod(0o755)
    assert told.returncode == 1
    assert f"may not write to {place}" in told.stderr
    assert f"'{place}'" in told.stderr


def test_no_room(place: Path) -> None:
    told = make(place, fake_python(place, venv=1))
    assert told.returncode == 1
    assert "cannot be made here" in told.stderr
