"""``pip install .`` from a clean checkout: the wheel holds all that running needs, and runs where no checkout is."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.servers.processes import free_port
from tests.site.homes.making import ROOT
from tests.site.test_runtime_up import wait_until

pytestmark = pytest.mark.servers
GENERATED = shutil.ignore_patterns("__pycache__", "*.mo", "*.pyc")
KEPT = {".py", ".html", ".css", ".js", ".svg", ".png", ".yaml", ".txt", ".jsonl", ".json", ".po", ".md", ".typed"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built of a copy of the tree without anything that was made in it."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"
    tree.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree / name)
    for name in ("src", "tools"):
        shutil.copytree(ROOT / name, tree / name, ignore=GENERATED)
    words = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-q",
        "-w",
        str(folder),
        str(tree),
    ]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("*.whl")
    return made


def _in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_every_file_of_the_tree_is_in_it(wheel: Path) -> None:
    source = ROOT / "src"
    wanted = {
        path.relative_to(source).as_posix()
        for path in source.joinpath("earshot").rglob("*")
        if path.is_file() and path.suffix in KEPT and "__pycache__" not in path.parts
    }
    assert not wanted - _in(wheel)


def test_every_catalogue_is_compiled(wheel: Path) -> None:
    names = _in(wheel)
    texts = {name for name in names if name.endswith(".po")}
    assert texts and {name.removesuffix(".po") + ".mo" for name in texts} <= names


def test_it_holds_nothing_that_was_made_here(wheel: Path) -> None:
    strange = [name for name in _in(wheel) if name.endswith((".pyc", ".sqlite3")) or not name.startswith("earshot")]
    assert not strange


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, and this one's libraries behind it: no package is fetched. Its ``earshot``."""
    folder = tmp_path_factory.mktemp("installed") / "env"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    subprocess.run(
        [str(python), "-m", "pip", "install", "-q", "--no-deps", "--no-index", str(wheel)],
        check=True,
        capture_output=True,
    )
    told = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True
    )
    site = Path(told.stdout.strip())
    _borrow(Path(sysconfig.get_path("purelib")), site)
    return folder / "bin" / "earshot"


def _borrow(ours: Path, theirs: Path) -> None:
    """Links to every package but Earshot itself: a ``.pth`` file would bring the checkout in as well."""
    for path in ours.iterdir():
        target = theirs / path.name
        if path.suffix != ".pth" and "earshot" not in path.name.lower() and not target.exists():
            target.symlink_to(path)


def _run(program: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(program), *words], env=_environment(home), cwd=home.parent, capture_output=True, text=True
    )


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "DJANGO_SETTINGS_MODULE")}
    return kept | {"EARSHOT_HOME": str(home), "LANG": "C.UTF-8"}


def test_it_runs_where_no_checkout_is(installed: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert _run(installed, home, "--version").stdout.startswith("earshot ")
    where = subprocess.run(
        [str(installed.with_name("python")), "-c", "import earshot; print(earshot.__file__)"],
        capture_output=True,
        text=True,
        env=_environment(home),
        cwd=tmp_path,
    ).stdout
    assert str(installed.parents[1]) in where
    doctor = _run(installed, home, "doctor", "--language", "zh-hant")
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr
    assert "三種語言的文字都齊全" in doctor.stdout
    assert _run(installed, home, "policy", "template", "solo-b2c").stdout.startswith("#")


def test_its_pages_answer_in_three_languages(installed: Path, tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    log = tmp_path / "up.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(installed), "up", "--port", str(port)],
            env=_environment(home),
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(lambda: "Sign in" in log.read_text() or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        for language, words in (("en", "Sign in"), ("zh-TW", "登入"), ("zh-CN", "登录")):
            asked = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Accept-Language": language})
            with urllib.request.urlopen(asked, timeout=30) as answer:
                page = answer.read().decode()
            assert words in page and "/static/" in page
        assert _run(installed, home, "doctor", "--quiet").returncode == 0
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
