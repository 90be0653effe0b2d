"""Every door of the house: who is let in, and that nothing of another workspace lies behind any of them.

``DOORS`` has a row for every address below ``/w/<slug>/``. A new address without a row fails, on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from earshot.features.people.models import Membership, Workspace
from tests.features import factories

Who = Literal["viewer", "member", "admin"]
RANK = ["viewer", "member", "admin", "owner"]


@dataclass(frozen=True, slots=True)
class Door:
    """An address: how it is asked, the lowest role it lets in, and the kind of row that its number names."""

    name: str
    method: Literal["get", "post"]
    who: Who
    row: str = ""
    arguments: tuple[object, ...] = ()
    leads: bool = False
    """It leads on to another page."""


DOORS = (
    Door("start", "get", "admin"),
    Door("start-step", "get", "admin", arguments=("brand",)),
    Door("start-end", "post", "admin"),
    Door("start-done", "get", "admin"),
    Door("start-counts", "get", "admin"),
    Door("heard", "get", "viewer"),
    Door("heard-widen", "post", "member", "topic"),
    Door("heard-industry", "post", "member"),
    Door("my-turn", "get", "viewer"),
    Door("clock-is-right", "post", "admin"),
    Door("campaigns", "get", "viewer"),
    Door("campaign", "get", "viewer", "campaign"),
    Door("campaign-add", "get", "member"),
    Door("campaign-change", "get", "member", "campaign"),
    Door("campaign-archive", "post", "member", "campaign"),
    Door("inbox", "get", "viewer"),
    Door("inbox-view", "get", "viewer", arguments=("mine",)),
    Door("conversation", "get", "viewer", "conversation"),
    Door("claim", "post", "member", "conversation"),
    Door("take-up", "post", "member", "conversation"),
    Door("offer-hand-over", "post", "member", "conversation"),
    Door("answer-hand-over", "post", "member", "conversation"),
    Door("note", "post", "member", "conversation"),
    Door("tag", "post", "member", "conversation"),
    Door("done", "post", "member", "conversation"),
    Door("reopen", "post", "member", "conversation"),
    Door("snooze", "post", "member", "conversation"),
    Door("not-about-us", "post", "member", "conversation"),
    Door("correct", "post", "member", "conversation"),
    Door("correct-topic", "post", "member", "conversation"),
    Door("exclusions", "get", "member", "conversation"),
    Door("about-us", "post", "member", "post"),
    Door("lessons", "get", "viewer"),
    Door("lesson-forget", "post", "member", "lesson"),
    Door("draft", "post", "member", "conversation"),
    Door("send", "post", "member", "conversation"),
    Door("exclude", "post", "member", "topic"),
    Door("take-back", "post", "member", "publication"),
    Door("decide-reply", "post", "member", "publication"),
    Door("answer-approval", "post", "member", "approval"),
    Door("watches", "get", "viewer"),
    Door("watch-add", "post", "member"),
    Door("watch", "get", "viewer", "watch"),
    Door("watch-take", "post", "member", "watched"),
    Door("watch-not-about-us", "post", "member", "watched"),
    Door("channels", "get", "viewer"),
    Door("channel-add", "get", "admin", arguments=("bluesky",)),
    Door("channel", "get", "admin", "channel"),
    Door("channel-switch", "post", "admin", "channel"),
    Door("channels-try", "post", "member"),
    Door("channel-try", "post", "member", "channel"),
    Door("sample", "get", "viewer", leads=True),
    Door("sample-begin", "post", "viewer"),
    Door("sample-remove", "post", "viewer"),
    Door("import-again", "post", "member", "import"),
    Door("topics", "get", "viewer"),
    Door("topic-add", "get", "member"),
    Door("topic-count", "post", "viewer"),
    Door("topic-check", "post", "viewer"),
    Door("topic-compare", "post", "viewer"),
    Door("topic-proposals", "post", "viewer"),
    Door("topic-why", "post", "viewer"),
    Door("topic-layout", "post", "viewer"),
    Door("topic-convert", "post", "viewer"),
    Door("topic-read", "post", "member"),
    Door("topic", "get", "viewer", "topic"),
    Door("topic-label", "post", "member", "topic"),
    Door("topic-document", "get", "viewer", "topic"),
    Door("topic-versions", "get", "viewer", "topic"),
    Door("topic-version", "get", "viewer", "topic", (1,)),
    Door("topic-restore", "post", "member", "topic", (1,)),
    Door("topic-archive", "post", "member", "topic"),
    Door("imports", "get", "viewer"),
    Door("import-begin", "post", "member"),
    Door("import", "get", "viewer", "import"),
    Door("import-cancel", "post", "member", "import"),
    Door("import-set-aside", "get", "viewer", "import"),
    Door("notices", "get", "viewer"),
    Door("notices-bell", "get", "viewer"),
    Door("notices-read", "post", "viewer"),
    Door("notice-read", "post", "viewer", "notice"),
    Door("notice-have", "post", "viewer", "notice"),
    Door("people", "get", "viewer"),
    Door("member", "get", "admin", "membership"),
    Door("invite", "post", "admin", "membership"),
    Door("audit", "get", "admin"),
    Door("policy", "get", "viewer"),
    Door("rota", "get", "viewer"),
    Door("rota-cover", "post", "admin"),
    Door("hand-over", "get", "viewer"),
    Door("shift-note", "post", "member"),
    Door("shift-note-read", "post", "member", "shift-note"),
    Door("my-shifts", "get", "viewer"),
    Door("swap", "get", "member", leads=True),
    Door("swap-answer", "post", "member", "swap"),
    Door("leave", "get", "member"),
    Door("leave-at-once", "get", "member"),
    Door("leave-remove", "post", "member"),
    Door("calendar-address", "post", "viewer"),
    Door("policy-check", "post", "viewer"),
    Door("policy-versions", "get", "viewer"),
    Door("auditor", "get", "viewer"),
    Door("policy-version", "get", "viewer", "policy"),
    Door("policy-templates", "get", "viewer"),
    Door("responsibility-map", "get", "viewer"),
    Door("policy-grow", "get", "admin"),
    Door("policy-backtests", "get", "admin"),
    Door("policy-backtest", "get", "admin", "backtest"),
    Door("policy-backtest-stop", "post", "admin", "backtest"),
    Door("policy-backtest-again", "post", "admin", "backtest"),
)
pytestmark = pytest.mark.django_db


def _names(patterns: list[URLPattern | URLResolver], inside: bool = False) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        here = inside or "<slug:workspace>" in str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found |= _names(pattern.url_patterns, here)
        elif here and pattern.name:
            found.add(pattern.name)
    return found


def test_every_address_has_its_row() -> None:
    assert _names(get_resolver().url_patterns) == {door.name for door in DOORS}


class Rows:
    """One row of each kind in a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        owner = factories.a_member(workspace, "owner", "owner")
        channel = factories.a_channel(workspace, kind="bluesky", speaks_as="brand.test")
        post = factories.a_post(channel, factories.an_author(workspace, network="bluesky"), network="bluesky")
        conversation = factories.a_conversation(post, owner)
        watch = factories.a_topic(workspace, "industry", watch=True)
        topic = factories.a_topic(workspace, "refund")
        versions = apps.get_model("workshop", "TopicVersion").objects
        versions.get_or_create(topic=topic, number=1, defaults={"query": topic.query, "at": factories.MORNING})
        self.numbers: dict[str, int] = {
            "conversation": conversation.pk,
            "post": post.pk,
            "channel": channel.pk,
            "topic": topic.pk,
            "watch": watch.pk,
            "watched": factories.a_post(channel, post.author, topics=[watch], watch_only=True).pk,
            "membership": factories.a_member(workspace, "seat", empty=True).pk,
            "import": apps.get_model("listening", "Import")
            .objects.create(
                workspace=workspace,
                channel=factories.a_channel(workspace),
                name="posts.csv",
                path="posts.csv",
                mode="history",
                created_at=factories.MORNING,
            )
            .pk,
            "publication": apps.get_model("delivery", "Publication")
            .objects.create(
                workspace=workspace,
                conversation=conversation,
                channel=channel,
                parent=post,
                text="hello",
                by=owner,
                key=f"key-{workspace.pk}",
                not_before=factories.MORNING + timedelta(days=900),
                due_at=factories.MORNING + timedelta(days=900),
                created_at=factories.MORNING,
            )
            .pk,
            "approval": apps.get_model("delivery", "Approval")
            .objects.create(
                workspace=workspace,
                conversation=conversation,
                channel=channel,
                parent=post,
                parent_version=1,
                text="hello",
                by=owner,
                needs=["legal"],
                rule="Harm",
                revision=1,
                at=factories.MORNING,
            )
            .pk,
            "campaign": apps.get_model("planning", "Campaign")
            .objects.create(
                workspace=workspace,
                name="Season",
                message="hello",
                owner=owner,
                starts_at=factories.MORNING,
                ends_at=factories.MORNING + timedelta(days=9),
                created_at=factories.MORNING,
                changed_at=factories.MORNING,
            )
            .pk,
            "lesson": apps.get_model("listening", "Lesson")
            .objects.create(
                workspace=workspace,
                post=post,
                version=1,
                kind="sentiment",
                value="negative",
                by=owner,
                at=factories.MORNING,
            )
            .pk,
            "backtest": apps.get_model("responsibility", "Backtest")
            .objects.create(
                workspace=workspace,
                base=apps.get_model("responsibility", "PolicyVersion").objects.create(
                    workspace=workspace, number=0, text="", by_name="Owner", created_at=factories.MORNING
                ),
                text="this is no policy",
                days=90,
                by_name="Owner",
                created_at=factories.MORNING,
                seen_at=factories.MORNING,
                state="cancelled",
            )
            .pk,
            "shift-note": apps.get_model("responsibility", "ShiftNote")
            .objects.create(workspace=workspace, role="desk", by=owner, text="hello", at=factories.MORNING)
            .pk,
            "swap": apps.get_model("responsibility", "Swap")
            .objects.create(
                workspace=workspace,
                role="desk",
                asker=owner,
                taker=owner,
                starts_at=factories.MORNING,
                ends_at=factories.MORNING + timedelta(hours=8),
                at=factories.MORNING,
            )
            .pk,
            "policy": 1,
            "notice": apps.get_model("notices", "Notice")
            .objects.create(workspace=workspace, membership=owner, kind="swap", said="Look.", at=factories.MORNING)
            .pk,
        }

    def address(self, door: Door, slug: str) -> str:
        row = (self.numbers[door.row],) if door.row else ()
        return reverse(door.name, args=[slug, *row, *door.arguments])


