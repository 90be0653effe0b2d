"""Trials in slices: what is counted is what one look at everything counts, samples are stable, near misses say why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.engine.query import Query, parse
from earshot.features.people.models import Membership
from earshot.features.workshop import slices, trial
from earshot.features.workshop.actions import label
from earshot.features.workshop.comparing import compare_slice
from earshot.features.workshop.items import Compared, Slice
from earshot.features.workshop.progress import Progress, progress_of
from earshot.features.workshop.ranking import POST, SAMPLED, lowest, rank
from earshot.features.workshop.slices import try_slice
from tests.features.workshop.conftest import Bench, a_bench

TEXTS = (
    "acme tea with a wire in it", "acme tea is late", "acme milk and metal", "tea of acme, metal!", "nothing of ours",
    "acme tea sponsored metal", "acmee tea and a wire", "tea and metal",
)  # fmt: skip
QUERY = "(acme OR @acme) AND tea <<<what>>> AND (wire OR metal) NOT sponsored"


@pytest.fixture(params=[200, 2], ids=["at-once", "slice-by-slice"])
def paged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything in one slice, or a slice for each tiny page."""
    if request.param == 2:
        monkeypatch.setattr(slices, "SECONDS", -1.0)
        monkeypatch.setattr("earshot.features.workshop.comparing.SECONDS", -1.0)
        monkeypatch.setattr("earshot.features.workshop.comparing.PAGE", 2)
        for name in ("PAGE", "NEAR_PAGE", "ID_PAGE"):
            monkeypatch.setattr(trial, name, 2)
    else:
        monkeypatch.setattr(slices, "SECONDS", 60.0)


def tried(member: Membership, query: Query, **wishes: object) -> Slice:
    """To the end."""
    found = try_slice(member, query, **wishes)  # type: ignore[arg-type]
    looked = [found.looked_at]
    while found.cursor:
        found = try_slice(member, query, found.cursor, **wishes)  # type: ignore[arg-type]
        looked.append(found.looked_at)
    assert looked == sorted(looked)
    assert found.looked_at == found.of
    return found


def texts(items: object) -> set[str]:
    return {item.text for item in items}  # type: ignore[attr-defined]


def test_what_matches_is_counted_and_sampled(bench: Bench, paged: None) -> None:
    bench.said(*TEXTS)
    bench.said("acme tea, a wire", at=bench.clock.now() - timedelta(days=3))
    bench.said("acme tea, a wire of old", at=bench.clock.now() - timedelta(days=100))
    found = tried(bench.mei, parse(QUERY))
    assert found.count == 4
    days = dict(found.per_day)
    assert len(days) == 90
    assert sum(days.values()) == 3
    assert days[bench.clock.now().date() - timedelta(days=3)] == 1
    assert texts(found.sample) == {TEXTS[0], TEXTS[3], "acme tea, a wire", "acme tea, a wire of old"}
    first = next(item for item in found.sample if item.text == TEXTS[0])
    assert [TEXTS[0][start:end] for _, start, end in first.spans] == ["acme", "tea", "wire"]
    assert found.unmatched == found.unmatched_week == 0
    assert (found.precision, found.recall) == (None, None)


def test_near_misses_say_why_and_what_would_help(bench: Bench, paged: None) -> None:
    bench.said(*TEXTS)
    found = tried(bench.mei, parse(QUERY))
    near = {each.item.text: each for each in found.near}
    assert set(near) == {TEXTS[1], TEXTS[2], TEXTS[5], TEXTS[6], TEXTS[7]}
    assert found.near_count == 5
    excluded, misspelt, late = near[TEXTS[5]], near[TEXTS[6]], near[TEXTS[1]]
    assert any("sponsored" in sentence for sentence in excluded.why)
    assert excluded.change is not None
    assert excluded.change.query == "(acme OR @acme) AND tea <<<what>>> AND (wire OR metal)"
    assert misspelt.change is not None
    assert misspelt.change.query.startswith("(acme OR acmee OR @acme) AND tea <<<what>>>")
    assert late.change is not None
    assert "(wire OR metal)" not in late.change.query
    assert all(each.change is None or each.change.brings >= 1 for each in found.near)


def test_a_change_says_how_many_more(bench: Bench, paged: None) -> None:
    bench.said(*(f"acmee tea and wire {number}" for number in range(5)), "acme tea and wire")
    found = tried(bench.mei, parse(QUERY))
    assert {each.change.brings for each in found.near if each.change} == {5}
    assert found.near_count == 5


