"""Workspaces whose notices stay on the pages: what is only played never leaves the machine."""

from __future__ import annotations

from collections.abc import Callable

_silent: list[Callable[[int], bool]] = []


def stays_inside(is_silent: Callable[[int], bool]) -> None:
    """Say which workspaces those are. Called in ``AppConfig.ready``."""
    if is_silent not in _silent:
        _silent.append(is_silent)


def is_silent(workspace_id: int) -> bool:
    """Whether notices of that workspace are told on the pages only."""
    return any(silent(workspace_id) for silent in _silent)
