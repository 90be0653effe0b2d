"""Versions of a topic: their list, their differences, and the way back to one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from earshot.features.listening.queries import access_topic_by_id
from earshot.features.people.models import Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.requests import MemberRequest
from earshot.features.workshop.actions import restore_version
from earshot.features.workshop.models import TopicVersion
from earshot.features.workshop.queries import access_version, access_versions, newest_version
from earshot.features.workshop.testing import TopicTest, from_json
from earshot.kernel.errors import EarshotError
from earshot.ports.services import services
from earshot.web.addresses import url
from earshot.web.texts import told

LONGEST = 20_000
"""Characters of two queries that are compared piece by piece; longer ones are shown one after the other."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a difference: ``how`` is same, gone or come."""

    how: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """One version, with what it changed of the one before."""

    version: TopicVersion
    pieces: tuple[Piece, ...]
    tests_come: tuple[TopicTest, ...]
    tests_gone: tuple[TopicTest, ...]
    is_first: bool


@require_GET
def versions(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Every version with what it changed, the newest first."""
    topic = access_topic_by_id(request.membership, topic_id)
    rows = list(access_versions(request.membership, topic))
    shown = [_shown(row, before) for row, before in zip(rows, [*rows[1:], None], strict=True)]
    context = {"topic": topic, "versions": shown, "may_change": may(request.membership, Role.MEMBER)}
    return render(request, "workshop/versions.html", context)


@require_GET
def version(request: MemberRequest, topic_id: int, number: int) -> HttpResponse:
    """One version, as it was, against the one in force."""
    topic = access_topic_by_id(request.membership, topic_id)
    found = access_version(request.membership, topic, number)
    newest = newest_version(topic)
    context = {
        "topic": topic,
        "version": found,
        "tests": from_json(found.tests),
        "in_force": newest is None or newest.pk == found.pk,
        "newest": newest,
        "shown": _shown(newest, found) if newest is not None else None,
        "may_change": may(request.membership, Role.MEMBER),
    }
    return render(request, "workshop/version.html", context)


@needs(Role.MEMBER)
@require_POST
def restore(request: MemberRequest, topic_id: int, number: int) -> HttpResponse:
    """The topic asks again what it asked for then."""
    topic = access_topic_by_id(request.membership, topic_id)
    found = access_version(request.membership, topic, number)
    try:
        restore_version(found, request.membership, services().clock)
    except EarshotError as error:
        messages.error(request, told(error))
        return redirect(url(request, "topic-version", topic.pk, number))
    messages.success(request, _("Version %(number)d is in force again, as a version of its own.") % {"number": number})
    return redirect(url(request, "topic", topic.pk))


def _shown(row: TopicVersion, before: TopicVersion | None) -> ShownVersion:
    tests, old = from_json(row.tests), from_json(before.tests) if before is not None else ()
    return ShownVersion(
        row,
        difference(before.query if before is not None else "", row.query),
        tuple(test for test in tests if test not in old),
        tuple(test for test in old if test not in tests),
        before is None,
    )


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """What has to go from ``old`` and to come for it to be ``new``, by words."""
    if len(old) + len(new) > LONGEST:
        return tuple(piece for piece in (Piece("gone", old), Piece("come", new)) if piece.text)
    return tuple(_pieces(_words(old), _words(new)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for how, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            yield Piece("same", "".join(new[new_start:new_end]))
            continue
        if end > start:
            yield Piece("gone", "".join(old[start:end]))
        if new_end > new_start:
            yield Piece("come", "".join(new[new_start:new_end]))


def _words(text: str) -> list[str]:
    """Words, white space and signs; a Chinese character is a word of its own."""
    words: list[str] = []
    for char in text:
        if words and _joins(words[-1][-1], char):
            words[-1] += char
        else:
            words.append(char)
    return words


def _joins(before: str, char: str) -> bool:
    if char.isspace() or before.isspace():
        return char.isspace() and before.isspace()
    return all(each.isalnum() and each < "\u2e80" for each in (before, char))
