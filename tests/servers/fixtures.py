"""Fixtures of the real servers. Each starts once a run, when the first test asks for it.

Loaded by ``tests/conftest.py``; light to import, so that tests without servers do not pay for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.servers.bluesky import BlueskyNetwork
    from tests.servers.jetstream import JetstreamBridge


@pytest.fixture(scope="session")
def bluesky_network() -> Iterator[BlueskyNetwork]:
    """Bluesky's whole network: directory, data server, AppView."""
    from tests.servers.bluesky import BlueskyNetwork

    with BlueskyNetwork() as network:
        yield network


@pytest.fixture(scope="session")
def jetstream(bluesky_network: BlueskyNetwork) -> Iterator[JetstreamBridge]:
    """The network's public stream."""
    from tests.servers.jetstream import JetstreamBridge

    with JetstreamBridge(bluesky_network.pds) as bridge:
        yield bridge
