"""The views of the inbox: each is a query with an order, a name and a place in the navigation.

All open conversations are counted by one reading of one index (``conversation_lists``), and a page is first found as
ids in that index: fourteen thousand open conversations cost a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from django.db.models import Count as CountRows
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from earshot.features.conversations.models import Conversation, State
from earshot.features.conversations.queries import access_conversations
from earshot.features.people.models import Membership
from earshot.features.people.queries import stand_in
from earshot.features.responsibility.queries import my_conversations
from earshot.kernel.errors import NotFound
from earshot.web.prepared import Prepared

PAGE = 40
MANY = 1000
"""Counts of what is not open stop here."""
OPEN = tuple(state for state in State if state != State.RESOLVED)
REST = (State.WAITING, State.SNOOZED)
"""Open, but not our turn."""
IN_TURN = Q(handling="answer", state__in=[each for each in OPEN if each not in REST])
"""An answer is ours to give."""

SHOWN = (
    *("network", "state", "lang", "snippet", "intent", "risk", "rule", "role", "newest_at"),
    *("turn_since", "deadline_at", "snoozed_until", "accountable_id", "writer_id", "writing_until"),
    *("author__name", "author__handle", "author__external_id"),
)
"""The columns of a row: a page of whole conversations with all their joins takes four times as long to read."""

Order = Literal["deadline", "newest"]
Part = Literal["all", "owed", "free"]
"""Of a view: all of it, what has a deadline, what has none."""
Rows = QuerySet[Conversation]


@dataclass(frozen=True, slots=True)
class Group:
    """Open conversations of one handling and state: how many, how many are mine, how many unanswered."""

    handling: str
    state: str
    all: int
    mine: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class View:
    """``query`` is what the search box shows; ``rows`` the same as the database understands it; ``counts`` what one
    group of open conversations adds to its count, None where it holds others."""

    name: str
    title: str | Promise
    query: str
    rows: Callable[[Membership], Rows]
    counts: Callable[[Group], int] | None
    order: Order = "deadline"


def _open(membership: Membership, *states: State) -> Rows:
    return access_conversations(membership).filter(state__in=states or OPEN)


def _answers(membership: Membership) -> Rows:
    return _open(membership).filter(handling="answer")


def _answer(group: Group, number: int) -> int:
    return number if group.handling == "answer" else 0


VIEWS = (
    View(
        "mine",
        _("Mine, by deadline"),
        "assignee:me state:open",
        lambda m: my_conversations(m).filter(handling="answer", state__in=OPEN),
        lambda group: _answer(group, group.mine),
    ),
    View("open", _("All open"), "state:open", _answers, lambda group: _answer(group, group.all)),
    View(
        "unanswered",
        _("Unanswered"),
        "state:open is:unanswered",
        lambda m: _answers(m).filter(turn_since__isnull=False),
        lambda group: _answer(group, group.unanswered),
    ),
    View(
        "waiting",
        _("Waiting for them"),
        "state:waiting",
        lambda m: _open(m, State.WAITING),
        lambda group: group.all if group.state == State.WAITING else 0,
        "newest",
    ),
    View(
        "snoozed",
        _("Snoozed"),
        "state:snoozed",
        lambda m: _open(m, State.SNOOZED),
        lambda group: group.all if group.state == State.SNOOZED else 0,
        "newest",
    ),
    View(
        "watching",
        _("No answer needed"),
        "",
        lambda m: _open(m).filter(handling="watch"),
        lambda group: group.all if group.handling == "watch" else 0,
        "newest",
    ),
    View(
        "done",
        _("Done"),
        "state:resolved",
        lambda m: access_conversations(m).filter(state=State.RESOLVED).exclude(handling="ignore"),
        None,
        "newest",
    ),
)
TURN = View(
    "turn",
    _("My turn"),
    "assignee:me state:open is:unanswered",
    lambda m: my_conversations(m).filter(IN_TURN),
    lambda group: 0 if group.state in REST else _answer(group, group.mine),
)
"""What "my turn" shows; no view of the inbox."""
_BY_NAME = {view.name: view for view in VIEWS}


def view_named(name: str) -> View:
    """Raises NotFound."""
    if name not in _BY_NAME:
        raise NotFound(str(_("There is no such view.")), str(_("Choose one from the list on the left.")))
    return _BY_NAME[name]


@dataclass(frozen=True, slots=True)
class Count:
    """How many; ``more`` where counting stopped."""

    number: int
    more: bool = False


def tally(membership: Membership) -> list[Group]:
    """Every open conversation, counted once."""
    if not membership.active:
        return []
    return [Group(**group) for group in _groups(membership.workspace_id, membership.pk)]


@Prepared
def _groups(workspace_id: int, seat: int) -> QuerySet[Any, Any]:
    mine = Q(accountable_id=seat) | Q(covering_id=seat)
    return (
        _open(stand_in(workspace_id, seat))
        .values("handling", "state")
        .annotate(
            all=CountRows("*"),
            mine=CountRows("pk", filter=mine),
            unanswered=CountRows("pk", filter=Q(turn_since__isnull=False)),
        )
        .order_by()
    )


def count(view: View, membership: Membership, groups: Sequence[Group]) -> Count:
    """Exact for open conversations, at most :data:`MANY` for others."""
    if view.counts is not None:
        return Count(sum(view.counts(group) for group in groups))
    number = view.rows(membership).order_by()[: MANY + 1].count()
    return Count(min(number, MANY), number > MANY)


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a view. ``next`` is the cursor of the page that follows, "" on the last one."""

    conversations: list[Conversation]
    next: str = ""


