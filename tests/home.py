"""Gives the tests a home of their own. Loaded before everything else (``-p tests.home`` in pyproject.toml), because the
settings read ``EARSHOT_HOME`` as soon as pytest-django loads them."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME = tempfile.mkdtemp(prefix="earshot-tests-")
os.environ["EARSHOT_HOME"] = HOME
(Path(HOME) / "static").mkdir()
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
