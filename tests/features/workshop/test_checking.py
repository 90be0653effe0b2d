"""Errors and remarks as the page shows them, and how common a word is."""

from __future__ import annotations

import pytest

from earshot.features.workshop import checking
from earshot.features.workshop.checking import check, frequency
from tests.features.workshop.conftest import Bench


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_kept", {})


def test_an_error_says_where_it_stands(bench: Bench) -> None:
    found = check(bench.mei, "tea\nOR 桂花凍 AND")
    (remark,) = found.remarks
    assert (found.wrong, found.query) == (True, None)
    assert (remark.kind, remark.line, remark.column) == ("error", 2, 8)
    assert remark.label == "Remove AND"


def test_an_empty_query_is_neither_right_nor_wrong(bench: Bench) -> None:
    assert check(bench.mei, "  \n") == checking.Checked(None, ())


def test_many_remarks_are_counted(bench: Bench) -> None:
    found = check(bench.mei, "tea " + " ".join(f"OR tea{number} OR tea{number}" for number in range(20)))
    assert len(found.remarks) == checking.MOST_REMARKS
    assert found.further == 20 - checking.MOST_REMARKS


def test_how_common_a_word_is_comes_from_what_nobody_asked_for(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "FEWEST", 10)
    bench.said(*["brand news"] * 20)
    bench.passed_by(*["tea on the hill"] * 5, *["桂花開了"] * 5, *["rain"] * 10)
    share = frequency(bench.workspace.pk)
    assert share is not None
    assert (share("tea"), share("brand"), share("rain")) == (0.25, 0.0, 0.5)
    assert (share("桂花開"), share("花桂開"), share("桂")) == (0.25, 0.0, 0.25)
    remarks = check(bench.mei, "rain").remarks
    assert [remark.message for remark in remarks] == ["rain is in about 50% of all posts: this will flood."]


def test_a_small_sample_tells_nothing(bench: Bench) -> None:
    bench.passed_by("tea")
    assert frequency(bench.workspace.pk) is None
