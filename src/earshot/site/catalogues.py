"""Where translations lie that belong to no Django app."""

from __future__ import annotations

from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

PLAIN = (
    "kernel",
    "engine",
    "engine/policy",
    "engine/proofs",
    "engine/query",
    "ports",
    "enrichers",
    "adapters",
    "site/leaving",
    "site/doctor",
)
"""Packages below ``earshot`` that may have texts; what lies in an inner one of these belongs to that."""


def catalogues(package: Path) -> list[str]:
    """``locale`` folders of the packages below Django and of every connector; only those there are."""
    folders = [package / name for name in PLAIN]
    for entry in entry_points(group="earshot.connectors"):
        spec = find_spec(entry.module.rpartition(".")[0])
        folders += [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    return [str(folder / "locale") for folder in folders if (folder / "locale").is_dir()]
