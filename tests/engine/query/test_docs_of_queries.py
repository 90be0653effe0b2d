"""The tables of docs/query, line by line."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from earshot.engine.query import Document, explain, format, lint, parse
from earshot.engine.query.dialects import DIALECTS, convert
from earshot.engine.query.linting.findings import Kind

DOCS = Path(__file__).parents[3] / "docs" / "query"
SHORT = 26
"""Lines that the function of an operator may have."""


def rows(file: str, columns: int, heading: str = "") -> list[tuple[str, ...]]:
    """The rows of the tables below a heading, backquotes taken off."""
    text = (DOCS / file).read_text("utf-8")
    part = text.split(f"## {heading}\n")[1].split("\n## ")[0] if heading else text
    found = [
        re.split(r"(?<!\\) \| ", line.removeprefix("| ").removesuffix("|").rstrip() + " ")
        for line in part.splitlines()
        if line.startswith("| ")
    ]
    lines = [tuple(cell.strip().removesuffix(" |").strip("`") for cell in row) for row in found]
    return [line for line in lines if len(line) == columns][1:]


OPERATORS = rows("operators.md", 5)


def test_there_are_rows():
    assert len(OPERATORS) > 45
    assert len(rows("explain-and-lint.md", 3, "Explain")) > 14
    assert len(rows("explain-and-lint.md", 4, "Lint")) > 20


@pytest.mark.parametrize(("name", "query", "found", "missed", "rule"), OPERATORS)
def test_an_operator(name, query, found, missed, rule):
    parsed = parse(query)
    assert parsed.matches(Document(found))
    assert not parsed.matches(Document(missed))
    assert explain(parsed, Document(found)).matches
    assert explain(parsed, Document(missed)).sentences
    assert parse(format(parsed)) == parsed
    module, function = rule.split(".")
    assert hasattr(import_module(f"earshot.engine.query.{module}"), function)


@pytest.mark.parametrize("module", ["evaluate", "occurrences", "proximity", "exact", "wildcards"])
def test_the_functions_that_define_the_language_are_short(module):
    source = Path(import_module(f"earshot.engine.query.{module}").__file__).read_text("utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < SHORT, node.name


@pytest.mark.parametrize(("query", "post", "said"), rows("explain-and-lint.md", 3, "Explain"))
def test_an_explanation(query, post, said):
    assert " ".join(explain(parse(query), Document(post)).sentences) == said


@pytest.mark.parametrize(("kind", "query", "about", "removable"), rows("explain-and-lint.md", 4, "Lint"))
def test_a_lint(kind, query, about, removable):
    (found,) = lint(parse(query))
    assert (found.kind, query[found.start : found.end], found.removable) == (kind, about, removable == "yes")


def test_every_kind_of_lint_is_in_the_table():
    assert {row[0] for row in rows("explain-and-lint.md", 4, "Lint")} == set(get_args(Kind))


HEADINGS = {
    "brandwatch": "Brandwatch", "talkwalker": "Talkwalker, Hootsuite Listening", "meltwater": "Meltwater",
    "sprinklr": "Sprinklr", "x": "X",
}  # fmt: skip


def conversions() -> list[tuple[str, str, str, str]]:
    text = (DOCS / "dialects.md").read_text("utf-8")
    found = []
    for dialect, heading in HEADINGS.items():
        part = text.split(f"## {heading}\n")[1].split("\n## ")[0]
        for theirs, ours, note in re.findall(r"^\| `(.+?)` \| `(.+?)` \|\s*(\w*) ?\|$", part, re.MULTILINE):
            found.append((dialect, theirs, ours, note))
    return found


def test_every_dialect_has_its_table():
    assert {dialect for dialect, *_ in conversions()} == set(DIALECTS) == set(HEADINGS)
    assert len(conversions()) > 60


@pytest.mark.parametrize(("dialect", "theirs", "ours", "note"), conversions())
def test_a_conversion(dialect, theirs, ours, note):
    found = convert(theirs, dialect)
    assert found.query == ours
    assert {one.kind for one in found.notes} == ({note} if note else set())


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_what_has_no_counterpart_is_listed(dialect):
    text = (DOCS / "dialects.md").read_text("utf-8").split("## Without a counterpart")[1]
    part = next(item for item in text.split("\n- ") if item.startswith(f"{DIALECTS[dialect].title}:"))
    lost = {name for name, rule in DIALECTS[dialect].fields.items() if rule.kind == "lost"}
    assert set(re.findall(r"`(\w+):`", part)) == lost