def page_of(view: View, membership: Membership, after: str = "", size: int = 0) -> Slice:
    """The page that begins behind the cursor; a cursor that cannot be read is the beginning. ``size``: else a PAGE."""
    size = size or PAGE
    ids = _ids(view, membership, after, size + 1)
    by_id = read_listed(membership, ids[:size])
    shown = [by_id[each] for each in ids[:size] if each in by_id]
    return Slice(shown, _cursor(view, shown[-1]) if len(ids) > size and shown else "")


def _ids(view: View, membership: Membership, after: str, limit: int) -> list[int]:
    """The ids of a page, in its order. Nearly every look at a list asks for its first page: by prepared queries."""
    if after:
        found = _by_deadline if view.order == "deadline" else _by_newest
        return found(view.rows(membership), after, limit)
    if not membership.active:
        return []
    who = membership.workspace_id, membership.pk
    if view.order == "newest":
        return _first(view, "all", limit)(*who)
    ids = _first(view, "owed", limit)(*who)
    return ids if len(ids) == limit else ids + _first(view, "free", limit)(*who)[: limit - len(ids)]


@lru_cache(maxsize=64)
def _first(view: View, which: Part, limit: int) -> Prepared[int]:
    """The first ids of a view: of all, of those with a deadline, of those without; by (workspace, seat)."""

    def build(workspace_id: int, seat: int) -> QuerySet[Conversation, int]:
        return ORDERED[which](view.rows(stand_in(workspace_id, seat))).values_list("pk", flat=True)[:limit]

    return Prepared(build)


def _newest(rows: Rows) -> Rows:
    return rows.order_by("-id")


def _owed(rows: Rows) -> Rows:
    """Those with a deadline, the earliest first."""
    return rows.filter(deadline_at__isnull=False).order_by("deadline_at", "-id")


def _free(rows: Rows) -> Rows:
    """Those without, the newest first: they come behind those that are owed."""
    return _newest(rows.filter(deadline_at__isnull=True))


ORDERED: Mapping[Part, Callable[[Rows], Rows]] = {"all": _newest, "owed": _owed, "free": _free}


def read_listed(membership: Membership, ids: Sequence[int]) -> dict[int, Conversation]:
    """Conversations as :func:`listed`, by id."""
    if not membership.active or not ids:
        return {}
    if len(ids) > PAGE:
        return listed(access_conversations(membership)).in_bulk(ids)
    padded = *ids, *[0] * (PAGE - len(ids))  # one statement whatever their number; nothing has the id 0
    return {each.pk: each for each in _listed(membership.workspace_id, *padded)}


@Prepared
def _listed(workspace_id: int, *ids: int) -> Rows:
    return listed(access_conversations(stand_in(workspace_id))).filter(pk__in=ids).order_by()


def listed(rows: Rows) -> Rows:
    """With what a row of a list shows and nothing else; the people come from ``rows.rows``, once for all of them."""
    return rows.select_related("author").only(*SHOWN)


def joined(rows: Rows) -> Rows:
    """Whole, with the people."""
    return rows.select_related("author", "channel", "accountable", "covering", "writer").defer("channel__secrets")


def _by_newest(rows: Rows, cursor: str, limit: int) -> list[int]:
    if cursor.isascii() and cursor.isdigit():
        rows = rows.filter(id__lt=int(cursor))
    return list(_newest(rows).values_list("pk", flat=True)[:limit])


def _by_deadline(rows: Rows, cursor: str, limit: int) -> list[int]:
    """Those that are owed, then those that are free, behind the cursor."""
    at, below = _read(cursor)
    ids: list[int] = []
    if at is not None or below is None:
        owed = _owed(rows)
        if at is not None:
            owed = owed.filter(Q(deadline_at__gt=at) | Q(deadline_at=at, id__lt=below))
        ids = list(owed.values_list("pk", flat=True)[:limit])
    if len(ids) == limit:
        return ids
    free = _free(rows)
    if at is None and below is not None:
        free = free.filter(id__lt=below)
    return ids + list(free.values_list("pk", flat=True)[: limit - len(ids)])


def _read(cursor: str) -> tuple[datetime | None, int | None]:
    """(deadline, id) of the last conversation shown; (None, id) among those without one; (None, None) at the start."""
    deadline, sign, number = cursor.rpartition("~")
    if not sign or not (number.isascii() and number.isdigit()):
        return None, None
    try:
        return (datetime.fromisoformat(deadline) if deadline else None), int(number)
    except ValueError:
        return None, None


def _cursor(view: View, last: Conversation) -> str:
    if view.order == "newest":
        return str(last.pk)
    return f"{last.deadline_at.isoformat() if last.deadline_at else ''}~{last.pk}"
