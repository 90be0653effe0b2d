"""Search in the query language."""

from __future__ import annotations

import pytest

from earshot.features.conversations import actions
from earshot.features.inbox import search as searching
from earshot.features.inbox.search import search
from tests.features.factories import a_member, a_workspace
from tests.features.inbox.conftest import Tea


def found(tea: Tea, query: str) -> list[str]:
    return [each.author.handle for each in search(tea.mei, query, tea.clock.now()).conversations]


@pytest.fixture
def talk(tea: Tea) -> Tea:
    tea.hear("桂花凍裡有鐵絲，請問能喝嗎", "azhe", lang="zh-Hant", findings={"intent": "complaint", "risk": 84})
    tea.hear("这个桂花冻还有吗", "xiaoman", lang="zh-Hans")
    first = tea.hear("My refund is late", "priya")
    tea.hear("still nothing, very late", "priya", to=first.thread_key)
    tea.hear("late but fine", "tom", findings={"intent": "praise", "sentiment": "positive"})
    return tea


@pytest.mark.parametrize(
    ("query", "handles"),
    [
        ("桂花", ["xiaoman", "azhe"]),  # two characters, both scripts
        ("鐵絲", ["azhe"]),
        ("late", ["tom", "priya"]),
        ("late -refund", ["tom", "priya"]),  # one of her posts says late and not refund
        ("late -intent:praise", ["priya"]),
        ("intent:complaint", ["azhe"]),
        ("risk>=70", ["azhe"]),
        ("topic:harm", ["azhe"]),
        ("lang:zh", ["xiaoman", "azhe"]),
        ("assignee:me", ["tom", "priya", "xiaoman"]),
        ("assignee:ana", ["azhe"]),
        ("team:pr state:open", ["azhe"]),
        ("author:priya", ["priya"]),
        ("is:unanswered state:open late", ["tom", "priya"]),
        ("nowhere", []),
    ],
)
def test_finds_exactly(talk: Tea, query: str, handles: list[str]) -> None:
    assert found(talk, query) == handles


def test_time_fields_are_asked_now(talk: Tea) -> None:
    talk.wait(hours=2)
    talk.hear("new one", "fresh")
    assert found(talk, "age<1h") == ["fresh"]
    assert "priya" in found(talk, "age>1h")


def test_states_follow_acts(talk: Tea) -> None:
    tom = next(each for each in search(talk.mei, "author:tom", talk.clock.now()).conversations)
    actions.done(tom, talk.mei, talk.clock)
    assert found(talk, "late state:open") == ["priya"]
    assert found(talk, "state:resolved") == ["tom"]
    assert found(talk, "state:resolved -late") == []


def test_a_wrong_query_says_what_is_wrong_and_searches_what_is_left(talk: Tea) -> None:
    result = search(talk.mei, "late AND", talk.clock.now())
    assert result.errors
    assert result.errors[0].message


def test_pages_hold_every_match_once(talk: Tea, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "PAGE", 2)
    monkeypatch.setattr(searching, "FIRST_CHUNK", 2)
    monkeypatch.setattr(searching, "CHUNK", 3)
    threads = [talk.hear(f"parcel {number} and again", f"p{number}").thread_key for number in range(7)]
    for number in (1, 4, 0):
        talk.hear(f"the parcel is still not here {number}", f"p{number}", to=threads[number])
    for query in ("parcel", "author:p* OR intent:question", "-nothing"):
        seen: list[str] = []
        after = ""
        for _ in range(20):
            page = search(talk.mei, query, talk.clock.now(), after)
            seen += [each.author.handle for each in page.conversations]
            after = page.next
            if not after:
                break
        assert len(seen) == len(set(seen)), query
        if query == "parcel":
            assert seen == ["p0", "p4", "p1", "p6", "p5", "p3", "p2"]


def test_a_search_that_finds_little_stops_and_says_how_far_it_looked(
    talk: Tea, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "EXAMINED", 2)
    monkeypatch.setattr(searching, "FIRST_CHUNK", 2)
    result = search(talk.mei, "country:ZZ", talk.clock.now())
    assert result.conversations == []
    assert result.back_to is not None
    assert result.next


def test_another_workspace_sees_nothing(talk: Tea) -> None:
    stranger = a_member(a_workspace("other"), "eve")
    for query in ("late", "intent:complaint", "桂花"):
        assert search(stranger, query, talk.clock.now()).conversations == []
