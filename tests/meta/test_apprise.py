"""Apprise is heavy and speaks to the network by itself: only the child process of one message may load it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import earshot

SOURCE = Path(earshot.__file__).parent
CHILD = SOURCE / "adapters" / "chat" / "child.py"


def _imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_apprise_is_named_by_its_child_process_only() -> None:
    heavy = {"apprise", "requests"}
    using = {path for path in SOURCE.rglob("*.py") if heavy & {name.partition(".")[0] for name in _imported(path)}}
    assert using == {CHILD}


@pytest.mark.whole
def test_neither_the_pages_nor_the_work_process_load_it() -> None:
    loads = (
        "import sys, django; django.setup(); import earshot.site.asgi, earshot.site.runtime.work; "
        "print([name for name in ('apprise', 'requests', 'earshot.adapters.chat.child') if name in sys.modules])"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "earshot.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", loads], capture_output=True, text=True, check=True, env=os.environ | environment
    )
    assert done.stdout.strip() == "[]"
