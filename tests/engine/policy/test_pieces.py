"""A document that is read in pieces says what it says when it is read at once, with every place and every error."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from earshot.engine.policy import PolicyInvalid, load, pieces, template, templates
from earshot.engine.policy.nodes import Node
from earshot.engine.policy.reading import read, read_at_once
from tests.engine.policy.acme import TEXT

LINES = (
    "policy: Tea",
    "policy: 'one",
    "  two'",
    "two'",
    'zone: "Asia/Taipei',
    '  and more"',
    'more: x"',
    "rules:",
    "rules:  # in order",
    "rules: &all",
    "roles: !!map",
    "also: *all",
    "also: [a,",
    "  b]",
    "]",
    "- name: One",
    "  when: risk>=70",
    "  - name: One",
    "    when: risk>=70",
    "    when: twice",
    "    because: |",
    "    because: >-",
    "    because: |2-",
    "      - folded",
    "      # no comment here",
    "    - deeper",
    "  -",
    "  - ",
    "-   wide",
    "  - - two at once",
    "  - {name: One, when: 'risk>=70'}",
    "  - {name: One,",
    "     when: x}",
    "  plain text",
    "    goes on",
    "# a comment",
    "    # a comment",
    "  # - name: no rule",
    "",
    "   ",
    "\tpolicy: Tea",
    "  \twhen: x",
    "otherwise: {accountable: desk}",
    "otherwise: {accountable: desk",
    "people:",
    "people: |",
    "people: >",
    "  mei: {name: Mei}",
    "  ? mei",
    "? mei",
    ": jun",
    "{policy: Tea}",
    "---",
    "...",
    "%YAML 1.2",
    "%TAG ! !x:",
    "a: b: c",
    "key with words: x",
    "'quoted': x",
    "\ufeffpolicy: Tea",
    "also: a\u2028b",
    "also: a\x85b",
    "also: \x07",
    "-",
    "--- # a second document",
    "policy:\tTea",
    "policy : Tea",
)
BREAKS = ("\n", "\n", "\n", "\n", "\r\n", "\r", "\n\n")
DOCUMENTS = [TEXT, *(template(one.name, owner="mei") for one in templates())]


def at_once(text: str) -> tuple[Node | None, list[object]]:
    root, problems = read_at_once(text.removeprefix("\ufeff"))
    return root, [*problems]


def says_the_same(text: str) -> None:
    root, problems = read(text)
    assert (root, [*problems]) == at_once(text)


@st.composite
def put_together(draw: st.DrawFn) -> str:
    """Any lines, one after the other: most such documents are broken somewhere."""
    chosen = draw(st.lists(st.sampled_from(LINES), max_size=14))
    end = draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"]))
    return end.join(chosen) + draw(st.sampled_from(["", end]))


@st.composite
def edited(draw: st.DrawFn) -> str:
    """A document as people write them, with a few changes."""
    text = draw(st.sampled_from(DOCUMENTS))
    for _ in range(draw(st.integers(0, 3))):
        lines = text.split("\n")
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "twice", "put", "indent", "type", "join"])):
            case "drop":
                del lines[at]
            case "twice":
                lines.insert(at, lines[at])
            case "put":
                lines.insert(at, draw(st.sampled_from(LINES)))
            case "indent":
                lines[at] = " " * draw(st.integers(0, 6)) + lines[at].lstrip(" ")
            case "type":
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = (
                    lines[at][:column] + draw(st.text("\"'|>&*!#:-{}[], \tx\\\r%?~", max_size=3)) + lines[at][column:]
                )
            case "join":
                lines[at : at + 2] = [draw(st.sampled_from(["", " ", ", "])).join(lines[at : at + 2])]
        text = "\n".join(lines)
    return text


@given(put_together())
@settings(max_examples=600)
@example("rules:\n  - |\n    a\n# b\n    c\n")
@example("rules:\n- 'a\n- b'\n")
@example("policy: a\n  b\n\n\nrules:\n- x\n\n# end\n- y")
@example("people: |\n  a\n\n\nzone: UTC")
@example("zone: UTC\n\ufeffpolicy: Tea\n")
@example("policy: a\u2028rules: b\nzone: UTC\n")
def test_any_lines(text: str) -> None:
    says_the_same(text)


@given(edited())
@settings(max_examples=150)
def test_documents_as_they_are_edited(text: str) -> None:
    says_the_same(text)


@pytest.mark.parametrize("text", DOCUMENTS, ids=["acme", *(one.name for one in templates())])
def test_the_documents_that_we_write_are_read_in_pieces(text: str) -> None:
    asked: list[int] = []

    def reads(piece: str, depth: int) -> Node | None:
        asked.append(len(piece))
        root, problems = read_at_once(piece, depth)
        return None if problems else root

    assert pieces.in_pieces(text, reads) == read_at_once(text)[0]
    assert max(asked) < len(text) / 2


def test_a_rule_that_changes_is_the_only_one_read_again() -> None:
    asked: list[str] = []

    def reads(piece: str, depth: int) -> Node | None:
        asked.append(piece)
        return read_at_once(piece, depth)[0]

    rule = "  - name: Rule {0}\n    when: topic:t{0}\n    accountable: desk\n"
    text = "policy: Tea\nrules:\n" + "".join(map(rule.format, range(40))) + "otherwise: {accountable: desk}\n"
    pieces.in_pieces(text, reads)
    asked.clear()
    changed = "# above\n" + text.replace("topic:t20\n", "topic:t20 AND risk>=20\n")
    assert pieces.in_pieces(changed, reads) == read_at_once(changed)[0]
    assert asked == ["# above\npolicy: Tea\n", rule.format(20).replace("t20\n", "t20 AND risk>=20\n")]


def test_what_is_long_is_not_kept() -> None:
    """Whoever changes a long text a hundred times leaves no hundred long texts behind."""
    kept = pieces._remembered.cache_info().currsize
    for number in range(3):
        text = "policy: Tea\nzone: '" + "x" * 3_000 + f"{number}'\n"
        assert read(text)[0] is not None
    assert pieces._remembered.cache_info().currsize <= kept + 1


def test_nesting_is_counted_from_the_root() -> None:
    for depth in range(16, 24):
        deep = "- a: " + "[" * depth + "]" * depth
        says_the_same(f"policy: Tea\nrules:\n  {deep}\n")
        says_the_same(f"policy: {'[' * depth}{']' * depth}\n")


def test_an_error_in_one_rule_is_told_where_it_stands() -> None:
    text = TEXT.replace("  - name: Press\n    when: topic:press OR intent:press", "  - name: Press\n    when: riks>=7")
    with pytest.raises(PolicyInvalid) as raised:
        load(text)
    line = text.split("\n").index("    when: riks>=7") + 1
    assert [(each.line, each.column) for each in raised.value.problems] == [(line, 11)]
