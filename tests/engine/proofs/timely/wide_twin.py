"""The twin over ninety days: it looks at two minutes of every quarter of an hour.

In documents whose every edge of time is a whole quarter, as are the offsets of all clocks, nobody comes or goes and no
clock starts or stops within a quarter. A start later in a quarter has a deadline as much later, or the same one; so of
the deadlines of all starts of a quarter, the minute before is in one quarter for the first start, in another one for
all the others: two minutes of each tell of all fifteen.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

from tests.engine.proofs.timely.twin import Twin
from tests.engine.rota.minutes import QUARTER


class WideTwin(Twin):
    """As :class:`Twin`, for documents whose edges and durations are whole quarters of an hour."""

    @cached_property
    def looked_at(self) -> Sequence[int]:
        """The first minute, and the first two of every quarter from then on."""
        return [minute for minute in range(self.first, self.last) if minute == self.first or minute % QUARTER < 2]

    def open(self, hours: str, minute: int) -> bool:
        return super().open(hours, minute - minute % QUARTER)

    def duty(self, name: str, minute: int) -> frozenset[str]:
        return super().duty(name, minute - minute % QUARTER)

    def away(self, person: str, minute: int) -> bool:
        return super().away(person, minute - minute % QUARTER)

    def dues(self, hours: str, lasts: int) -> Iterator[int]:
        """By counting whole quarters, from the one in which the first minute lies."""
        begins = self.first - self.first % QUARTER
        counted = [0]

        def until(minute: int) -> int:
            quarters, rest = divmod(minute - begins, QUARTER)
            while len(counted) <= quarters:
                at = begins + (len(counted) - 1) * QUARTER
                counted.append(counted[-1] + QUARTER * self.open(hours, at))
            return counted[quarters] + rest * self.open(hours, minute)

        for start in self.looked_at:
            wanted = until(start) + lasts
            while counted[-1] < wanted:
                until(begins + len(counted) * QUARTER)
            quarter = bisect_left(counted, wanted) - 1
            yield begins + quarter * QUARTER + wanted - counted[quarter]
