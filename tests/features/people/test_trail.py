"""The audit trail in words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override

import earshot.features
from earshot.features.audit.actions import COMMAND_LINE, record
from earshot.features.audit.models import Entry
from earshot.features.people.actions import actor_of
from earshot.features.people.trail import ACTS, act
from earshot.kernel.clock import HeldClock
from tests.features.factories import a_member, a_workspace

FEATURES = Path(next(iter(earshot.features.__path__)))
PREFIXES = {
    "record": "",
    "change": "",
    "_write_down": "",
    "write_down": "conversation.",
    "_change_tags": "conversation.",
    "_audit": "",
    "_told": "",
}
"""Functions that write the trail, and what they put before the verb they are given."""


def _verbs(path: Path) -> set[str]:
    """The verbs written in one file; ``reply.{word}_held`` for each word that there is."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        for argument in node.args[1:3] if name in PREFIXES else ():
            for part in [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]:
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    found.add(PREFIXES[name] + part.value)
                elif isinstance(part, ast.JoinedStr) and "_held" in ast.unparse(part):
                    found |= {f"reply.{word}_held" for word in ("send", "sent", "drop")}
    return found


def test_every_act_has_its_words() -> None:
    written = set().union(*(_verbs(path) for path in FEATURES.rglob("*.py")))
    assert {verb for verb in written if "." in verb} == set(ACTS)


@pytest.mark.django_db
def test_an_act_is_told_in_the_readers_language(clock: HeldClock) -> None:
    mei = a_member(a_workspace(), "mei")
    detail = {"role": "viewer", "active": False, "note": 7, "topics": ["refund", "app"]}
    record(actor_of(mei), "person.change", clock, mei.workspace_id, **detail)
    with override("zh-hant"):
        told = act(Entry.objects.get())
    assert (told.who, told.did) == (mei.name, "變更了成員的權限")
    assert told.details == (("權限", "僅能檢視"), ("可登入", "否"), ("監測主題", "refund、app"))


@pytest.mark.django_db
def test_what_is_not_known_is_shown_as_it_is_stored(clock: HeldClock) -> None:
    record(COMMAND_LINE, "tea.make", clock, 1, until="2026-11-24T09:00:00+08:00")
    with override("zh-hans"):
        told = act(Entry.objects.get())
    assert (told.who, told.did) == ("命令行", "tea.make")
    assert told.details[0][0] == "至" and "2026" in told.details[0][1]


@pytest.mark.django_db
def test_the_page_holds_no_verb(clock: HeldClock) -> None:
    boss = a_member(a_workspace("acme"), "boss", "owner")
    record(actor_of(boss), "topic.save", clock, boss.workspace_id, name="refund", query="退款")
    assert boss.person is not None
    boss.person.language = "zh-hant"
    boss.person.save()
    client = Client()
    client.force_login(boss.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/w/acme/audit/").content.decode()
    assert "儲存了監測主題" in page and "退款" in page
    assert "topic.save" not in page