def test_words_apart_and_far(bench: Bench) -> None:
    bench.said("the new and shiny phone", "late in the morning came at long last again a parcel")
    found = tried(bench.mei, parse('"new phone"'))
    (near,) = found.near
    assert near.change is not None
    assert near.change.query == '"new phone"~5'
    found = tried(bench.mei, parse("late NEAR/2 parcel"))
    (near,) = found.near
    assert near.change is not None
    assert near.change.query == "late NEAR/10 parcel"


def test_a_lone_word_misses_by_a_slip(bench: Bench, paged: None) -> None:
    bench.said("chengyue is closed", "nothing")
    found = tried(bench.mei, parse("chengye"))
    assert [(each.item.text, each.change and each.change.query) for each in found.near] == [
        ("chengyue is closed", "chengye OR chengyue")
    ]


def test_the_reservoir_is_counted_beside(bench: Bench, paged: None) -> None:
    bench.said(*TEXTS)
    bench.passed_by("acme tea metal", "acme tea", "acme tea metal sponsored", "whatever", "more", share=0.25)
    found = tried(bench.mei, parse(QUERY))
    assert (found.count, found.unmatched, found.unmatched_week) == (2, 1, 4)
    assert found.near_count == 7
    assert texts(found.rest) == {"whatever", "more"}
    assert "acme tea metal" in texts(found.sample)
    assert found.of == len(TEXTS) + 5


def test_labels_of_the_sample_give_precision_and_recall(bench: Bench, paged: None) -> None:
    bench.said(*TEXTS)
    topic = bench.topic(QUERY)
    found = tried(bench.mei, parse(QUERY), topic=topic)
    for item in found.sample:
        label(topic, item.key, bench.mei, item.text == TEXTS[0], bench.clock)
    for near in found.near:
        label(topic, near.item.key, bench.mei, near.item.text == TEXTS[6], bench.clock)
    found = tried(bench.mei, parse(QUERY), topic=topic)
    assert found.labelled == 2
    assert found.precision is not None
    assert (found.precision.right, found.precision.wrong, found.precision.low) == (1, 1, 0.5)
    assert found.recall is not None
    assert found.recall.wanting == 1, "nobody has looked at the rest"
    for item in found.rest:
        label(topic, item.key, bench.mei, False, bench.clock)
    found = tried(bench.mei, parse(QUERY), topic=topic)
    assert found.recall is not None
    assert (found.recall.found, found.recall.missed, found.recall.days) == (1.0, 1.0, None)
    assert found.recall.share == 0.5


def test_labels_of_sampled_posts_count_for_the_week(bench: Bench) -> None:
    bench.said(*TEXTS)
    bench.passed_by("acme tea", *(f"whatever {number}" for number in range(30)), share=0.5)
    topic = bench.topic(QUERY)
    found = tried(bench.mei, parse(QUERY), topic=topic)
    for key, right in [
        *((item.key, True) for item in found.sample),
        *((near.item.key, False) for near in found.near),
        *((item.key, False) for item in found.rest),
    ]:
        label(topic, key, bench.mei, right, bench.clock)
    recall = tried(bench.mei, parse(QUERY), topic=topic).recall
    assert recall is not None
    assert (recall.days, recall.share, recall.high) == (7, None, None)
    assert 0 < recall.missed_high < 40
    assert 0 < recall.low < 1


def test_only_labels_of_drawn_posts_count(bench: Bench) -> None:
    posts = bench.said(*(f"acme tea wire {number}" for number in range(12)))
    topic = bench.topic(QUERY)
    few = tried(bench.mei, parse(QUERY), topic=topic, shown=4)
    drawn = {item.key for item in few.sample}
    assert len(drawn) == 4
    for post in posts:
        label(topic, f"post:{post.pk}", bench.mei, f"post:{post.pk}" in drawn, bench.clock)
    few = tried(bench.mei, parse(QUERY), topic=topic, shown=4)
    assert few.precision is not None
    assert (few.precision.right, few.precision.wrong) == (4, 0)


