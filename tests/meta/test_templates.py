"""What no template may hold: the Content Security Policy would refuse it, or escaping would be off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import earshot

SOURCE = Path(earshot.__file__).parent
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=", re.I),
    "an inline handler": re.compile(r"\son[a-z]+\s*=", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "a filter that ends escaping": re.compile(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b"),
    "a script without nonce or source": re.compile(r"<script(?![^>]*(?:nonce=|src=))", re.I),
    "an address of another host": re.compile(r"(?:src|href)=\"(?:https?:)?//", re.I),
}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_templates_are_safe(template: Path) -> None:
    text = template.read_text("utf-8")
    found = [f"{what}: {match.group(0)!r}" for what, pattern in FORBIDDEN.items() for match in pattern.finditer(text)]
    assert not found


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_form_that_changes_something_carries_the_token(template: Path) -> None:
    text = template.read_text("utf-8")
    for form in re.findall(r"<form[^>]*method=\"post\"[^>]*>.*?</form>", text, re.S | re.I):
        assert "{% csrf_token %}" in form


def test_marking_text_as_safe_is_explained() -> None:
    unexplained = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in SOURCE.rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if "mark_safe(" in line and "noqa: S308  " not in line
    ]
    assert not unexplained
