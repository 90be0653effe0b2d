"""Chromium and a fresh installation. As root on Debian the browser and its fonts are installed where missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browser import LAUNCH
from tests.journeys.installation import Installation
from tests.servers.processes import need_program, run


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = need_program("chromium", "chromium")
    has_font = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").exists()
    if not has_font and os.geteuid() == 0 and shutil.which("apt-get"):
        run(["apt-get", "install", "-y", "-q", "--no-install-recommends", "fonts-noto-cjk"])
    # Playwright's loop must not be seen by Django, whose own calls in these tests are synchronous.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=LAUNCH)
        yield browser
        browser.close()


@pytest.fixture
def earshot() -> Iterator[Installation]:
    """A fresh installation, running."""
    installation = Installation()
    yield installation
    installation.stop()