def test_a_stored_post_counts_no_more_often_than_one_that_passed_by(bench: Bench) -> None:
    """Of 40 stored posts that match all are right, of 10 sampled ones (that stand for 40) none: half is right."""
    bench.said(*(f"acme tea wire {number}" for number in range(40)))
    bench.passed_by(*(f"acme tea metal {number}" for number in range(10)), share=0.25)
    topic = bench.topic(QUERY)
    for item in tried(bench.mei, parse(QUERY), topic=topic, shown=100).sample:
        label(topic, item.key, bench.mei, item.post is not None, bench.clock)
    found = tried(bench.mei, parse(QUERY), topic=topic, shown=100)
    assert found.labelled == 50
    assert found.precision is not None
    assert found.precision.wrong == 10
    assert 4 <= found.precision.right <= 16


def test_a_sample_is_stable_while_one_types(bench: Bench) -> None:
    bench.said(*(f"acme tea {number}" for number in range(30)), *(f"acme milk {number}" for number in range(30)))
    wide = tried(bench.mei, parse("acme"), shown=20)
    narrow = tried(bench.mei, parse("acme tea"), shown=20)
    kept = [item.key for item in wide.sample if "tea" in item.text]
    assert [item.key for item in narrow.sample][: len(kept)] == kept


def test_nothing_of_another_workspace_is_seen(bench: Bench) -> None:
    other = a_bench(bench.clock, "other")
    bench.said(*TEXTS)
    bench.passed_by("acme tea metal")
    topic = bench.topic(QUERY)
    mine = tried(bench.mei, parse(QUERY), topic=topic)
    theirs = tried(other.mei, parse(QUERY))
    assert (theirs.count, theirs.of, theirs.near_count, theirs.unmatched) == (0, 0, 0, 0)
    stolen = try_slice(other.mei, parse(QUERY), _forged(mine, bench, other))
    assert stolen.sample == stolen.rest == stolen.near == ()


def _forged(mine: Slice, bench: Bench, other: Bench) -> str:
    """A cursor of the other workspace that names the posts of this one."""
    from earshot.features.workshop.progress import mark_of

    progress = Progress(mark_of(QUERY, other.workspace.pk, slices.SHOWN), phase=4)
    progress.sample = progress.near = progress.rest = [(POST, post.pk) for post in bench.posts]
    progress.near_sampled = [(SAMPLED, int(item.key.split(":")[1])) for item in mine.sample if item.post is None]
    assert progress.near_sampled
    return progress.as_text()


@given(st.one_of(st.text(max_size=40), st.none(), st.sampled_from(["{}", "[]", "null", '{"mark":"a"}', "1e999"])))
def test_a_damaged_cursor_begins_anew(cursor: str | None) -> None:
    assert progress_of(cursor, "mark") == Progress("mark")


@given(st.lists(st.tuples(st.sampled_from([POST, SAMPLED]), st.integers(0, 2**40)), max_size=50), st.integers(0, 300))
def test_a_cursor_tells_all(drawn: list[tuple[str, int]], count: int) -> None:
    progress = Progress("mark", phase=2, below=17, count=count, share=0.3, sample=drawn, days={"2026-11-23": count})
    progress.changes["3:5: OR 茶"] = count
    assert progress_of(progress.as_text(), "mark") == progress
    assert progress_of(progress.as_text(), "other") == Progress("other")


@given(st.integers(1, 10**9))
def test_draws_are_even(start: int) -> None:
    posts = [(POST, number) for number in range(start, start + 2_000)]
    ranks = [rank("sample", post) for post in posts]
    assert 0.46 < sum(ranks) / len(ranks) < 0.54
    assert all(0 <= each < 1 for each in ranks)
    assert lowest("sample", posts, 10) == sorted(posts, key=lambda post: rank("sample", post))[:10]


def compared(member: Membership, old: str, new: str) -> Compared:
    found = compare_slice(member, parse(old), parse(new))
    while found.cursor:
        found = compare_slice(member, parse(old), parse(new), found.cursor)
    return found


def test_gained_and_lost(bench: Bench, paged: None) -> None:
    bench.said(*TEXTS)
    found = compared(bench.mei, "acme tea", "acme (milk OR metal)")
    assert (found.both, found.gained, found.lost) == (2, 1, 2)
    assert texts(found.gained_sample) == {TEXTS[2]}
    assert texts(found.lost_sample) == {TEXTS[0], TEXTS[1]}
    (gained,) = found.gained_sample
    assert [gained.text[start:end] for _, start, end in gained.spans] == ["acme", "milk", "metal"]
    assert found.looked_at == found.of == len(TEXTS)
    other = a_bench(bench.clock, "other")
    assert compared(other.mei, "acme tea", "acme (milk OR metal)").of == 0
