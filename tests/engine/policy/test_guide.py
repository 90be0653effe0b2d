"""The policies of the guide are policies."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from earshot.engine.policy import load

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide" / "policy.md"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_of_the_guide_loads(number: int) -> None:
    assert load(EXAMPLES[number]).rules
