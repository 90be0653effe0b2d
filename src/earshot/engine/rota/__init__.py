"""Time of people: hours, holidays, working time, rotas, leave, overrides, who covers a role when.

Invariants: minutes, half-open, UTC inside; wall clocks only at the edge (``zones``). ``worktime.count`` is the only
place that adds working time, ``duty.shifts`` the only one that says who covers.
"""

from earshot.engine.rota.duty import Cover, Duty, Override, Shift, leave_spans, shifts
from earshot.engine.rota.hours import ALWAYS, EVERY_DAY, Hours, Opening, date_of, day_number, open_spans, weekday
from earshot.engine.rota.spans import DAY, HOUR, Span, instant_of, merged, minute_of
from earshot.engine.rota.turns import Rota, turns
from earshot.engine.rota.worktime import Counted, count

__all__ = [
    "ALWAYS",
    "DAY",
    "EVERY_DAY",
    "HOUR",
    "Counted",
    "Cover",
    "Duty",
    "Hours",
    "Opening",
    "Override",
    "Rota",
    "Shift",
    "Span",
    "count",
    "date_of",
    "day_number",
    "instant_of",
    "leave_spans",
    "merged",
    "minute_of",
    "open_spans",
    "shifts",
    "turns",
    "weekday",
]
