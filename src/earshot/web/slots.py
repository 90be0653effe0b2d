"""Named places in pages that upper features fill: the lower page never knows who does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

Render = Callable[[HttpRequest, object], str]
"""Takes the request and the page's subject, answers safe HTML ("" for nothing)."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line of the main navigation. ``url_name`` takes the workspace slug; ``count`` a number for it."""

    order: int
    section: str | Promise
    label: str | Promise
    icon: str
    url_name: str
    key: str = ""
    """Second key after g: ``i`` for g i."""
    count: Callable[[HttpRequest], int] | None = None
    phone: bool = False
    """In the tab bar of a phone."""


_panels: dict[str, list[tuple[int, Render]]] = defaultdict(list)
_nav: list[NavItem] = []


def panel(slot: str, render: Render, order: int = 50) -> None:
    """Show ``render`` in ``slot``, lower orders first. Call it in ``AppConfig.ready``."""
    if (order, render) not in _panels[slot]:
        _panels[slot].append((order, render))
        _panels[slot].sort(key=lambda pair: pair[0])


def panels(slot: str, request: HttpRequest, subject: object) -> list[str]:
    """What the slot shows now."""
    return [html for _, render in _panels[slot] if (html := render(request, subject))]


def nav(item: NavItem) -> None:
    """Add a line to the main navigation."""
    if item not in _nav:
        _nav.append(item)
        _nav.sort(key=lambda each: each.order)


def nav_items() -> tuple[NavItem, ...]:
    """The main navigation, in order."""
    return tuple(_nav)
