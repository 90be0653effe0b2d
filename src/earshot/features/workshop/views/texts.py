"""Queries as text: laid out, brought along from other products, and topics as documents."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from earshot.engine.query.dialects import DIALECTS, Converted, convert
from earshot.features.listening.queries import access_topic_by_id
from earshot.features.people.models import Role
from earshot.features.people.permissions import needs
from earshot.features.people.requests import MemberRequest
from earshot.features.workshop.checking import readable
from earshot.features.workshop.laying_out import laid_out
from earshot.features.workshop.queries import topic_text
from earshot.features.workshop.topic_text import TopicTextInvalid, read_topic_text
from earshot.features.workshop.views import desk
from earshot.web.texts import translated

LONGEST_DOCUMENT = 500_000
"""Characters of a topic's document with its tests."""


@dataclass(frozen=True, slots=True)
class Told:
    """A note of a conversion, with the piece of the foreign query that it is about."""

    kind: str
    piece: str
    message: str
    effect: str


@require_POST
def layout(request: MemberRequest) -> HttpResponse:
    """The same query, laid out in lines. One with comments stays as it is, and the page says why."""
    text = desk.text_of(request)
    query = readable(text)
    plain = laid_out(query) if query is not None else text
    problem = "" if plain is not None else _("Laying it out would lose the comments, so it stays as it is.")
    written = text if plain is None else plain
    if desk.wants_part(request):
        return render(request, "workshop/written.html", {"written": written, "problem": problem})
    return desk.page(request, desk.filled(request, written), desk.topic_of(request), more={"written_problem": problem})


@require_POST
def converted(request: MemberRequest) -> HttpResponse:
    """A query of another product in our language, with everything that is not exactly the same."""
    foreign = request.POST.get("foreign", "").replace("\r\n", "\n").strip()
    dialect = request.POST.get("dialect", "")
    context: dict[str, object] = {"foreign": foreign, "dialect": dialect}
    if foreign and dialect in DIALECTS:
        found = convert(foreign, dialect)
        context |= {"converted": found, "notes": _notes(foreign, found)}
    if desk.wants_part(request):
        return render(request, "workshop/converted.html", context)
    taken = "take" in request.POST and "converted" in context
    query = found.query if taken else desk.text_of(request)
    return desk.page(request, desk.filled(request, query), desk.topic_of(request), more=context)


def _notes(foreign: str, found: Converted) -> list[Told]:
    effects = {"more": _("It finds more without it."), "less": _("It finds less without it.")}
    return [
        Told(note.kind, foreign[note.start : note.end], translated(note.message), effects.get(note.effect, ""))
        for note in found.notes
    ]


@require_GET
def document(request: MemberRequest, topic_id: int) -> HttpResponse:
    """The topic with its tests as a text, to keep."""
    topic = access_topic_by_id(request.membership, topic_id)
    response = HttpResponse(topic_text(topic), content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="topic-{topic.pk}.yaml"'
    return response


@needs(Role.MEMBER)
@require_POST
def read(request: MemberRequest) -> HttpResponse:
    """A topic's document put into the form; nothing is saved yet."""
    given = request.POST.get("document", "").replace("\r\n", "\n")[:LONGEST_DOCUMENT]
    topic = desk.topic_of(request)
    try:
        found = read_topic_text(given)
    except TopicTextInvalid as error:
        problems = [(each, translated(each.message), translated(each.mend)) for each in error.problems]
        return desk.page(
            request, desk.filled(request), topic, status=422, more={"document": given, "problems": problems}
        )
    form = desk.filled(request, found.query, name=found.name, title=found.title)
    return desk.page(request, form, topic, tests=found.tests, more={"was_read": True})
