"""The kernel by itself: order, changes, costs, what is given back, posts that are long or match much."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from earshot.engine.query import MATCH_FIELDS, Document, parse
from earshot.engine.query.index import Index
from earshot.engine.query.kernel import kernel as kernels
from earshot.engine.query.kernel import running
from earshot.engine.query.kernel.kernel import Kernel
from earshot.engine.query.kernel.shapes import LAST_SERIAL


def kernel(**queries: str) -> Kernel:
    made = Kernel()
    for name, text in queries.items():
        made.add(name, parse(text))
    return made


def test_names_come_in_the_order_in_which_queries_were_added() -> None:
    made = kernel(b="late", a="parcel", c="late OR parcel OR #late OR @late")
    assert made.matching(Document("late parcel")) == ["b", "a", "c"]
    made.add("b", parse("parcel"))
    assert made.matching(Document("late parcel #late @late")) == ["a", "c", "b"]
    assert list(made) == ["a", "c", "b"]
    assert "b" in made
    made.remove("a")
    with pytest.raises(KeyError):
        made.remove("a")
    assert made.matching_all([Document("parcel"), Document(""), Document("x")]) == [["c", "b"], [], []]


def test_one_post_that_matches_thousands() -> None:
    made = kernel(**{f"q{number}": f"late (parcel OR brand{number}) -never{number}" for number in range(3_000)})
    posts = [Document("late parcel"), Document("late brand7"), Document("late parcel never8")]
    assert [len(names) for names in made.matching_all(posts)] == [3_000, 1, 2_999]


def test_long_posts_and_repeated_words() -> None:
    made = kernel(near="a NEAR/3 b", far="z NEAR/3 b", often="a#5000", phrase='"a a b"', missing='"b a a"')
    post = Document("a " * 40_000 + "b " + "手" * 10_000)
    assert made.matching(post) == ["near", "often", "phrase"]


def test_serial_numbers_begin_anew() -> None:
    made = kernel(a="late OR #late OR @late", b="late -parcel")
    assert made.matching(Document("late")) == ["a", "b"]
    made._state[running.SERIAL] = LAST_SERIAL - 1
    assert made.matching_all([Document("late")] * 3 + [Document("parcel")]) == [["a", "b"]] * 3 + [[]]
    assert made._state[running.SERIAL] < 10


def test_what_is_gone_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "MOST_GONE", 8)
    made = kernel(kept="late")
    for number in range(50):
        made.add("passing", parse(f"word{number} late"))
    assert len(made._by_place) < 20
    assert made.matching(Document("late word49")) == ["kept", "passing"]


def test_costs_are_those_of_the_index() -> None:
    made, index = kernel(a="-late", b="late parcel"), Index()
    index.add("a", parse("-late"))
    assert made.costly() == index.costly()
    assert made.cost("a").always
    assert not made.cost("b").always
    assert made.cost_of(parse("late parcel")).anchors == 1


def test_age_needs_a_time() -> None:
    made = Kernel()
    made.add("a", parse("late age<2h", MATCH_FIELDS))
    posted = {"posted": datetime(2026, 11, 23, 8, tzinfo=UTC)}
    assert made.matching(Document("parcel", values=posted)) == []
    assert made.matching(Document("late", values=posted), at=datetime(2026, 11, 23, 9, tzinfo=UTC)) == ["a"]
    with pytest.raises(ValueError, match="time to reckon from"):
        made.matching(Document("late", values=posted))


def test_machine_code_is_made_once_for_all_kinds_of_batches() -> None:
    made = kernel(a="late", b="bio:late", c="lang:en", d="*ate", e="-x")
    for batch in ([], [Document("")], [Document("น้ำ late")], [Document("late", "late", "late", {"lang": "en"})] * 600):
        made.matching_all(batch)
    machine = made._machine
    assert {len(function.signatures) for function in (machine.scan, machine.run, machine.merge)} == {1}
