"""For certain, what the machine of ``tests.properties.decisions`` comes by only by chance: swaps, cover and leave."""

from __future__ import annotations

import pytest

from earshot.features.responsibility.models import Decision
from tests.properties.decisions.company import HOUR, STARTS
from tests.properties.decisions.said import CALM, About
from tests.properties.decisions.shifts import DONE
from tests.properties.decisions.truth import House


def look(house: House) -> None:
    house.all_is_as_it_should_be()
    house.the_document_says_what_was_settled()


def on_duty_for_harm(house: House) -> list[str]:
    """Who is on duty where harm is reported now."""
    house.a_new_thread("ann", CALM | {"recall": True}, About(), "desk", "post")
    look(house)
    newest = Decision.objects.filter(conversation__workspace=house.workspace).latest("id")
    return list(newest.result["on_duty"])


@pytest.mark.whole
@pytest.mark.django_db
def test_shifts_change_hands_and_gaps_are_covered() -> None:
    """Saturday afternoon: Ana has the shift until 02:30, Ivo the next; only Lin is in support, and away on Monday."""
    before = DONE.copy()
    house = House()
    house.begin(STARTS[0])
    try:
        house.another_policy(2)
        assert on_duty_for_harm(house) == ["ana"]
        house.take_my_shift("pr", 4, 16, "", "ivo")
        house.take_my_shift("pr", 4, 16, "", "ivo")  # asked already
        assert on_duty_for_harm(house) == ["ana"]
        house.an_answer(0, "accept")
        house.take_my_shift("pr", 10, 4, "ivo", "ana")  # an hour of it goes back
        house.an_answer(0, "accept")
        house.take_my_shift("social", 28, 24, "mei", "jun")  # over midnight
        house.an_answer(0, "accept")
        for answer in ("decline", "withdraw"):
            house.take_my_shift("pr", 24, 4, "", "ivo")
            house.an_answer(0, answer)
        house.take_my_shift("pr", 24, 4, "", "ivo")  # nobody answers
        look(house)
        house.move_clock(house.from_now(6))
        for people in (["ivo"], ["ana"], ["ivo"]):
            assert on_duty_for_harm(house) == people
            house.somebody_leaves_or_comes_back("ivo")
        house.somebody_leaves_or_comes_back("ivo")
        house.move_clock(house.from_now(5))
        assert on_duty_for_harm(house) == ["ana"]
        house.move_clock(house.from_now(4))
        assert on_duty_for_harm(house) == ["ivo"]
        house.leave_of_ones_own("lin", 2, 0)
        house.a_gap_is_covered("support", "ben", 8)
        house.leave_of_ones_own("ben", 2, 0)  # has taken something over
        look(house)
        house.somebody_is_ill("ivo", 1)
        house.somebody_is_ill("jun", 0)  # and has the rest of that night again
        assert on_duty_for_harm(house) == ["ana"]
        for _ in range(12):
            house.time_passes(4 * HOUR)
            look(house)
        house.leave_is_taken_back(0)
        look(house)
        house.another_policy(1)
        house.take_my_shift("support", 72, 4, "lin", "ben")  # Kai would go off duty by it
        house.another_policy(0)
        house.take_my_shift("support", 72, 4, "lin", "ben")
        look(house)
        done = DONE - before
        assert done == {
            "ask": 7, "accept": 3, "decline": 1, "withdraw": 1, "lapse": 1, "cover": 1, "leave": 1, "take back": 1, "ill": 2,
        }  # fmt: skip
    finally:
        house.teardown()
