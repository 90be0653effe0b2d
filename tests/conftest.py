"""Fixtures that every test may use. State lies in a folder of its own that goes away with the run (``tests.home``)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as examples

from earshot.kernel.clock import HeldClock

# How long an example takes says more about the machine, and who else is at it, than about the code. The same examples
# everywhere: what is red on one machine is red on yours. EARSHOT_EXPLORE=1 (``make long``) looks for new ones.
examples.register_profile(
    "earshot",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("EARSHOT_EXPLORE", "") != "1",
)
examples.load_profile("earshot")

pytest_plugins = ["tests.servers.fixtures"]

REALDATA = Path(os.environ.get("EARSHOT_REALDATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


@pytest.fixture
def clock() -> HeldClock:
    """A Monday morning in Taipei that stands still."""
    return HeldClock(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))


@pytest.fixture
def realdata() -> Path:
    """The folder of real data; the test is skipped, with a message, where it is absent."""
    if not REALDATA.is_dir():
        pytest.skip(f"real data is not here ({REALDATA}); set EARSHOT_REALDATA")
    return REALDATA


@pytest.fixture(scope="session", autouse=True)
def plain_static(django_test_environment: None) -> Iterator[None]:
    """Static files by their plain names: nobody has to collect and hash them before a page can be tested."""
    from django.conf import settings
    from django.test import override_settings

    backend = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": backend}):
        yield


LONGEST = ("test_import_airline.py", "test_decisions_stateful.py", "test_runtime_up.py")
"""They begin first, so that no core waits for one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files before the others, which keep their order."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))
