"""The views of the inbox: each is a query with an order, a name and a place in the navigation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from earshot.features.conversations.models import Conversation, State
from earshot.features.conversations.queries import access_conversations
from earshot.features.people.models import Membership
from earshot.features.responsibility.queries import my_conversations
from earshot.kernel.errors import NotFound

PAGE = 50
MANY = 1000
"""Counts of what is not open stop here."""

Order = Literal["deadline", "newest"]
Rows = QuerySet[Conversation]


@dataclass(frozen=True, slots=True)
class View:
    """``query`` is what the search box shows; ``rows`` the same as the database understands it."""

    name: str
    title: str | Promise
    query: str
    rows: Callable[[Membership], Rows]
    order: Order = "deadline"
    exact: bool = True
    """Its count is exact: it holds only open conversations."""


def _open(membership: Membership) -> Rows:
    return access_conversations(membership).exclude(state=State.RESOLVED)


def _mine(membership: Membership) -> Rows:
    return my_conversations(membership).exclude(state=State.RESOLVED).filter(handling="answer")


VIEWS = (
    View("mine", _("Mine, by deadline"), "assignee:me state:open", _mine),
    View("open", _("All open"), "state:open", lambda m: _open(m).filter(handling="answer")),
    View(
        "unanswered",
        _("Unanswered"),
        "state:open is:unanswered",
        lambda m: _open(m).filter(handling="answer", turn_since__isnull=False),
    ),
    View("waiting", _("Waiting for them"), "state:waiting", lambda m: _open(m).filter(state=State.WAITING), "newest"),
    View("snoozed", _("Snoozed"), "state:snoozed", lambda m: _open(m).filter(state=State.SNOOZED), "newest"),
    View("watching", _("Only watched"), "", lambda m: _open(m).filter(handling="watch"), "newest"),
    View(
        "done",
        _("Done"),
        "state:resolved",
        lambda m: access_conversations(m).filter(state=State.RESOLVED).exclude(handling="ignore"),
        "newest",
        exact=False,
    ),
)
_BY_NAME = {view.name: view for view in VIEWS}


def view_named(name: str) -> View:
    """Raises NotFound."""
    if name not in _BY_NAME:
        raise NotFound(f"There is no view {name!r}.", "Choose one from the list on the left.")
    return _BY_NAME[name]


@dataclass(frozen=True, slots=True)
class Count:
    """How many; ``more`` where counting stopped."""

    number: int
    more: bool = False


def count(view: View, membership: Membership) -> Count:
    """Exact for open conversations, at most :data:`MANY` for others."""
    rows = view.rows(membership).order_by()
    if view.exact:
        return Count(rows.count())
    number = rows[: MANY + 1].count()
    return Count(min(number, MANY), number > MANY)


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a view. ``next`` is the cursor of the page that follows, "" on the last one."""

    conversations: list[Conversation]
    next: str = ""


def page_of(view: View, membership: Membership, after: str = "") -> Slice:
    """The page that begins behind the cursor; a cursor that cannot be read is the beginning."""
    rows = joined(_behind(_ordered(view), after, view.rows(membership)))
    found = list(rows[: PAGE + 1])
    return Slice(found[:PAGE], _cursor(view, found[PAGE - 1]) if len(found) > PAGE else "")


def joined(rows: Rows) -> Rows:
    """With what a row of the list shows."""
    return rows.select_related("author", "channel", "accountable", "covering", "writer")


def _ordered(view: View) -> Callable[[Rows], Rows]:
    if view.order == "deadline":
        return lambda rows: rows.order_by(F("deadline_at").asc(nulls_last=True), "-id")
    return lambda rows: rows.order_by("-id")


def _behind(ordered: Callable[[Rows], Rows], cursor: str, rows: Rows) -> Rows:
    deadline, _sign, number = cursor.rpartition("~")
    if not (number.isascii() and number.isdigit()):
        return ordered(rows)
    later = Q(id__lt=int(number))
    if cursor.startswith("~"):
        return ordered(rows.filter(later, deadline_at__isnull=True))
    if not deadline:
        return ordered(rows.filter(later))
    try:
        at = datetime.fromisoformat(deadline)
    except ValueError:
        return ordered(rows)
    return ordered(rows.filter(Q(deadline_at__gt=at) | Q(deadline_at__isnull=True) | (Q(deadline_at=at) & later)))


def _cursor(view: View, last: Conversation) -> str:
    if view.order == "newest":
        return str(last.pk)
    return f"{last.deadline_at.isoformat() if last.deadline_at else ''}~{last.pk}"
