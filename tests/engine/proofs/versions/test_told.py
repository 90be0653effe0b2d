"""What two versions do differently, in sentences, each kind with its example."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from earshot.engine.policy import decide, load
from earshot.engine.proofs import Difference, difference
from tests.engine.proofs.logic.documents import text_of
from tests.engine.proofs.logic.here import solver_here
from tests.engine.proofs.logic.twin import AT

HOUSE: dict[str, Any] = {
    "policy": "House",
    "zone": "Asia/Taipei",
    "people": {"ana": {"skills": ["law"], "deputy": "ben"}, "cy": {}},
    "hours": {"office": {"days": "mon-fri", "from": "09:00", "to": "18:00"}},
    "roles": {
        "desk": {"lead": "ana", "members": ["ana", "ben"], "hours": "always"},
        "press": {"lead": "ben", "members": ["ben"], "hours": "office"},
    },
    "ladders": {"harm": [{"after": "10m", "to": "press"}, {"after": "90m", "to": "ana"}]},
    "rules": [
        {"name": "Harm", "when": "risk>=70", "accountable": "desk", "answer within": {"office": "30m", "always": "1h"}},
        {"name": "Asks", "when": "intent:question", "accountable": "press", "ladder": "harm", "informed": ["desk"]},
    ],
    "also": [{"when": "followers>=50000", "informed": ["press"]}],
    "otherwise": {"accountable": "desk"},
}

Edit = tuple[tuple[str | int, ...], Any]
"""Where in the document, and what stands there then; None is nothing."""


def edited(*edits: Edit) -> Difference:
    new = deepcopy(HOUSE)
    for path, value in edits:
        place: Any = new
        for step in path[:-1]:
            place = place[step]
        if value is None:
            del place[path[-1]]
        else:
            place[path[-1]] = value
    with solver_here():
        found = difference(load(text_of(HOUSE)), load(text_of(new)), AT)
    assert found.decided
    return found


HARM, ASKS = ("rules", 0), ("rules", 1)
TOLD: dict[str, tuple[Edit, str]] = {
    "accountable": (
        ((*HARM, "accountable"), "press"),
        'accountable: What "Harm" gave to desk, "Harm" now gives to press: for example a post with risk 70.',
    ),
    "responsible": (
        ((*HARM, "responsible"), "press"),
        'responsible: press is responsible instead of desk for what "Harm" decides: for example a post with risk 70.',
    ),
    "handling": (
        ((*ASKS, "handling"), "watch"),
        'handling: Now only watched instead of answered is what "Asks" decides: for example a question.',
    ),
    "approval": (
        ((*ASKS, "approve by"), ["desk", "press.lead"]),
        'approvals: Answers to what "Asks" decides must now be approved by desk, press.lead: for example a question.',
    ),
    "deadline": (
        ((*HARM, "answer within"), "1h"),
        'deadline: An answer within 1 h instead of 30 min of "office" or 1 h is owed to what "Harm" decides: '
        "for example a post with risk 70.",
    ),
    "no deadline": (
        ((*HARM, "answer within"), None),
        'deadline: No answer within 30 min of "office" or 1 h is owed any more to what "Harm" decides: '
        "for example a post with risk 70.",
    ),
    "hours": (
        (("hours", "office", "to"), "17:00"),
        'deadline: The hours "office", in which deadlines are counted, are others: on Monday 2026-11-23 17:00 '
        "(Asia/Taipei) they are now closed; for example a post with risk 70.\n"
        "people: The role press: its hours are others; first on Monday 2026-11-23 17:00 (Asia/Taipei) "
        "nobody on duty instead of ben.",
    ),
    "ladder": (
        ((*HARM, "ladder"), "harm"),
        'ladder: The ladder "harm" is now climbed for what "Harm" decides: for example a post with risk 70.',
    ),
    "steps": (
        (("ladders", "harm", 1, "after"), "2h"),
        'ladder: The ladder "harm" goes after 10 min to press, after 2 h to ana instead of after 10 min to press, '
        "after 1 h 30 min to ana: for example a question.",
    ),
    "consulted": (
        ((*ASKS, "consulted"), ["desk", "press"]),
        'consulted: desk, press will now be consulted on what "Asks" decides: for example a question.',
    ),
    "informed": (
        ((*ASKS, "informed"), ["press"]),
        'informed: press instead of desk will be informed of what "Asks" decides: for example a question.',
    ),
    "added": (
        (("also",), []),
        "informed: press will no longer be informed of what an addition names: "
        "for example a post by an author with 50000 followers.",
    ),
    "skill": (
        ((*ASKS, "skill"), "law"),
        'skill: The skill law is now wanted for what "Asks" decides: for example a question.',
    ),
    "lead": (
        (("roles", "desk", "lead"), "cy"),
        "people: When nobody is on duty, cy has it instead of ana.\npeople: The role desk: cy leads it instead of ana.",
    ),
    "members": (
        (("roles", "press", "members"), ["cy"]),
        "people: The role press: new in it: cy; no longer in it: ben; first on Monday 2026-11-23 10:00 (Asia/Taipei) "
        "cy on duty instead of ben.",
    ),
    "deputy": (
        (("people", "ana", "deputy"), "cy"),
        "people: The role desk: cy stands in for ana instead of ben.",
    ),
    "leave": (
        (("leave",), [{"person": "ana", "from": "2026-12-01", "to": "2026-12-02"}]),
        "people: The role desk: ana is on leave at other times; first on Tuesday 2026-12-01 00:00 (Asia/Taipei) "
        "ben on duty instead of ana, ben.",
    ),
    "override": (
        (("overrides",), [{"role": "press", "person": "cy", "from": "2026-11-28 09:00", "to": "2026-11-30 10:00"}]),
        "people: The role press: first on Monday 2026-11-30 09:00 (Asia/Taipei) cy on duty instead of ben.",
    ),
    "capacity": (
        (("people", "ana", "capacity"), 3),
        "people: The role desk: ana has another share, capacity, languages or skills.",
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_each_kind_is_told_once_and_in_words(name: str) -> None:
    edit, said = TOLD[name]
    found = edited(edit)
    assert "\n".join(f"{change.kind}: {change.message}" for change in found.changes) == said
    assert not found.only_words


def test_who_is_accountable_comes_first_and_people_last() -> None:
    found = edited(
        ((*HARM, "accountable"), "press"),
        ((*HARM, "responsible"), "press"),
        ((*HARM, "handling"), "ignore"),
        ((*HARM, "approve by"), ["desk"]),
        (("also",), []),
        (("roles", "press", "members"), ["cy"]),
        ((*ASKS, "answer within"), "1h"),
    )
    kinds = ["accountable", "handling", "approvals", "deadline", "informed", "people"]
    assert [change.kind for change in found.changes] == kinds
    assert [one.kind for one in found.handed] == ["accountable"]


def test_what_an_addition_says_as_well_is_no_change() -> None:
    """The rule no longer informs the desk, but an addition informs it of everything."""
    every = {"when": "risk>=0", "informed": ["desk"]}
    assert edited(((*ASKS, "informed"), None), (("also",), [*HOUSE["also"], every])).changes[0].message == (
        "desk will now be informed of what an addition names: for example a post."
    )
    found = edited(((*ASKS, "informed"), None), (("also",), [*HOUSE["also"], {**every, "when": "risk<=50"}]))
    gone, come = found.changes
    assert (gone.before, gone.after, gone.sample) == (("desk",), (), {"intent": "question", "risk": 51})
    assert (come.before, come.after, come.sample) == ((), ("desk",), {})


def test_names_do_not_matter_only_what_they_say() -> None:
    """A ladder, hours and a rule under other names."""
    found = edited(
        (("policy",), "Our house"),
        ((*ASKS, "name"), "Questions"),
        (("people", "ana", "name"), "Ana Li"),
    )
    assert (found.changes, [each.section for each in found.beside], found.only_words) == ((), ["names"], True)
    renamed = edited(
        (("ladders",), {"up": HOUSE["ladders"]["harm"]}),
        ((*ASKS, "ladder"), "up"),
        (("hours",), {"day": HOUSE["hours"]["office"]}),
        (("roles", "press", "hours"), "day"),
        ((*HARM, "answer within"), {"day": "30m", "always": "60m"}),
    )
    assert renamed.changes == ()
    assert not renamed.only_words
    assert [each.section for each in renamed.beside] == ["rules", "people", "ladders"]


def test_what_changes_no_conversation_is_told_beside() -> None:
    found = edited(
        (("guarantees",), ["harm is answered: when risk>=70 then answer within <= 1h"]),
        (("accepted",), [{"finding": "owned", "by": "ana", "because": "quiet"}]),
        (("languages",), ["ja"]),
        (("meetings",), [{"name": "Daily", "every": "10:00", "minutes": 15, "teams": ["desk"]}]),
        (("zone",), "Asia/Shanghai"),
        (("hours", "office", "zone"), "Asia/Taipei"),
        (("roles", "night"), {"lead": "cy", "members": ["cy"], "hours": "always"}),
    )
    assert found.changes == ()
    sections = ["people", "guarantees", "accepted", "meetings", "space", "zone"]
    assert [each.section for each in found.beside] == sections
    assert str(found.beside[1].message) == "The guarantees are others."


def test_two_zones_are_told_apart() -> None:
    document: dict[str, Any] = {
        "policy": "Night",
        "zone": "Europe/Berlin",
        "roles": {role: {"lead": role, "members": [role], "hours": "always"} for role in ("day", "night")},
        "rules": [{"name": "At night", "when": "hour>=22 OR hour<=5", "accountable": "night"}],
        "otherwise": {"accountable": "day"},
    }
    old, new = load(text_of(document)), load(text_of({**document, "zone": "America/New_York"}))
    with solver_here():
        found = difference(old, new, AT)
    assert {(one.before, one.after) for one in found.handed} == {(("day",), ("night",)), (("night",), ("day",))}
    for one in found.handed:
        assert one.sample is not None
        assert decide(old, one.sample, AT).accountable.role == one.before[0]
        assert decide(new, one.sample, AT).accountable.role == one.after[0]
        assert f"for example a post posted at {one.sample['posted'][:16].replace('T', ' ')} UTC." in one.message
