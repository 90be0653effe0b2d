"""What the button beside an error does: it mends, and never makes matters worse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.engine.query import TOPIC_FIELDS, QueryError, lint, parse
from earshot.engine.query.linting import without
from earshot.features.workshop.mending import mend_of_error, mend_of_lint
from tests.engine.query import strategies

MENDS = (
    ("澄野 AND", "澄野"),
    ("AND tea", "tea"),
    ("tea OR OR cake", "tea OR cake"),
    ("tea AND NOT", "tea"),
    ("(tea OR cake", "(tea OR cake)"),
    ("tea ) cake", "tea cake"),
    ('"桂花凍 OR tea', '"桂花凍" OR tea'),
    ("lagn:en tea", "lang:en tea"),
    ("foo:bar tea", '"foo:bar" tea'),
    ("topic:x tea", '"topic:x" tea'),
    ("lang: en tea", "lang:en tea"),
    ("followers >=5", "followers>=5"),
    ("followers:[9 TO 3] tea", "followers:[3 TO 9] tea"),
    ("hour:[18 TO 9]", "hour:[9 TO 18]"),
    ("kind:revew", "kind:review"),
    ("a NEAR b", "a NEAR/5 b"),
    ("ATLEAST(a,b)", "ATLEAST/2(a,b)"),
    ('"late parcel"~ x', '"late parcel"~5 x'),
    ("tea - cake", "tea cake"),
    ("… tea", "{…} tea"),
    ("NOT", '"NOT"'),
    ("澄野 AND (桂花凍 OR", "澄野 AND (桂花凍"),
)


def error_of(text: str) -> QueryError:
    with pytest.raises(QueryError) as raised:
        parse(text, TOPIC_FIELDS)
    return raised.value


@pytest.mark.parametrize(("text", "mended"), MENDS, ids=[text for text, _ in MENDS])
def test_errors_have_a_change_that_mends_them(text: str, mended: str) -> None:
    edit = mend_of_error(text, error_of(text))
    assert edit is not None
    assert edit.of(text) == mended


def test_what_only_its_writer_can_know_has_none() -> None:
    assert mend_of_error("物*流", error_of("物*流")) is None
    assert mend_of_error("", error_of("")) is None


@given(strategies.queries, st.integers(0, 60), st.sampled_from(("", "(", ")", '"', " AND ", " OR ", "{", "~", " -")))
def test_no_mend_leaves_the_same_error(text: str, place: int, slip: str) -> None:
    """Somebody slips while typing: what the button makes of it can be read, or has an error further on."""
    broken = text[:place] + slip + text[place + 1 :]
    try:
        parse(broken, TOPIC_FIELDS)
    except QueryError as error:
        edit = mend_of_error(broken, error)
        if edit is None:
            return
        try:
            parse(edit.of(broken), TOPIC_FIELDS)
        except QueryError as still:
            assert still.start > error.start or still.message != error.message


@given(strategies.queries)
def test_what_a_removal_leaves_means_the_same(text: str) -> None:
    query = parse(text, TOPIC_FIELDS)
    for found in lint(query):
        edit = mend_of_lint(query, found)
        if edit is not None and found.removable:
            assert parse(edit.of(text), TOPIC_FIELDS).tree == without(query.tree, found.path)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("tea and cake OR milk", "tea AND cake OR milk"),
        ('tea OR "tea shop"', "tea"),
        ("a\nOR (bb OR cc OR bb) <<<kept>>>", "a\nOR (bb OR cc) <<<kept>>>"),
        ("NOT NOT tea", "tea"),
        ("ATLEAST/1(aa, bb) cc", "(aa OR bb) cc"),
        ("*物流* tea", "物流 tea"),
    ],
    ids=["small letters", "subsumed", "duplicate", "two nots", "atleast one", "wildcard"],
)
def test_remarks_have_a_change_that_does_it(text: str, mended: str) -> None:
    query = parse(text, TOPIC_FIELDS)
    edits = [edit for found in lint(query) if (edit := mend_of_lint(query, found)) is not None]
    assert mended in [edit.of(text) for edit in edits]
