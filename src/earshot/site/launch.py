"""How this installation is started and asked: a checkout by ``make`` and its own environment, others by ``earshot``."""

from __future__ import annotations

import shlex
from pathlib import Path

import earshot

CHECKOUT = Path(earshot.__file__).resolve().parents[2]
"""Where the source lies, if this is a checkout at all."""


def is_checkout(folder: Path = CHECKOUT) -> bool:
    """Whether the program runs from its source, where ``earshot`` itself is on nobody's path."""
    return (folder / "Makefile").is_file() and (folder / "src" / "earshot").is_dir()


def start_command(*options: str, checkout: bool | None = None) -> str:
    """What starts Earshot with these options."""
    words = shlex.join(options)
    if is_checkout() if checkout is None else checkout:
        return f'make run ARGS="{words}"' if words else "make run"
    return f"earshot up {words}".rstrip()


def command(*words: str, checkout: bool | None = None) -> str:
    """Any other command, as one types it in the folder of the checkout or anywhere else."""
    program = ".venv/bin/earshot" if (is_checkout() if checkout is None else checkout) else "earshot"
    return f"{program} {shlex.join(words)}"
