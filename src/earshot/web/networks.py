"""Name and icon of a network, from its connector: nobody else knows one."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from earshot.kernel.texts import N_
from earshot.ports.services import services

_INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.S)
_BOX = re.compile(r'viewBox="([\d. -]+)"')
_FORBIDDEN = re.compile(r"<\s*(?:script|foreignObject|image|style|a)\b|\bon\w+\s*=|javascript:|href", re.I)


_SPELLINGS = {
    "dcard": "Dcard", "facebook": "Facebook", "google": "Google", "instagram": "Instagram", "line": "LINE",
    "linkedin": "LinkedIn", "ptt": "PTT", "reddit": "Reddit", "threads": "Threads", "tiktok": "TikTok", "x": "X",
    "youtube": "YouTube",
}  # fmt: skip
_WORDS = {
    "dianping": N_("Dianping"), "email": N_("E-mail"), "feedback": N_("Feedback"), "forum": N_("Forum"),
    "news": N_("News"), "weibo": N_("Weibo"), "xiaohongshu": N_("Xiaohongshu"),
}  # fmt: skip


def network_name(kind: str) -> str:
    """What people call the network. Imports bring posts of networks that no connector here reaches: those are spelled
    as they spell themselves, in the reader's words where they are words, and any other with a capital."""
    connector = services().connectors.get(kind)
    if connector is not None:
        return connector.name
    if kind in _WORDS:
        return gettext(_WORDS[kind])
    return _SPELLINGS.get(kind) or kind[:1].upper() + kind[1:]


@lru_cache(maxsize=64)
def network_drawing(kind: str) -> tuple[str, SafeString] | None:
    """View box and content of the connector's ``icon.svg``; None where it has none that is a plain drawing."""
    connector = services().connectors.get(kind)
    if connector is None:
        return None
    package = type(connector).__module__.rpartition(".")[0]
    try:
        text = files(package).joinpath("icon.svg").read_text("utf-8")
    except (OSError, ValueError, ModuleNotFoundError):
        return None
    inner, box = _INNER.search(text), _BOX.search(text)
    if inner is None or box is None or _FORBIDDEN.search(text):
        return None
    return box[1], mark_safe(inner[1].strip())  # noqa: S308  installed code, and checked to be a plain drawing
