"""What a message says: plain text in the person's language that reads well without the page."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from earshot.features.notices.models import Notice, Parcel
from earshot.features.notices.showing import Shown, shown
from earshot.features.people.models import Person
from earshot.features.people.zones import zone_of
from earshot.ports.ways import Message
from earshot.web.context import language_tag
from earshot.web.texts import translated
from earshot.web.times import short

LISTED = 10
"""Notices told one by one in a message; of more the number is said."""


def still_open(ids: Sequence[int]) -> list[Notice]:
    """Those of these notices that somebody still waits for: not settled, not taken up, and not merely to be read."""
    unread = Q(must_acknowledge=True, acknowledged_at=None) | Q(read_at=None)
    rows = Notice.objects.filter(unread, pk__in=list(ids), settled_at=None).order_by("id")
    return list(rows.select_related("membership__workspace", "membership__person"))


def message_of(parcel: Parcel, notices: Sequence[Notice], address: str) -> Message:
    """What the parcel says of these notices (at least one), in the language of whoever gets it. ``address`` is where
    the pages are, "" where nobody knows."""
    seat = notices[0].membership
    language = parcel.way.person.language or seat.workspace.language
    with translation.override(language), timezone.override(zone_of(seat)):
        told = _told(notices)
        path = _path(told)
        return Message(
            title=_title(told),
            text=_text(told),
            key=parcel.key,
            link=f"{address}{path}" if address else "",
            language=language_tag(language),
            urgent=any(each.notice.urgent for each in told),
        )


def trial(person: Person, language: str, key: str, address: str) -> Message:
    """The message by which one sees whether a way works."""
    with translation.override(language):
        return Message(
            title=_("Earshot: this way works"),
            text=_("You asked for a test. What you are accountable for will reach you here."),
            key=key,
            link=f"{address}/me/notices/" if address else "",
            language=language_tag(language),
        )


def _told(notices: Sequence[Notice]) -> list[Shown]:
    by_workspace: dict[int, list[Notice]] = {}
    for notice in notices:
        by_workspace.setdefault(notice.workspace_id, []).append(notice)
    return [each for rows in by_workspace.values() for each in shown(rows[0].membership.workspace, rows)]


def _path(told: Sequence[Shown]) -> str:
    """To the one thing that it is about; to the notices of the workspace; to where one chooses among several."""
    if len(told) == 1 and told[0].about is not None:
        return told[0].about.path
    slugs = {each.notice.membership.workspace.slug for each in told}
    return f"/w/{slugs.pop()}/notices/" if len(slugs) == 1 else "/?choose=1"


def _title(told: Sequence[Shown]) -> str:
    if len(told) == 1:
        return _headline(told[0])
    words = ngettext("%(count)d notice: %(first)s", "%(count)d notices: %(first)s", len(told))
    return words % {"count": len(told), "first": _headline(told[0])}


def _headline(each: Shown) -> str:
    if each.about is None:
        return each.title
    return _("%(kind)s: %(about)s") % {"kind": each.title, "about": each.about.title}


def _text(told: Sequence[Shown]) -> str:
    parts = [_paragraph(each, alone=len(told) == 1) for each in told[:LISTED]]
    if len(told) > LISTED:
        more = len(told) - LISTED
        parts.append(ngettext("And %(count)d more.", "And %(count)d more.", more) % {"count": more})
    return "\n\n".join(parts)


def _paragraph(each: Shown, *, alone: bool) -> str:
    lines = [] if alone else [_headline(each)]
    if each.about is not None and each.about.text:
        lines.append(_("“%(text)s”") % {"text": each.about.text})
    lines.append(translated(each.notice.said))
    if each.about is not None and each.about.due is not None:
        lines.append(_("Answer by %(time)s.") % {"time": short(each.about.due)})
    return "\n".join(line for line in lines if line)
