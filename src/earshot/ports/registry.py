"""Finds plug-ins by entry point; the shipped ones register exactly like anyone else's."""

from __future__ import annotations

import logging
from importlib.metadata import entry_points
from typing import cast

from earshot.ports.connector import Connector
from earshot.ports.enricher import Enricher

log = logging.getLogger(__name__)


def find_connectors() -> dict[str, Connector]:
    """Connectors by kind. One that fails to load is logged and left out; the others run."""
    return {connector.kind: connector for connector in cast("list[Connector]", _load("earshot.connectors"))}


def find_enrichers() -> tuple[Enricher, ...]:
    """Enrichers in their order."""
    found = cast("list[Enricher]", _load("earshot.enrichers"))
    return tuple(sorted(found, key=lambda enricher: (enricher.order, enricher.name)))


def _load(group: str) -> list[object]:
    loaded: list[object] = []
    for entry in sorted(entry_points(group=group), key=lambda entry: entry.name):
        try:
            loaded.append(entry.load())
        except Exception:  # a broken plug-in must not stop the house
            log.exception("The plug-in %s (%s) could not be loaded and is left out.", entry.name, entry.value)
    return loaded
