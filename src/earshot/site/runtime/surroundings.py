"""What the machine tells about the person at it: name, time zone, language. Only ever a first proposal."""

from __future__ import annotations

import getpass
import locale
import os
import re
from pathlib import Path
from zoneinfo import available_timezones

TIMEZONE, LOCALTIME = "/etc/timezone", "/etc/localtime"
"""Debian names the zone in the one; elsewhere, macOS included, the other is a link to it."""
_TRADITIONAL = ("zh_TW", "zh_HK", "zh_MO", "zh_Hant")


def user_name() -> str:
    """A short name in Latin letters, fit for a handle."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = ""
    short = re.sub(r"[^a-z0-9-]+", "-", name.lower()).strip("-")
    return "owner" if short in ("", "root") else short


def zone() -> str:
    """The machine's IANA time zone; UTC where it cannot be told."""
    for name in (os.environ.get("TZ", "").lstrip(":"), _file(TIMEZONE), _link(LOCALTIME)):
        if name and name in available_timezones():
            return name
    return "UTC"


def language() -> str:
    """One of the interface's languages, after the environment's locale."""
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    code = locale.normalize(chosen).partition(".")[0]
    if not code.startswith("zh"):
        return "en"
    return "zh-hant" if code.startswith(_TRADITIONAL) else "zh-hans"


def _file(path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError:
        return ""


def _link(path: str) -> str:
    try:
        target = str(Path(path).readlink())
    except OSError:
        return ""
    return target.partition("zoneinfo/")[2]
