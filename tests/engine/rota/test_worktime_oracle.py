"""Working time against a count minute by minute: changes of clocks, holidays, nights, breaks, two zones at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.rota import Hours, Opening, count, day_number
from earshot.engine.rota.holidays import Holidays
from tests.engine.rota import minutes
from tests.engine.rota.test_hours import ZONES, at

NEAR = [
    at("2026-03-06 12:00"),  # America: forward on the 8th
    at("2026-03-27 20:00"),  # Europe: forward on the 29th
    at("2026-10-02 20:00"),  # Lord Howe: forward, half an hour
    at("2026-10-23 20:00"),  # Europe: back on the 25th
    at("2026-10-30 20:00"),  # America: back on 1 November; Havana as well
    at("2026-12-23 12:00"),  # Christmas
    at("2027-02-04 12:00"),  # the lunar new year
]

TIMES = st.sampled_from(["00:00", "00:30", "01:30", "02:00", "06:00", "09:00", "12:00", "13:00", "18:00", "22:00"])


@st.composite
def intervals(draw: st.DrawFn) -> minutes.Interval:
    begins = draw(TIMES)
    ends = draw(st.one_of(TIMES, st.just("24:00")).filter(lambda time: time != begins))
    days = draw(st.lists(st.sampled_from(minutes.WEEKDAYS), min_size=3, unique=True))
    closed = draw(
        st.sampled_from([[], ["2026-12-24", "2026-12-25"], ["2026-10-24", "2026-10-26"], "TW", "GB-ENG", "US"])
    )
    return {"zone": draw(st.sampled_from(ZONES)), "days": days, "from": begins, "to": ends, "holidays": closed}


def opening(written: minutes.Interval) -> Opening:
    begins, ends = minutes.clock(written["from"]), minutes.clock(written["to"])
    return Opening(
        written["zone"],
        begins,
        ends if ends > begins else ends + 1440,
        frozenset(minutes.WEEKDAYS.index(day) for day in written["days"]),
        closed(written["holidays"]),
    )


def closed(written: str | list[str]) -> Holidays:
    if isinstance(written, str):
        return Holidays(places=(written,))
    return Holidays(frozenset(day_number(date.fromisoformat(day)) for day in written))


@given(
    written=st.lists(intervals(), min_size=1, max_size=3),
    near=st.sampled_from(NEAR),
    later=st.integers(0, 5 * 1440),
    lasts=st.one_of(st.integers(1, 90), st.integers(1, 900)),
)
@settings(max_examples=250)
def test_due_agrees_with_a_count_minute_by_minute(
    written: Sequence[minutes.Interval], near: int, later: int, lasts: int
) -> None:
    counted = count(Hours("test", tuple(opening(one) for one in written)), near + later, lasts)
    assert counted is not None
    assert counted.due == minutes.due(written, near + later, lasts)
