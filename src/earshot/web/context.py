"""What every template may use: one name, ``page``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from earshot.web import live, modules, slots
from earshot.web.addresses import url

TAGS = {"zh-hant": "zh-Hant", "zh-hans": "zh-Hans"}
"""Django's language code -> the tag that browsers choose the right Han shapes by."""


@dataclass(frozen=True, slots=True)
class NavLine:
    """One line of the navigation as it is shown. ``section`` is set where a new one begins."""

    section: str
    label: str
    icon: str
    address: str
    current: bool
    count: int
    keys: str
    phone: bool
    below: list[str]


class Page:
    """Computed only where a template asks, so that a fragment costs nothing of it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.lang = language_tag(translation.get_language() or "en")
        user = getattr(request, "user", None)
        self.theme: str = getattr(user, "theme", "")
        self.density: str = getattr(user, "density", "") or "cozy"
        self.single_keys: bool = getattr(user, "single_keys", True)
        self.zone = timezone.get_current_timezone_name()
        self.inside = hasattr(request, "workspace")
        self.parts = wanted_parts(request)

    @cached_property
    def nav(self) -> list[NavLine]:
        """The main navigation, with counts."""
        lines: list[NavLine] = []
        section = ""
        for item in slots.nav_items():
            address = url(self._request, item.url_name)
            label = str(item.section)
            lines.append(
                NavLine(
                    section=label if label != section else "",
                    label=str(item.label),
                    icon=item.icon,
                    address=address,
                    current=self._is_current(address),
                    count=item.count(self._request) if item.count else 0,
                    keys=f"g {item.key}" if item.key else "",
                    phone=item.phone,
                    below=slots.panels(f"nav.{item.url_name}", self._request, None),
                )
            )
            section = label
        return lines

    @cached_property
    def tabs(self) -> list[NavLine]:
        """The tab bar of a phone: four places; the fifth opens the whole navigation."""
        return [line for line in self.nav if line.phone][:4]

    @cached_property
    def toasts(self) -> list[str]:
        """What the upper features want to say on every page, for example a reply that can still be taken back."""
        return slots.panels("shell.toasts", self._request, None) if self.inside else []

    @cached_property
    def strips(self) -> list[str]:
        """What upper features say above every page of a workspace."""
        return slots.panels("shell.strip", self._request, None) if self.inside else []

    @cached_property
    def scripts(self) -> list[str]:
        """What upper features run on every page of a workspace: behind everything, never within somebody's words."""
        return slots.panels("shell.scripts", self._request, None) if self.inside else []

    @cached_property
    def menu(self) -> list[str]:
        """Lines that upper features add to the menu of the workspace."""
        return slots.panels("shell.menu", self._request, None) if self.inside else []

    @cached_property
    def mine(self) -> list[str]:
        """What upper features add to the page of one's own settings."""
        return slots.panels("me.below", self._request, None)

    @cached_property
    def beginnings(self) -> list[str]:
        """What upper features offer to somebody for whom nothing is there yet."""
        return slots.panels("my-turn.empty", self._request, None) if self.inside else []

    @cached_property
    def import_map(self) -> SafeString:
        return mark_safe(modules.import_map())  # noqa: S308  our own file names, "<" escaped

    @cached_property
    def live(self) -> str:
        """Where the page's event stream continues."""
        return live.stream_address(self._request)

    def _is_current(self, address: str) -> bool:
        home = url(self._request, "my-turn")
        path = self._request.path
        return path == address or (address != home and path.startswith(address))


def wanted_parts(request: HttpRequest) -> frozenset[str]:
    """The regions (ids) that a script asks for anew, by the header ``X-Parts``; empty for a whole page.

    A view may leave out what is not asked for; it need not.
    """
    return frozenset(filter(None, request.headers.get("X-Parts", "").split(",")))


def language_tag(code: str) -> str:
    """``zh-hant`` -> ``zh-Hant``."""
    return TAGS.get(code, code)


def page(request: HttpRequest) -> dict[str, Any]:
    """Names for the base template."""
    return {"page": Page(request)}
