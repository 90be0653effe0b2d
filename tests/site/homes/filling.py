"""Puts something into every table of a prepared home, as a person and the road would; a second workspace beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps

from earshot import pipeline
from earshot.features.conversations import actions as conversations
from earshot.features.delivery import actions as delivery
from earshot.features.listening import actions as listening
from earshot.features.people import actions as people
from earshot.features.people.models import Membership, Workspace
from earshot.features.responsibility import actions as responsibility
from earshot.kernel.clock import HeldClock
from earshot.ports.envelope import Source
from earshot.ports.files import FileWishes
from earshot.ports.heard import Batch, HeardAuthor, HeardPost, Media
from earshot.ports.services import services
from earshot.site.home import home
from tests.site.homes.canaries import FORMULA, PASSWORD, SESSION, TOKEN

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ROWS = 'id,text,author,date\n1,店員很親切,mei,2026-11-01\n,,,\n3,"The tea, again",jun,not a date\n'
TEXTS = (
    FORMULA,
    "Acme 的奶茶裡有異物！我要退費",
    "Does @acme open on Sundays?",
    "acme acme acme 👍🏽\nsecond line",
    "+1 for acme",
)


def fill() -> None:
    """Everything; the home must be prepared and Django set up."""
    clock = HeldClock(AT)
    owner = people.create_workspace("Acme Care", "acme", "mei@acme.test", "Mei", "mei", "Asia/Taipei", "zh-hant", clock)
    other = people.create_workspace("Other", "other", "zoe@other.test", "Zoe", "zoe", "UTC", "en", clock)
    for one in (owner, other):
        _workspace(one, clock)
    _passes(owner, clock)


def _workspace(owner: Membership, clock: HeldClock) -> None:
    workspace = owner.workspace
    jun = people.add_seat(owner, "Jun", "jun", "member", clock)
    people.invite(jun, owner, clock)
    listening.save_topic(owner, "acme", "acme OR Acme", clock, title="Acme")
    channel = _channel(workspace, clock)
    batch = Batch(tuple(_heard(number, text) for number, text in enumerate(TEXTS)), "cursor-1", 500)
    pipeline.travel(batch, Source(workspace.pk, channel, "channel"), clock)
    _import(workspace, owner, clock)
    _handle(owner, jun, channel, clock)


def _channel(workspace: Workspace, clock: HeldClock) -> int:
    """One with a sealed token; no network is asked."""
    made = apps.get_model("listening", "Channel").objects.create(
        workspace=workspace, kind="testnet", name="Public", created_at=clock.now(), config={"server": "127.0.0.1"}
    )
    made.secrets = services().vault.seal(f'{{"token": "{TOKEN}"}}', f"channel:{made.pk}")
    made.save()
    return int(made.pk)


def _heard(number: int, text: str) -> HeardPost:
    return HeardPost(
        "testnet",
        f"test://post/{number}",
        HeardAuthor(f"id:{number}", f"author{number}", name="=1+1" if number == 1 else f"Author {number}", followers=7),
        text,
        posted_at=AT - timedelta(minutes=number + 1),
        addressed=number != 4,
        media=(Media("image", "http://127.0.0.1/a.png"),) if number == 2 else (),
    )


def _import(workspace: Workspace, owner: Membership, clock: HeldClock) -> None:
    path = home() / "files" / "imports" / f"{workspace.slug}0" / "posts.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ROWS)
    begun = listening.start_import(workspace, path, "history", FileWishes(), clock, actor=owner)
    while listening.run_import(begun.pk, clock, pipeline.travel):
        pass


def _handle(owner: Membership, jun: Membership, channel: int, clock: HeldClock) -> None:
    first, second = apps.get_model("conversations", "Conversation").objects.filter(workspace=owner.workspace)[:2]
    conversations.note(first, owner, "Called the shop.\n它們會退費。", clock)
    conversations.tag(first, owner, "refund", clock)
    delivery.save_draft(second, "We are looking into", owner, clock)
    post = first.newest_post
    listening.correct(post, owner, "sentiment", "negative", clock)
    _publication(first, owner, jun, channel, post)
    version = responsibility.save_policy(owner.workspace, owner, _policy(), clock)
    responsibility.activate_policy(version, owner, clock)
    apps.get_model("responsibility", "HandOver").objects.get_or_create(
        conversation=second,
        state="offered",
        defaults={"giver": owner, "taker": jun, "at": AT, "lapses_at": AT + timedelta(hours=1), "note": "Yours?"},
    )
    _responsibility(owner, jun, first, version)
    _workshop(owner, post)
    apps.get_model("listening", "Unmatched").objects.create(
        workspace=owner.workspace, channel_id=channel, network="testnet", canonical_id="u", text="tea", draw=0.5, at=AT
    )


def _workshop(owner: Membership, post: Any) -> None:
    """A version came with the topic."""
    topic = apps.get_model("listening", "Topic").objects.get(workspace=owner.workspace)
    labels = apps.get_model("workshop", "Label").objects
    labels.create(
        topic=topic, post=post, network=post.network, canonical_id=post.canonical_id, right=True, by=owner, at=AT
    )
    labels.create(topic=topic, network="testnet", canonical_id="u", text="tea", right=False, by=owner, at=AT)


def _responsibility(owner: Membership, jun: Membership, conversation: object, version: object) -> None:
    def rows(name: str) -> Any:
        return apps.get_model("responsibility", name)._default_manager

    decision = rows("Decision").filter(conversation=conversation).latest("id")
    rows("Backtest").create(
        workspace=owner.workspace,
        base=version,
        text=_policy(),
        days=90,
        by_name="Ana",
        created_at=AT,
        seen_at=AT,
        state="done",
    )
    climb = rows("Escalation").create(
        conversation=conversation, policy=version, decision=decision, ladder="harm", started_at=AT, state="climbed"
    )
    rows("EscalationStep").create(escalation=climb, number=1, to="care", due_at=AT, ran_at=AT, reached=[jun.pk])
    shift = {"starts_at": AT, "ends_at": AT + timedelta(hours=8), "at": AT, "role": "care"}
    rows("Swap").create(workspace=owner.workspace, asker=jun, taker=owner, note="The dentist.", **shift)
    rows("ShiftNote").create(workspace=owner.workspace, role="care", by=jun, text="The parcel is found.", at=AT)
    rows("CalendarFeed").create(membership=jun, token_hash=f"hash of {jun.pk}", created_at=AT)
    notice = apps.get_model("notices", "Notice").objects.create(
        workspace=owner.workspace, membership=jun, kind="accountable", said="Take it up.", at=AT
    )
    _notices(owner, notice.pk)


def _notices(owner: Membership, notice: int) -> None:
    def rows(name: str) -> Any:
        return apps.get_model("notices", name)._default_manager

    way = rows("Way").create(person=owner.person, kind="chat", shown="a chat", made_at=AT)
    way.sealed = services().vault.seal(f"json://127.0.0.1/{TOKEN}", f"way:{way.pk}")
    way.save()
    rows("Parcel").create(way=way, key=f"parcel of {owner.pk}", notices=[notice], made_at=AT, state="sent")
    rows("Wish").create(person=owner.person, kinds={"informed": True}, quiet_from="22:00", quiet_until="07:00")


def _policy() -> str:
    from earshot.engine.policy import template

    return template("solo-b2c", owner="mei", zone="Asia/Taipei")


def _publication(conversation: object, owner: Membership, jun: Membership, channel: int, post: object) -> None:
    made = apps.get_model("delivery", "Publication").objects.create(
        workspace=owner.workspace,
        conversation=conversation,
        channel_id=channel,
        parent=post,
        text="We are sorry, and pay back.",
        by=owner,
        key=f"key-{owner.workspace.slug}",
        due_at=AT,
        not_before=AT,
        created_at=AT,
    )
    asked = apps.get_model("delivery", "Approval").objects.create(
        workspace=owner.workspace, conversation=conversation, channel_id=channel, parent=post, parent_version=1,
        text=made.text, by=owner, needs=["legal"], rule="Harm", revision=1, state="approved", at=AT, ended_at=AT,
        publication=made,
    )  # fmt: skip
    asked.words.create(entry="legal", by=jun, word="approved", comment="Good.", at=AT)
    made.ledger.create(number=1, what="publish", started_at=AT, outcome="limited")


def _passes(owner: Membership, clock: HeldClock) -> None:
    assert owner.person is not None
    owner.person.set_password(PASSWORD)
    owner.person.save()
    people.make_sign_in_link(owner.person, clock)
    apps.get_model("sessions", "Session").objects.create(
        session_key=SESSION, session_data="x", expire_date=AT + timedelta(days=30)
    )
    Path(home() / "set-aside.jsonl").write_text('{"channel": 1, "error": "x", "event": {}}\n')