@pytest.fixture
def acme() -> Workspace:
    return factories.a_workspace("acme")


def _as(member: Membership) -> Client:
    assert member.person is not None
    client = Client()
    client.force_login(member.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _ask(client: Client, door: Door, address: str) -> int:
    return int(client.get(address).status_code if door.method == "get" else client.post(address).status_code)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_a_stranger_is_sent_to_sign_in(door: Door, acme: Workspace) -> None:
    address = Rows(acme).address(door, "acme")
    answer = Client().get(address) if door.method == "get" else Client().post(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_whoever_has_no_seat_finds_nothing(door: Door, acme: Workspace) -> None:
    elsewhere = factories.a_member(factories.a_workspace("other"), "owner", "owner")
    assert _ask(_as(elsewhere), door, Rows(acme).address(door, "acme")) == 404


@pytest.mark.parametrize("door", [door for door in DOORS if door.row and door.row != "policy"], ids=lambda d: d.name)
def test_a_number_of_another_workspace_is_no_number(door: Door, acme: Workspace) -> None:
    Rows(acme)
    foreign = Rows(factories.a_workspace("other"))
    boss = factories.a_member(acme, "boss", "owner")
    assert _ask(_as(boss), door, foreign.address(door, "acme")) == 404


@pytest.mark.parametrize("door", [door for door in DOORS if door.who != "viewer"], ids=lambda door: door.name)
def test_a_lower_role_is_refused(door: Door, acme: Workspace) -> None:
    lower = RANK[RANK.index(door.who) - 1]
    guest = factories.a_member(acme, "guest", lower)
    assert _ask(_as(guest), door, Rows(acme).address(door, "acme")) == 403


@pytest.mark.parametrize("door", [door for door in DOORS if door.method == "get"], ids=lambda door: door.name)
def test_the_lowest_role_it_is_for_comes_in(door: Door, acme: Workspace) -> None:
    rows = Rows(acme)
    guest = factories.a_member(acme, "guest", door.who)
    if door.row == "policy":
        _as(guest).get(reverse("policy", args=["acme"]))
    assert _ask(_as(guest), door, rows.address(door, "acme")) == (302 if door.leads else 200)


@pytest.mark.parametrize("door", [door for door in DOORS if door.method == "post"], ids=lambda door: door.name)
def test_what_changes_something_is_not_asked_by_get(door: Door, acme: Workspace) -> None:
    boss = factories.a_member(acme, "boss", "owner")
    assert _as(boss).get(Rows(acme).address(door, "acme")).status_code == 405
