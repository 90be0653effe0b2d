"""Proofs about a policy: what ``earshot.engine.policy`` decides, shown for every conversation and every minute.

Purpose: a version becomes active only when each property holds or somebody has taken its findings on.
Invariants: the space that is proved is the space that runs (a sample, decided by ``decide``, shows what its finding
says); a proof that ran out of time says so and blocks; every property has a brute-force twin in the tests.

``verify`` and ``difference`` are loaded when somebody asks for them: pages import this package for what a finding is,
and the solver's process for nothing but z3.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from earshot.engine.proofs.finding import Finding, Severity
from earshot.engine.properties import Property

if TYPE_CHECKING:
    from earshot.engine.proofs.changing import Change, Difference, difference
    from earshot.engine.proofs.verifying import Report, verify

__all__ = ["Change", "Difference", "Finding", "Property", "Report", "Severity", "difference", "verify"]

_HOMES = {
    "Change": "changing",
    "Difference": "changing",
    "difference": "changing",
    "Report": "verifying",
    "verify": "verifying",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
