"""How to run this installation as a service: texts to copy, with its real paths. Nothing is written."""

from __future__ import annotations

import getpass
import os
import sys
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template

PARTS = ("user.service", "system.service", "Containerfile", "nginx.conf", "Caddyfile", "pipx.txt")


@dataclass(frozen=True, slots=True)
class Here:
    """This installation: its command, its home, who runs it, where the pages are."""

    command: str
    home: str
    user: str
    port: int


def here(home: Path, port: int) -> Here:
    """As this process sees it."""
    beside = Path(sys.executable).with_name("earshot")
    command = str(beside) if beside.exists() else f"{sys.executable} -m earshot"
    return Here(command, str(home), _user(), port)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return str(os.getuid())


def hint(name: str, place: Here) -> str:
    """One of :data:`PARTS`, filled in."""
    text = (files(__package__) / f"{name}.txt").read_text("utf-8")
    # Shut, where neither the program nor the state lies in somebody's home.
    below = any(path.startswith(("/home/", "/root", "/run/user")) for path in (place.home, place.command))
    protect = "ProtectHome=read-only" if below else "ProtectHome=yes"
    return Template(text).safe_substitute(
        command=place.command, home=place.home, user=place.user, port=place.port, protect_home=protect
    )


def all_hints(place: Here) -> str:
    """Every part, one after the other."""
    return "\n".join(hint(name, place) for name in PARTS)
