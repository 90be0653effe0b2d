"""A filled home, made once for all tests of the command line, copied for each."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.site.homes.making import make_home


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Look, do not touch."""
    return make_home(tmp_path_factory.mktemp("filled") / "home")


@pytest.fixture
def filled_home(made_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, as this test's ``EARSHOT_HOME``."""
    folder = tmp_path / "home"
    shutil.copytree(made_home, folder, copy_function=shutil.copy2)
    monkeypatch.setenv("EARSHOT_HOME", str(folder))
    return folder
