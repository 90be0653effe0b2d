"""The figures by which one sees that the next size is due (policy.md, Starting points: "move on when")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from earshot.engine.policy import Policy
from earshot.features.conversations.models import Conversation, State
from earshot.features.responsibility.models import Decision
from earshot.features.responsibility.replaying.archive import portions

DAYS = timedelta(days=28)
MOST = 5_000
"""Conversations that are looked at for missed deadlines: the newest of the two weeks."""
SUPPORT_SHARE = 30
"""Per cent of the volume."""
NOTABLE = 0.05
"""A share of the conversations from which a brand, market or language counts."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what is counted, how many, and whether that speaks for the next size (None: only for orientation)."""

    label: str
    value: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Advice:
    """When to move on from a size, and how things stand. ``due``: now."""

    sentence: str
    figures: list[Figure]
    due: bool


def advice(size: str, workspace_id: int, policy: Policy, now: datetime) -> Advice | None:
    """For a size; None where there is nothing to wait for (mid-size) and after the largest."""
    if size == "solo":
        return _missed(workspace_id, policy, now)
    if size == "startup":
        return _waiting(workspace_id, now)
    if size == "growing":
        return _several(workspace_id, now)
    return None


def _missed(workspace_id: int, policy: Policy, now: datetime) -> Advice:
    today = now.astimezone(ZoneInfo(policy.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - timedelta(days=today.weekday())
    weeks = [(monday - timedelta(days=14), monday - timedelta(days=7)), (monday - timedelta(days=7), monday)]
    figures = []
    for label, (start, end) in zip((_("The week before last"), _("Last week")), weeks, strict=True):
        late, number = _late(workspace_id, start, end, now)
        value = _("%(late)s of %(number)s answers late") % {"late": f"{late:,}", "number": f"{number:,}"}
        figures.append(Figure(label, value, late > 0))
    sentence = _("Move on when deadlines are missed two weeks running.")
    return Advice(sentence, figures, all(figure.met for figure in figures))


def _late(workspace_id: int, start: datetime, end: datetime, now: datetime) -> tuple[int, int]:
    """First answers that came behind their deadline, and how many had one, of conversations opened in a time."""
    rows = Conversation.objects.filter(workspace_id=workspace_id, opened_at__gte=start, opened_at__lt=end)
    ids = list(rows.order_by("-pk").values_list("pk", flat=True)[:MOST])
    ended = {case.id: case.ended for portion in portions(ids) for case in portion}
    due = _deadlines(ids)
    late = [pk for pk, deadline in due.items() if deadline < (ended.get(pk) or now)]
    return len(late), len(due)


def _deadlines(ids: list[int]) -> dict[int, datetime]:
    """Conversation -> its first deadline, as it was decided then."""
    found: dict[int, datetime] = {}
    for first in range(0, len(ids), 500):
        rows = Decision.objects.filter(conversation__in=ids[first : first + 500]).order_by("pk")
        for pk, deadline in rows.values_list("conversation_id", "result__deadline"):
            if deadline and pk not in found:
                found[pk] = datetime.fromisoformat(deadline)
    return found


def _waiting(workspace_id: int, now: datetime) -> Advice:
    late = Conversation.objects.filter(workspace_id=workspace_id, handling="answer", deadline_at__lt=now)
    people = late.exclude(state=State.RESOLVED).aggregate(people=Count("accountable", distinct=True))["people"]
    rows = Conversation.objects.filter(workspace_id=workspace_id, handling="answer", opened_at__gt=now - DAYS)
    asked = Q(intent__in=("complaint", "question"))
    counted = rows.aggregate(number=Count("pk"), support=Count("pk", filter=asked))
    share = round(100 * counted["support"] / counted["number"]) if counted["number"] else 0
    words = ngettext("%(number)d person", "%(number)d people", people) % {"number": people}
    figures = [
        Figure(_("Whose work is overdue now"), words, people > 1),
        Figure(_("Complaints and questions, of 28 days"), f"{share}%", share > SUPPORT_SHARE),
    ]
    sentence = _("Move on when more than one person’s work waits, or over 30% of the volume is support.")
    return Advice(sentence, figures, any(figure.met for figure in figures))


def _several(workspace_id: int, now: datetime) -> Advice:
    labels = {"brand": _("Brands"), "market": _("Markets"), "lang": _("Languages")}
    figures = []
    for field, label in labels.items():
        names = _notable(workspace_id, field, now)
        figures.append(Figure(label, f"{len(names)}: {', '.join(names)}" if names else "0", len(names) > 1))
    sentence = _("Move on when there are two or more brands, regions or languages.")
    return Advice(sentence, figures, any(figure.met for figure in figures))


def _notable(workspace_id: int, field: str, now: datetime) -> list[str]:
    """Values of a field that a twentieth of the last days' conversations or more have, the most frequent first."""
    rows = Conversation.objects.filter(workspace_id=workspace_id, opened_at__gt=now - DAYS, handling="answer")
    counted = list(rows.order_by().values_list(field).annotate(number=Count("pk")).order_by("-number"))
    enough = NOTABLE * sum(number for _value, number in counted)
    return [value for value, number in counted if value not in ("", "und") and number >= enough]
