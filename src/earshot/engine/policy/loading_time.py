"""Hours, rotas, leave, overrides and meetings of a document."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

from earshot.engine.policy import forms
from earshot.engine.policy.model import Leave, Meeting, RoleOverride
from earshot.engine.policy.names import Names
from earshot.engine.policy.nodes import Listing, Node, Place, Scalar
from earshot.engine.policy.problems import closest, quoted
from earshot.engine.policy.sections import Report, Section, words_of
from earshot.engine.rota import ALWAYS, DAY, EVERY_DAY, Hours, Opening, Rota, day_number, instant_of, minute_of
from earshot.engine.rota.holidays import NO_HOLIDAYS, Holidays, is_place
from earshot.engine.rota.zones import first_at, is_zone, zone_names
from earshot.kernel.texts import Said, say

_PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", re.ASCII)


def zone(section: Section, default: str) -> str:
    """The IANA zone of a section's ``zone``, else ``default``."""
    word = section.scalar("zone")
    if word is None or is_zone(word.text):
        return word.text if word else default
    mend = closest(word.text, zone_names(), say("Write a zone such as Asia/Taipei, Europe/London or UTC."))
    section.report.add(word.place, say("There is no time zone %(name)s.", name=quoted(word.text)), mend)
    return default


def hours(root: Section, default_zone: str) -> dict[str, Hours]:
    """All named hours, ``always`` among them."""
    found = {"always": ALWAYS}
    for entry in root.entries("hours"):
        name = entry.key.text
        if name == "always":
            root.report.add(
                entry.key.place, say("The hours always are built in."), say("Give these hours another name.")
            )
            continue
        nodes = entry.value.items if isinstance(entry.value, Listing) else (entry.value,)
        what = say("The hours %(name)s", name=quoted(name))
        openings = [_opening(node, what, default_zone, root.report, entry.key.place) for node in nodes]
        if not openings:
            root.report.add(
                entry.key.place, say("The hours %(name)s are never open.", name=quoted(name)), say("Write from and to.")
            )
        found[name] = Hours(name, tuple(opening for opening in openings if opening))
    return found


def _opening(node: Node, what: Said, default_zone: str, report: Report, place: Place) -> Opening | None:
    section = Section(node, what, ("zone", "days", "from", "to", "holidays"), report, place)
    begins = section.read("from", forms.time_of_day, required=say('Write from: "09:00".'))
    ends = section.read("to", forms.time_of_day, required=say('Write to: "18:00".'))
    days, closed, where = _days(section), _holidays(section), zone(section, default_zone)
    if begins is None or ends is None:
        return None
    if begins in (ends, DAY):
        report.add(
            section.place_of("to"),
            say("%(what)s begin and end together.", what=what),
            say('Write to: "24:00" for a day.'),
        )
        return None
    return Opening(where, begins, ends if ends > begins else ends + DAY, days, closed)


def _days(section: Section) -> frozenset[int]:
    node = section.node("days")
    if node is None:
        return EVERY_DAY
    words = words_of(node, quoted("days"), section.report)
    if not words:
        section.report.add(
            section.place_of("days"), say("%(what)s open on no day.", what=section.what), say("Write days: mon-fri.")
        )
    return frozenset(day for word in words for day in section.report.form(word, forms.weekdays) or ())


def _holidays(section: Section) -> Holidays:
    words = words_of(section.node("holidays"), quoted("holidays"), section.report)
    if not words:
        return NO_HOLIDAYS
    places = [word for word in words if _PLACE.fullmatch(word.text)]
    for word in places:
        if not is_place(word.text):
            mend = say("Write an ISO code such as TW, US-CA or GB-ENG, or a list of dates.")
            section.report.add(word.place, say("The holidays of %(name)s are not known.", name=quoted(word.text)), mend)
    dates = [section.report.form(word, _holiday) for word in words if word not in places]
    return Holidays(frozenset(day_number(day) for day in dates if day), tuple(word.text for word in places))


def _holiday(text: str) -> date:
    try:
        return forms.day(text)
    except forms.Wrong:
        mend = say("Write a date such as 2026-12-24, or an ISO code in capitals such as TW.")
        raise forms.Wrong(say("%(name)s is neither a date nor a country.", name=quoted(text)), mend) from None


def rotas(root: Section, names: Names, known: dict[str, Hours], default_zone: str) -> dict[str, Rota]:
    """All rotas that could be read."""
    found = {}
    for entry in root.entries("rotas"):
        keys = ("hours", "rotation", "people", "handover", "start", "zone")
        section = Section(
            entry.value, say("The rota %(name)s", name=quoted(entry.key.text)), keys, root.report, entry.key.place
        )
        if rota := _rota(entry.key.text, section, names, known, default_zone):
            found[entry.key.text] = rota
    return found


