"""The examples of the guide, line by line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from earshot.engine.query import INBOX_FIELDS, Document, format, parse

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "query-language.md"


def examples() -> list[tuple[str, str, str]]:
    table = GUIDE.read_text("utf-8").split("<!-- examples:")[1].split("## ")[0]
    return re.findall(r"^\| `(.+?)` \| (.+?) \| (.+?) \|$", table, re.MULTILINE)


def test_the_guide_has_examples():
    assert len(examples()) > 35


@pytest.mark.parametrize(("query", "found", "missed"), examples())
def test_an_example_holds(query, found, missed):
    assert parse(query).matches(Document(found))
    assert not parse(query).matches(Document(missed))
    assert parse(query).spans(Document(found)) or re.match(r"(has|site|url):", query)


@pytest.mark.parametrize(("query", "found", "missed"), examples())
def test_an_example_can_be_printed_and_read_again(query, found, missed):
    assert parse(format(parse(query))) == parse(query)


def test_the_fields_of_the_guide_are_the_fields_there_are():
    table = GUIDE.read_text("utf-8").split("## Fields")[1].split("\n\n")[1]
    named = set(re.findall(r"`([a-z]+)[:<>]", table))
    assert named == set(INBOX_FIELDS.specs)
