"""What every view of a topic's page needs: who asks, what they have typed, and the page itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from earshot.features.listening.models import Topic
from earshot.features.listening.queries import access_topic_by_id
from earshot.features.people.models import Role
from earshot.features.people.permissions import may
from earshot.features.people.requests import MemberRequest
from earshot.features.workshop.changing import Edit
from earshot.features.workshop.checking import Checked, check
from earshot.features.workshop.forms import TopicForm, tests_from, told
from earshot.features.workshop.naming import names
from earshot.features.workshop.queries import access_versions, newest_version, topic_tests
from earshot.features.workshop.testing import Outcome, TopicTest, run_tests
from earshot.kernel.errors import BadInput
from earshot.ports.services import services

EMPTY_ROWS = 1
"""Rows for further tests, where a script cannot add them."""


@dataclass(frozen=True, slots=True)
class TestRow:
    """One test in the form, with what became of it; ``result`` is None where the query cannot be read."""

    test: TopicTest
    result: Outcome | None


def text_of(request: MemberRequest) -> str:
    """The query as posted, after the change whose button was pressed, if one was."""
    text = request.POST.get("query", "").replace("\r\n", "\n")
    return edit_from(request.POST["edit"]).of(text) if "edit" in request.POST else text


def edit_from(value: str) -> Edit:
    """``start:end:text``. Raises BadInput."""
    start, end, text = [*value.replace("\r\n", "\n").split(":", 2), "", ""][:3]
    if not (start.isascii() and start.isdecimal() and end.isascii() and end.isdecimal()):
        raise BadInput(gettext("A change is written start:end:text."), gettext("Press the button again."))
    return Edit(int(start), int(end), text)


def topic_of(request: MemberRequest) -> Topic | None:
    """The topic whose page asks, so that "Save" there changes it; None for a new one. Raises NotFound."""
    number = request.POST.get("topic", "")
    return access_topic_by_id(request.membership, int(number)) if number.isascii() and number.isdecimal() else None


def wants_part(request: MemberRequest) -> bool:
    """Whether a script asks, which puts the answer into its place."""
    return "X-Parts" in request.headers


def rows_of(tests: tuple[TopicTest, ...], checked: Checked) -> list[TestRow]:
    """Tests as the form shows them."""
    if checked.query is None:
        return [TestRow(test, None) for test in tests]
    results = run_tests(checked.query, tests, at=services().clock.now())
    return [TestRow(test, result) for test, result in zip(tests, results, strict=True)]


def page(
    request: MemberRequest,
    form: TopicForm,
    topic: Topic | None,
    *,
    status: int = 200,
    tests: tuple[TopicTest, ...] | None = None,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    """The whole page of a topic. ``tests``: others than were posted, or than it has. ``more``: what else was asked for
    (``trial``, ``compared``, ``why`` ...)."""
    text = str(form["query"].value() or "").replace("\r\n", "\n")
    if tests is None and request.method == "POST":
        tests = tests_from(request.POST)
    if tests is None:
        tests = topic_tests(topic) if topic is not None else ()
    checked = check(request.membership, text)
    version = newest_version(topic) if topic is not None else None
    context: dict[str, object] = {
        "topic": topic,
        "form": form,
        "may_change": may(request.membership, Role.MEMBER),
        "checked": checked,
        "tests": rows_of(tests, checked),
        "empty_rows": range(EMPTY_ROWS),
        "names": names(request.membership),
        "version": version,
        "versions": access_versions(request.membership, topic).count() if topic is not None else 0,
        "dialects": DIALECTS,
        "parts": PARTS,
        "tabs": [(name, str(title)) for name, title in TABS],
    }
    return render(request, "workshop/topic.html", context | dict(more or {}), status=status)


def filled(request: MemberRequest, query: str | None = None, **others: str) -> TopicForm:
    """The form with what was posted; ``query`` in the place of the posted one."""
    values = request.POST.copy()
    if query is not None:
        values["query"] = query
    for name, value in others.items():
        values[name] = value
    values.pop("edit", None)
    return TopicForm(initial={name: values.get(name, "") for name in TopicForm.base_fields})


def told_form(topic: Topic) -> TopicForm:
    """The form of a topic as it stands."""
    version = newest_version(topic)
    return TopicForm(initial=told(topic, version.number if version is not None else 0))


PARTS = (
    ("topic-check", "check"), ("topic-count", "trial"), ("topic-compare", "compare"), ("topic-proposals", "proposals"),
)  # fmt: skip
"""Address and name of what a script asks for while somebody types."""
TABS: tuple[tuple[str, Promise], ...] = (
    ("matches", _("Matches")), ("near", _("Near misses")), ("rest", _("The rest")), ("gained", _("Gained")),
    ("lost", _("Lost")), ("proposals", _("Proposals")),
)  # fmt: skip
DIALECTS = (
    ("brandwatch", "Brandwatch"), ("meltwater", "Meltwater"), ("sprinklr", "Sprinklr"), ("talkwalker", "Talkwalker"),
    ("x", "X"),
)  # fmt: skip
"""Whose queries can be brought along: as the engine names them, and as they name themselves."""