def _rota(name: str, section: Section, names: Names, known: dict[str, Hours], default_zone: str) -> Rota | None:
    required = say("Write hours: always, or the name of hours.")
    clock = section.reference("hours", names.hours, "hours", required=required)
    days = section.read("rotation", forms.rotation, required=say("Write rotation: weekly."))
    start = section.read("start", forms.day, required=say("Write start: the first person's first day."))
    people = tuple(word.text for word in words_of(section.node("people"), quoted("people"), section.report))
    if not people:
        section.report.add(
            section.place_of("people"), say("%(what)s has nobody.", what=section.what), say("Write people: [a, b].")
        )
    weekday, minute = _handover(section, days or 7, start)
    where = zone(section, default_zone)
    if not (clock and days and start and people):
        return None
    return Rota(name, known.get(clock, ALWAYS), people, days, day_number(start), where, minute, weekday)


def _handover(section: Section, days: int, start: date | None) -> tuple[int | None, int]:
    """Day of the week (None where turns are not whole weeks) and minutes after midnight."""
    weekday = start.weekday() if start and days % 7 == 0 else None
    written = section.read("handover", forms.weekly_time)
    if written is None:
        return weekday, 0
    on, minute = written
    if minute == DAY or (on is not None and (len(on) != 1 or days % 7)):
        message = say("A handover needs one time, with a day of the week only where turns are whole weeks.")
        section.report.add(
            section.place_of("handover"), message, say('Write "mon 09:00", or "09:00" for a daily rotation.')
        )
        return weekday, 0
    return (next(iter(on)) if on else weekday), minute


def leave(root: Section, names: Names) -> tuple[Leave, ...]:
    """All leave."""
    found = []
    for node in root.items("leave"):
        section = Section(node, say("Leave"), ("person", "from", "to"), root.report, node.place)
        person = section.reference("person", names.people, "person", required=say("Write person: NAME."))
        first = section.read("from", forms.day, required=say("Write from: the first day away."))
        last = section.read("to", forms.day, required=say("Write to: the last day away."))
        if first and last and last < first:
            root.report.add(
                section.place_of("to"), say("The leave ends before it begins."), say("Exchange from and to.")
            )
        elif person and first and last:
            found.append(Leave(person, first, last))
    return tuple(found)


def overrides(root: Section, names: Names, default_zone: str) -> tuple[RoleOverride, ...]:
    """All overrides; times without zone are in the document's."""
    found = []
    read: Callable[[str], datetime] = partial(_moment, default_zone)
    for node in root.items("overrides"):
        section = Section(node, say("An override"), ("role", "person", "from", "to"), root.report, node.place)
        role = section.reference("role", names.roles, "role", required=say("Write role: NAME."))
        person = section.reference("person", names.people, "person", required=say("Write person: NAME."))
        start = section.read("from", read, required=say('Write from: "2026-12-25 00:00".'))
        end = section.read("to", read, required=say('Write to: "2026-12-26 00:00".'))
        if start and end and end <= start:
            root.report.add(
                section.place_of("to"), say("The override ends before it begins."), say("Exchange from and to.")
            )
        elif role and person and start and end:
            found.append(RoleOverride(role, person, start, end))
    return tuple(found)


def _moment(default_zone: str, text: str) -> datetime:
    written = forms.moment(text)
    if written.tzinfo is not None:
        return written.astimezone(UTC)
    return instant_of(first_at(default_zone, minute_of(written.replace(tzinfo=UTC))))


def meetings(root: Section, names: Names, default_zone: str) -> tuple[Meeting, ...]:
    """All meetings."""
    keys = ("name", "every", "minutes", "zone", "teams", "representatives")
    found = []
    for node in root.items("meetings"):
        section = Section(node, say("A meeting"), keys, root.report, node.place)
        if meeting := _meeting(section, names, default_zone):
            found.append(meeting)
    return tuple(found)


def _meeting(section: Section, names: Names, default_zone: str) -> Meeting | None:
    name = section.text("name", required=say("Write name: Weekly."))
    every = section.read("every", forms.weekly_time, required=say('Write every: "mon 10:00".'))
    minutes = section.read("minutes", _minutes, required=say("Write minutes: 30."))
    teams = section.references("teams", names.roles, "role")
    if not teams:
        section.report.add(section.place_of("teams"), say("A meeting needs teams."), say("Write teams: [role, role]."))
    people = {}
    for entry in section.entries("representatives"):
        if _is_team(entry.key, teams, section.report):
            words = words_of(entry.value, quoted("representatives"), section.report)
            people[entry.key.text] = tuple(w.text for w in words if section.report.known(w, names.people, "person"))
    if every is None or minutes is None:
        return None
    days, at = every
    where = zone(section, default_zone)
    return Meeting(name, days or EVERY_DAY, at, minutes, where, teams, people, section.place.line)


def _is_team(word: Scalar, teams: tuple[str, ...], report: Report) -> bool:
    return report.known(word, teams, "team")


def _minutes(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6]) <= DAY):
        raise forms.Wrong(
            say("%(name)s is not a number of minutes.", name=quoted(text)), say("Write a whole number, such as 30.")
        )
    return int(text)
