"""Why a conversation came to somebody and until when: told from the stored decision alone, never computed anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from earshot.features.inbox.labels import LANGUAGES
from earshot.features.responsibility.models import Assignment, Decision
from earshot.features.responsibility.role_titles import role_title
from earshot.web import times
from earshot.web.texts import listed

Names = Mapping[str, str]
"""Handle -> name."""

HOW: dict[str, str | Promise] = {
    "kept": gettext_lazy("already has this author’s open conversations"),
    "least_loaded": gettext_lazy("has the least open work of those on duty"),
    "fits": gettext_lazy("the only one on duty who fits"),
    "alone": gettext_lazy("the only one on duty"),
    "rota": gettext_lazy("on duty by the rota"),
    "override": gettext_lazy("on duty by an exception in the rota"),
    "deputy": gettext_lazy("deputy for %(person)s, who is on leave"),
    "stays": gettext_lazy("keeps it: the rule that decides has not changed"),
    "backstop": gettext_lazy("nobody of this role is on duty, so the backstop has it"),
}
ABSENT: dict[str, str | Promise] = {
    "leave": gettext_lazy("%(person)s is on leave"),
    "off_duty": gettext_lazy("%(person)s is off duty until after the deadline"),
    "empty": gettext_lazy("nobody has taken the seat of %(person)s yet"),
}
"""Why somebody acts for the accountable person."""
COVERS: dict[str, str | Promise] = {
    "deputy": gettext_lazy("the deputy"),
    "role": gettext_lazy("of this role"),
    "kept": gettext_lazy("has acted so far"),
    "backstop": gettext_lazy("the backstop, because nobody else can"),
}
"""How they came to act."""
MOVED: dict[str, str | Promise] = {
    "claim": gettext_lazy("claimed it"),
    "handover": gettext_lazy("took it over from %(person)s"),
}


@dataclass(frozen=True, slots=True)
class Tried:
    """A condition that did not hold: what was asked, and what the conversation has there."""

    condition: str
    value: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the trace. ``kind``: "" (did not decide), hit, you."""

    icon: str
    title: str
    kind: str = ""
    code: str = ""
    note: str = ""
    tried: tuple[Tried, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the deadline's sum; the last one is the total."""

    label: str
    value: str
    total: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """Until when, as a column that adds up. ``why_not`` instead where there is no deadline."""

    lines: tuple[Line, ...] = ()
    others: tuple[str, ...] = ()
    gap: bool = False
    why_not: str = ""


def trace(decision: Decision, current: Assignment | None, me: str, names: Names) -> list[Step]:
    """The rules in the order tried, what decided, who has it; last what people have moved since."""
    steps: list[Step] = []
    for entry in decision.result.get("trace", ()):
        number = sum(step.icon in ("x", "check") for step in steps) + 1
        steps += _step(entry, number, names)
    if current is not None and current.why in MOVED:
        before = current.previous.name if current.previous else ""
        note = str(MOVED[current.why]) % {"person": before}
        steps.append(Step("assign", current.membership.name, note=note))
    holder = current.membership.handle if current is not None else decision.result["accountable"]["person"]
    so = _("So: you") if holder == me else _("So: %(name)s") % {"name": names.get(holder, holder)}
    return [*steps, Step("turn", so, "you")]


def _step(entry: Mapping[str, Any], number: int, names: Names) -> list[Step]:
    match entry["step"]:
        case "rule" if entry["matched"]:
            return [Step("check", f"{number} {entry['rule']}", "hit", code=entry.get("when", ""))]
        case "rule":
            tried = tuple(Tried(each["condition"], _value(each.get("value"))) for each in entry.get("failed", ()))
            return [Step("x", f"{number} {entry['rule']}", tried=tried)]
        case "otherwise":
            return [Step("check", pgettext("rule", "Otherwise"), "hit", note=_("no rule matched"))]
        case "also":
            roles = listed(map(role_title, [*entry.get("consulted", ()), *entry.get("informed", ())]))
            return [Step("plus", _("Also: %(roles)s") % {"roles": roles}, code=entry.get("when", ""))]
        case "person":
            return [_person(entry, names)]
        case "cover":
            return [_cover(entry, names)]
    return []


def _cover(entry: Mapping[str, Any], names: Names) -> Step:
    notes = [_absence(entry, names), str(COVERS.get(entry["how"], "")), *_sieves(entry, names)]
    title = _("Acting: %(name)s") % {"name": names.get(entry["person"], entry["person"])}
    return Step("role", title, note=" · ".join(filter(None, notes)))


def _absence(entry: Mapping[str, Any], names: Names) -> str:
    """Why somebody must act for whoever is accountable."""
    person = names.get(entry["for"], entry["for"])
    if "until" in entry:
        day = formats.date_format(date.fromisoformat(entry["until"]), "MONTH_DAY_FORMAT")
        return _("%(person)s is on leave, the last day is %(day)s") % {"person": person, "day": day}
    return str(ABSENT.get(entry["why"], "")) % {"person": person}


def covered(decision: Decision, names: Names) -> str:
    """Who acts for whoever is accountable, and why, in one sentence; "" where nobody does."""
    entry = next((each for each in decision.result.get("trace", ()) if each["step"] == "cover"), None)
    if entry is None:
        return ""
    other = names.get(entry["person"], entry["person"])
    return _("%(why)s; %(other)s acts.") % {"why": _absence(entry, names), "other": other}


def _person(entry: Mapping[str, Any], names: Names) -> Step:
    name = names.get(entry["person"], entry["person"])
    stands_in = str(entry.get("for", ""))
    how = str(HOW.get(entry["how"], "")) % {"person": names.get(stands_in, stands_in)}
    load = entry.get("load", {})
    sifted = entry.get("sifted", ())
    if load and any(not each["nobody"] for each in sifted):
        how = _("has the least open work of those who fit")
    figures = listed(f"{names.get(who, who)} {number:g}" for who, number in load.items())
    note = _("%(how)s (%(figures)s)") % {"how": how, "figures": figures} if figures else how
    notes = [note, *_sieves(entry, names)]
    return Step("role", f"{role_title(entry['role'])}: {name}", note=" · ".join(filter(None, notes)))


SIFTED: dict[tuple[str, bool], str | Promise] = {
    ("skill", False): gettext_lazy("has the skill %(wanted)s (not: %(people)s)"),
    ("skill", True): gettext_lazy("nobody on duty has the skill %(wanted)s"),
    ("language", False): gettext_lazy("reads %(wanted)s (not: %(people)s)"),
    ("language", True): gettext_lazy("nobody who could have it reads %(wanted)s"),
    ("capacity", False): gettext_lazy("is below capacity (full: %(people)s)"),
    ("capacity", True): gettext_lazy("everybody who could have it is full (%(people)s)"),
}
"""What a sieve asked, and whether it would have left nobody -> what it did."""


def _sieves(entry: Mapping[str, Any], names: Names) -> list[str]:
    return [_sifted(each, names) for each in entry.get("sifted", ())]


def _sifted(entry: Mapping[str, Any], names: Names) -> str:
    """What somebody has that others on duty lack, or what nobody has."""
    wanted = str(entry.get("wanted", ""))
    if entry["by"] == "language":
        wanted = str(LANGUAGES.get(wanted, wanted))
    if entry["by"] == "capacity":
        people = listed(_full(each, names) for each in entry["out"])
    else:
        people = listed(names.get(who, who) for who in entry["out"])
    return str(SIFTED[entry["by"], bool(entry["nobody"])]) % {"wanted": wanted, "people": people}


def _full(entry: Mapping[str, Any], names: Names) -> str:
    who = entry["person"]
    return _("%(name)s has %(open)d of %(capacity)d") % {
        "name": names.get(who, who),
        "open": entry["open"],
        "capacity": entry["capacity"],
    }


def _value(value: object) -> str:
    """What the conversation has in a field, as text."""
    if value in (None, "", []):
        return _("nothing")
    if isinstance(value, list):
        return listed(value)
    return str(value)


def deadline_sum(decision: Decision, now: datetime) -> Sum:
    """The deadline as arithmetic: since + time + closed hours = due."""
    entry = next((each for each in decision.result.get("trace", ()) if each["step"] == "deadline"), None)
    if entry is None:
        return Sum(why_not=_("The rule sets no deadline."))
    if not entry.get("due"):
        return Sum(why_not=_why_not(entry.get("why", "")))
    first = next(each for each in entry["clocks"] if each["clock"] == entry["clock"])
    lines = [
        Line(_("Received"), _moment(entry["since"], now)),
        Line(_("Time to answer (%(hours)s)") % {"hours": first["clock"]}, f"+ {_minutes(first['minutes'])}"),
    ]
    if first.get("closed"):
        lines.append(Line(_("Closed hours, waiting"), f"+ {_minutes(first['closed'])}"))
    lines.append(Line(_("Answer by"), _moment(entry["due"], now), total=True))
    others = tuple(_other(each, now) for each in entry["clocks"] if each is not first and each.get("due"))
    return Sum(tuple(lines), others, bool(entry.get("gap")))


def _why_not(why: str) -> str:
    if why == "handling":
        return _("No answer is needed: it has an owner, and nobody owes an answer.")
    if why == "no_turn":
        return _("Nobody is waiting for us: everything was answered.")
    if why == "never":
        return _("The hours of the rule’s clock never add up; the policy needs a look.")
    return _("The rule sets no deadline.")


def _other(clock: Mapping[str, Any], now: datetime) -> str:
    return _("%(hours)s, %(time)s: %(due)s") % {
        "hours": clock["clock"],
        "time": _minutes(clock["minutes"]),
        "due": _moment(clock["due"], now),
    }


def _moment(text: str, now: datetime) -> str:
    return times.short(datetime.fromisoformat(text), now)


def _minutes(minutes: int) -> str:
    return times.duration(timedelta(minutes=minutes)) if minutes else _("%(minutes)d min") % {"minutes": 0}
