"""A query in lines is the same query."""

from __future__ import annotations

from hypothesis import given

from earshot.engine.query import TOPIC_FIELDS, parse
from earshot.features.workshop.laying_out import WIDTH, laid_out
from tests.engine.query import strategies


@given(strategies.queries, strategies.queries, strategies.queries)
def test_it_stays_the_same_query(one: str, two: str, three: str) -> None:
    query = parse(f"(({one}) OR ({two})) AND NOT (({three}) OR ({one}))", TOPIC_FIELDS)
    text = laid_out(query)
    assert text is not None
    again = parse(text, TOPIC_FIELDS)
    assert again == query
    assert laid_out(again) == text


def test_conditions_stand_below_each_other_and_alternatives_side_by_side() -> None:
    words = " OR ".join(f"brand{number}" for number in range(14))
    text = laid_out(parse(f"({words}) late NOT job", TOPIC_FIELDS))
    assert text is not None
    assert text.splitlines() == [
        "(brand0 OR brand1 OR brand2 OR brand3 OR brand4 OR brand5 OR brand6",
        "  OR brand7 OR brand8 OR brand9 OR brand10 OR brand11 OR brand12",
        "  OR brand13)",
        "AND late",
        "AND NOT job",
    ]
    assert max(map(len, text.splitlines())) <= WIDTH


def test_comments_are_not_lost() -> None:
    assert laid_out(parse("tea <<<of the house>>>", TOPIC_FIELDS)) is None
