"""The house that tests know: the example of the policy guide."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from earshot.engine.policy import Policy, load

TEXT = (Path(__file__).parent / "acme.yaml").read_text(encoding="utf-8")


@cache
def acme() -> Policy:
    """The example, loaded."""
    return load(TEXT)


def taipei(text: str) -> datetime:
    """A wall time in Taipei."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Taipei"))
