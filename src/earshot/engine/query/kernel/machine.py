"""The functions of the kernel as machine code, made by numba: the extra ``earshot[fast]``.

Everything here is loaded only when a kernel is made; a machine without numba is told so by ``available``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

_ENTRIES = ("scan", "run", "put_texts", "put_pairs", "merge")
_INSIDE = {"boundscheck": True, "forceinline": True, "_nrt": False}
"""Bounds are checked; arrays are only borrowed, so that nobody counts who holds them (a third of the time)."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What Python calls; each as the function of the same name says."""

    scan: Callable[..., None]
    run: Callable[..., int]
    put_texts: Callable[..., None]
    put_pairs: Callable[..., None]
    merge: Callable[..., int]


def available() -> bool:
    """Whether the extra is installed. Loads nothing."""
    return find_spec("numba") is not None


@cache
def machine(kept_in: Path | None = None) -> Machine:
    """The machine code; made when each function is first called, some seconds in all, and then kept below ``kept_in``.

    Raises:
        ImportError: numba is not installed.
    """
    from earshot.engine.query.kernel import running, scanning, storing

    numba: Any = import_module("numba")  # only here: it takes a quarter of a second and 65 MB
    register_jitable: Any = import_module("numba.extending").register_jitable
    modules = (scanning, storing, running)
    if kept_in is not None:
        numba.config.CACHE_DIR = str(kept_in / _edition(modules, numba.__version__))
    functions: dict[str, Any] = {}
    for module in modules:
        for name, function in vars(module).items():
            if callable(function) and getattr(function, "__module__", "") == module.__name__:
                functions[name] = function if name in _ENTRIES else register_jitable(**_INSIDE)(function)
    options = {"nogil": True, "boundscheck": True, "cache": kept_in is not None}
    return Machine(**{name: numba.njit(**options)(functions[name]) for name in _ENTRIES})


def _edition(modules: tuple[ModuleType, ...], version: str) -> str:
    """A name for what is kept: another one when the functions are others, or their compiler."""
    digest = hashlib.sha256(version.encode())
    for module in modules:
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()[:16]
