"""The picture of a network, from its connector's own folder: the house knows no network by name."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from earshot.ports.services import services


@lru_cache(maxsize=200)
def network_icon(network: str) -> SafeString:
    """Inline SVG (16 px, decorative: put the network's name beside it or in a label); "" for one that has none."""
    connector = services().connectors.get(network)
    if connector is None:
        return SafeString("")
    package = type(connector).__module__.rpartition(".")[0]
    try:
        svg = (files(package) / "icon.svg").read_text("utf-8")
    except (OSError, ModuleNotFoundError):
        return SafeString("")
    inner = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    return format_html(
        '<svg class="i" viewBox="0 0 16 16" aria-hidden="true">{}</svg>',
        mark_safe(inner),  # noqa: S308  (a file of an installed plug-in, as trusted as its code)
    )


def network_name(network: str) -> str:
    """How the network is called: the connector's name, else the stored word."""
    connector = services().connectors.get(network)
    return connector.name if connector else network
