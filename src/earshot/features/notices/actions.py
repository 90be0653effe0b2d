"""Every write of the feature that others ask for; what goes out is carried by ``sending``, what people choose by
``choosing``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from earshot.features.notices.kinds import FOR_WHO_ASKS, OWED
from earshot.features.notices.models import Notice
from earshot.features.people.models import Membership
from earshot.kernel.clock import Clock
from earshot.kernel.texts import stored
from earshot.web import bulk, live

GATHER = timedelta(seconds=60)
"""How long a notice waits for others, so that they go out as one message. What is urgent waits for none."""
ENDED_WITH_IT = (*OWED, "escalated", "snoozed", *FOR_WHO_ASKS)
"""Kinds that concern nobody any more once nothing is owed."""

_past: ContextVar[bool] = ContextVar("told in the past", default=False)


@dataclass(frozen=True, slots=True)
class News:
    """One notice to write. ``seat``: a membership's id; ``about``: a kind and an id, as in ``web.live.publish``."""

    seat: int
    kind: str
    said: str
    about: tuple[str, int] = ("", 0)
    must_acknowledge: bool = False
    urgent: bool = False
    taken: bool = False
    """By an act of the person's own: they know, so it is written as taken up and goes nowhere."""


@contextmanager
def told_in_the_past() -> Iterator[None]:
    """What is written meanwhile was told long ago: it is read and taken up, and goes nowhere. For a story."""
    token = _past.set(True)
    try:
        yield
    finally:
        _past.reset(token)


def notify(workspace_id: int, news: Iterable[News], clock: Clock) -> Sequence[int]:
    """Write notices, in the caller's transaction; they go out afterwards. Answers their ids.

    Seats where nobody sits get none. Who climbs a ladder relieves the accountable person of being reminded.
    """
    told = _for_people(news)
    if not told:
        return ()
    now, past = clock.now(), _past.get()
    words = {id(each.said): each.said for each in told}
    sentences = {key: stored(said) for key, said in words.items()}
    ids = bulk.insert_numbered(
        Notice,
        (
            "workspace_id", "membership_id", "kind", "about_kind", "about_id", "said", "at", "must_acknowledge",
            "urgent", "next_at", "sent", "read_at", "acknowledged_at", "settled_at",
        ),
        (_row(workspace_id, each, sentences[id(each.said)], now, past) for each in told),
    )  # fmt: skip
    _remind_no_more([each.about for each in told if each.kind == "escalated"])
    fresh = {each.seat for each in told if not (past or each.taken)}
    _tell(workspace_id, "notice.new", fresh, clock)
    return ids


def _row(workspace_id: int, each: News, said: str, now: datetime, past: bool) -> tuple[object, ...]:
    known = now if past or each.taken else None
    goes_out = None if known else now if each.urgent else now + GATHER
    return (
        workspace_id, each.seat, each.kind, *each.about, said, now, each.must_acknowledge,
        each.urgent, goes_out, 0, known, known, None,
    )  # fmt: skip


def _for_people(news: Iterable[News]) -> list[News]:
    told = list(news)
    if not told:
        return []
    seats = Membership.objects.filter(
        pk__in={each.seat for each in told}, person__isnull=False, person__is_active=True, active=True
    )
    there = set(seats.values_list("pk", flat=True))
    return [each for each in told if each.seat in there]


def _remind_no_more(climbed: Sequence[tuple[str, int]]) -> None:
    for kind, number in climbed:
        Notice.objects.filter(
            about_kind=kind, about_id=number, kind__in=OWED, sent__gt=0, next_at__isnull=False
        ).update(next_at=None)


def _tell(workspace_id: int, kind: str, seats: Iterable[int], clock: Clock) -> None:
    """Tell the open pages of these people, and of nobody else (``web.live.stream`` minds ``only``)."""
    told = [(kind, 0, {"only": seat}) for seat in sorted(set(seats))]
    if told:
        live.publish_many(clock, workspace_id, told)


def _tell_changed(seats: Iterable[tuple[int, int]], clock: Clock) -> None:
    """``seats``: a workspace and a membership each."""
    for workspace_id, seat in seats:
        _tell(workspace_id, "notice.changed", [seat], clock)


def owe(
    workspace_id: int, kind: str, owed: Mapping[int, Sequence[News]], clock: Clock, *, fresh: Collection[int] = ()
) -> None:
    """From now on exactly these people owe something for these things (id -> news of the kinds ``OWED``): what stands
    open for anybody else is settled, what is missing is written, the rest stays as it is.

    ``kind`` is that of the things; ``fresh`` are those of which nothing can stand open. Asked again, changes nothing.
    """
    known = [number for number in owed if number not in fresh]
    standing: dict[tuple[int, int, str], int] = {}
    gone: list[int] = []
    if known:
        rows = Notice.objects.filter(about_kind=kind, about_id__in=known, settled_at=None, kind__in=ENDED_WITH_IT)
        for pk, number, seat, of in rows.order_by("id").values_list("id", "about_id", "membership_id", "kind"):
            if of not in OWED:
                keeps = bool(owed[number])
            else:
                wanted = {(each.seat, each.kind) for each in owed[number]}
                keeps = (seat, of) in wanted and standing.setdefault((number, seat, of), pk) == pk
            if not keeps:
                gone.append(pk)
    if gone:
        _settle(Q(pk__in=gone), clock)
    missing = (each for number, news in owed.items() for each in news if (number, each.seat, each.kind) not in standing)
    notify(workspace_id, missing, clock)


def acknowledge(seat: int, about: tuple[str, int], clock: Clock) -> int:
    """The person has taken up what these notices tell of. Answers how many waited for it."""
    return take_up(Q(membership_id=seat, about_kind=about[0], about_id=about[1]), clock)


def take_up(which: Q, clock: Clock) -> int:
    """Acknowledge those that wait for it; answers how many."""
    rows = Notice.objects.filter(which, acknowledged_at=None)
    seats = set(rows.values_list("workspace_id", "membership_id"))
    now = clock.now()
    count = rows.update(acknowledged_at=now, read_at=Coalesce(F("read_at"), now), next_at=None)
    _tell_changed(seats, clock)
    return count


def read(which: Q, clock: Clock) -> int:
    """The person has read them. What must be acknowledged still waits for that. Answers how many were unread."""
    rows = Notice.objects.filter(which, read_at=None)
    seats = set(rows.values_list("workspace_id", "membership_id"))
    now = clock.now()
    rows.filter(must_acknowledge=False).update(next_at=None)
    count = rows.update(read_at=now)
    _tell_changed(seats, clock)
    return count


def settle(
    about: tuple[str, int],
    clock: Clock,
    kinds: Sequence[str] = (),
    *,
    waiting: bool = False,
) -> int:
    """What these notices tell of concerns nobody any more (of ``kinds``, or all); ``waiting``: only those that ask
    for an answer. Answers how many were open."""
    which = Q(about_kind=about[0], about_id=about[1])
    if kinds:
        which &= Q(kind__in=list(kinds))
    if waiting:
        which &= Q(must_acknowledge=True)
    return _settle(which, clock)


def _settle(which: Q, clock: Clock) -> int:
    rows = Notice.objects.filter(which, settled_at=None)
    seats = set(rows.filter(read_at=None).values_list("workspace_id", "membership_id"))
    count = rows.update(settled_at=clock.now(), next_at=None)
    _tell_changed(seats, clock)
    return count


def move(kind: str, gone_id: int, kept_id: int) -> None:
    """Two things turned out to be one: what was told of the one is told of the other."""
    Notice.objects.filter(about_kind=kind, about_id=gone_id).update(about_id=kept_id)
