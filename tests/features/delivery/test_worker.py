"""From the queue to the receipt: every state, and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection

from earshot.features.delivery import crashpoints
from earshot.features.delivery.actions import UNDO, answer_held, send, take_back
from earshot.features.delivery.models import Attempt, Draft, Publication, State
from earshot.features.delivery.outbox import LATE, LOOK_UPS, PATIENCE, hasten
from earshot.features.delivery.queries import access_ledger
from earshot.features.delivery.worker import publish_due, recover
from earshot.features.listening.models import Post
from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import Conflict
from earshot.ports.connector import (
    Anomalous,
    OutcomeUnknown,
    Published,
    RateLimited,
    Rejected,
    Unauthorised,
    Unavailable,
)
from tests.features.delivery.conftest import Desk
from tests.features.delivery.fake_network import SETTLE, FakeNetwork, FakeSession
from tests.features.factories import a_channel, a_conversation, a_post, an_author


def work(clock: HeldClock, me: str = "test:1") -> int:
    return async_to_sync(publish_due)(clock, me)


@pytest.fixture
def reply(desk: Desk, clock: HeldClock) -> Publication:
    """One queued reply whose undo has passed."""
    publication = send(desk.conversation, "on our way", desk.mei, desk.channel, clock, desk.fresh().revision)
    clock.advance(UNDO)
    return publication


def state(reply: Publication) -> str:
    reply.refresh_from_db()
    return str(reply.state)


def outcomes(reply: Publication) -> list[tuple[str, str]]:
    return [(entry.what, entry.outcome) for entry in Attempt.objects.filter(publication=reply).order_by("id")]


def test_nothing_goes_out_before_the_undo_is_over(
    desk: Desk, clock: HeldClock, network: FakeNetwork, reply: Publication
) -> None:
    clock.advance(-timedelta(seconds=1))
    assert work(clock) == 0
    clock.advance(timedelta(seconds=1))
    assert work(clock) == 1
    assert network.stands == [(reply.key, "on our way")]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "https://x.test/" + "a" * 1_000])
def test_a_receipt_s_address_is_kept_only_where_a_page_may_link_to_it(
    clock: HeldClock, network: FakeNetwork, reply: Publication, address: str
) -> None:
    network.answers.append(Published(f"test://us/{reply.key}", address, {}))
    work(clock)
    assert state(reply) == State.SENT
    assert reply.url == ""
    assert Post.objects.get(canonical_id=reply.canonical_id).url == ""


def test_a_sent_reply_stands_in_the_thread_and_ends_the_turn(
    desk: Desk, clock: HeldClock, network: FakeNetwork, reply: Publication
) -> None:
    work(clock)
    assert state(reply) == State.SENT
    assert reply.canonical_id == f"test://us/{reply.key}"
    ours = Post.objects.get(canonical_id=reply.canonical_id)
    assert ours.ours
    assert (ours.parent_id, ours.thread_key) == (desk.post.canonical_id, desk.post.thread_key)
    conversation = desk.fresh()
    assert (conversation.turn_since, conversation.answered_how) == (None, "reply")
    assert [entry.outcome for entry in access_ledger(desk.mei, reply)] == ["sent"]
    assert network.calls[0].parent is not None
    assert network.calls[0].parent.canonical_id == desk.post.canonical_id
    assert work(clock) == 0


def test_no_transaction_is_open_during_a_call(
    clock: HeldClock, reply: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(connection.savepoint_ids)
    seen: list[tuple[int, str]] = []
    publish = FakeSession.publish

    async def watched(self: FakeSession, outgoing: object) -> object:
        seen.append((len(connection.savepoint_ids), ""))
        return await publish(self, outgoing)  # type: ignore[arg-type]

    monkeypatch.setattr(FakeSession, "publish", watched)
    work(clock)
    assert seen == [(before, "")]


def test_a_rejected_reply_gives_its_words_back(
    desk: Desk, clock: HeldClock, network: FakeNetwork, reply: Publication
) -> None:
    network.answers = [Rejected("Too long.", "Shorten it.")]
    work(clock)
    assert state(reply) == State.REJECTED
    assert (reply.error, reply.mend) == ("Too long.", "Shorten it.")
    assert Draft.objects.get(by=desk.mei).text == "on our way"
    assert desk.fresh().turn_since is not None


@pytest.mark.parametrize("trouble", [Unauthorised("No."), Unavailable("Down."), RateLimited("Slowly.")])
def test_where_surely_nothing_was_done_it_is_tried_again_later(
    clock: HeldClock, network: FakeNetwork, reply: Publication, trouble: Exception
) -> None:
    network.answers = [trouble, trouble]
    pauses = []
    for _ in range(2):
        assert work(clock) == 1
        assert state(reply) == State.QUEUED
        assert (reply.text, reply.error) == ("on our way", str(trouble))
        assert work(clock) == 0
        pauses.append(reply.not_before - clock.now())
        clock.set(reply.not_before)
    assert pauses[0] < pauses[1]
    work(clock)
    assert state(reply) == State.SENT
    assert len(network.stands) == 1
    assert len({call.key for call in network.calls}) == 1


def test_a_limited_network_is_asked_when_it_said(clock: HeldClock, network: FakeNetwork, reply: Publication) -> None:
    network.answers = [RateLimited("Slowly.", retry_at=clock.now() + timedelta(minutes=7))]
    work(clock)
    assert reply.__class__.objects.get().not_before == clock.now() + timedelta(minutes=7)
    assert outcomes(reply) == [("publish", "limited")]


def test_a_repaired_channel_is_tried_at_once(
    desk: Desk, clock: HeldClock, network: FakeNetwork, reply: Publication
) -> None:
    network.answers = [Unauthorised("No.")]
    work(clock)
    assert hasten(desk.channel.pk, clock) == 1
    work(clock)
    assert state(reply) == State.SENT


def test_after_two_hours_a_person_is_asked(clock: HeldClock, network: FakeNetwork, reply: Publication) -> None:
    network.answers = [Unavailable("Down.") for _ in range(100)]
    end = clock.now() + PATIENCE
    while state(reply) == State.QUEUED:
        clock.set(max(clock.now(), reply.not_before))
        work(clock)
    assert state(reply) == State.HELD
    assert reply.error == "Down."
    assert end < clock.now() < end + timedelta(minutes=10)
    assert not network.stands


def test_a_lost_answer_is_looked_up_after_the_settle_time(
    clock: HeldClock, network: FakeNetwork, reply: Publication
) -> None:
    network.answers = ["lost"]
    work(clock)
    assert state(reply) == State.UNKNOWN
    clock.advance(SETTLE - timedelta(seconds=1))
    assert work(clock) == 0
    assert not network.looked
    clock.advance(timedelta(seconds=1))
    work(clock)
    assert state(reply) == State.SENT
    assert outcomes(reply) == [("publish", "unknown"), ("look_up", "sent")]
    assert network.looked[0].first_attempt_at == reply.first_attempt_at
    assert len(network.stands) == 1


@pytest.mark.parametrize("answer", [OutcomeUnknown("Lost."), Anomalous("What?"), ValueError("a bug")])
def test_what_is_confirmed_absent_goes_out_again_with_the_same_key(
    clock: HeldClock, network: FakeNetwork, reply: Publication, answer: Exception
) -> None:
    network.answers = [answer]
    work(clock)
    assert state(reply) == State.UNKNOWN
    clock.advance(SETTLE)
    work(clock)
    assert state(reply) == State.SENT
    assert network.stands == [(reply.key, "on our way")]
    assert outcomes(reply) == [("publish", "unknown"), ("look_up", "absent"), ("publish", "sent")]


def test_a_network_that_cannot_tell_leaves_it_to_a_person(
    desk: Desk, clock: HeldClock, network: FakeNetwork, reply: Publication
) -> None:
    network.answers = ["lost"]
    network.looks = [OutcomeUnknown("Cannot tell.") for _ in range(LOOK_UPS)]
    work(clock)
    for _ in range(LOOK_UPS):
        clock.advance(timedelta(minutes=10))
        work(clock)
    assert state(reply) == State.HELD
    assert len(network.stands) == len(network.calls) == 1
    clock.advance(timedelta(days=1))
    assert work(clock) == 0


def test_class_d_is_never_looked_up_and_never_repeated(
    desk: Desk, clock: HeldClock, network: FakeNetwork, reply: Publication
) -> None:
    network.delivery = "D"
    network.answers = ["lost"]
    work(clock)
    clock.advance(SETTLE)
    work(clock)
    assert state(reply) == State.HELD
    assert not network.looked
    answer_held(reply, "sent", desk.mei, clock)
    assert state(reply) == State.SENT
    assert desk.fresh().turn_since is None
    assert len(network.stands) == 1
    assert outcomes(reply)[-1] == ("person", "sent")


def test_a_look_up_that_does_not_get_through_is_repeated(
    clock: HeldClock, network: FakeNetwork, reply: Publication
) -> None:
    network.answers = ["lost"]
    network.looks = [Unavailable("Down."), Unauthorised("No."), RateLimited("Slowly.")]
    work(clock)
    for _ in range(4):
        assert state(reply) == State.UNKNOWN
        clock.advance(timedelta(minutes=5))
        work(clock)
    assert state(reply) == State.SENT
    assert len(network.stands) == 1


@pytest.mark.parametrize(("stood", "calls"), [(True, 1), (False, 2)])
def test_what_a_dead_process_had_claimed_is_looked_up(
    clock: HeldClock, network: FakeNetwork, reply: Publication, stood: bool, calls: int
) -> None:
    from earshot.features.delivery.outbox import claim

    job = claim(reply.pk, clock, "dead:1")
    assert job is not None
    network.calls.append(job.outgoing)
    if stood:
        network.stands.append((reply.key, reply.text))
    assert async_to_sync(recover)(clock, "test:2") == 1
    assert state(reply) == State.UNKNOWN
    assert work(clock) == 0
    clock.advance(SETTLE)
    work(clock)
    assert state(reply) == State.SENT
    assert network.stands == [(reply.key, "on our way")]
    assert len(network.calls) == calls
    assert all(entry.finished_at for entry in Attempt.objects.all())


def test_a_late_answer_of_an_earlier_attempt_changes_nothing_but_a_receipt_does(
    clock: HeldClock, network: FakeNetwork, reply: Publication
) -> None:
    from earshot.features.delivery.outbox import claim, record_publish
    from earshot.ports.connector import Published

    first = claim(reply.pk, clock, "dead:1")
    assert first is not None
    async_to_sync(recover)(clock, "test:2")
    record_publish(first, Unavailable("Down."), SETTLE, clock)
    assert state(reply) == State.UNKNOWN
    record_publish(first, Published("test://us/1"), SETTLE, clock)
    assert state(reply) == State.SENT
    assert work(clock) == 0


def test_more_than_fifteen_minutes_late_a_person_is_asked(
    desk: Desk, clock: HeldClock, network: FakeNetwork, reply: Publication
) -> None:
    clock.advance(LATE + timedelta(seconds=1))
    work(clock)
    assert state(reply) == State.HELD
    assert not network.calls
    answer_held(reply, "send", desk.ken, clock)
    work(clock)
    assert state(reply) == State.SENT
    with pytest.raises(Conflict):
        answer_held(reply, "send", desk.ken, clock)


def test_exactly_fifteen_minutes_late_is_still_sent(clock: HeldClock, reply: Publication) -> None:
    clock.advance(LATE)
    work(clock)
    assert state(reply) == State.SENT


def test_a_held_reply_can_be_dropped(desk: Desk, clock: HeldClock, network: FakeNetwork, reply: Publication) -> None:
    clock.advance(LATE * 2)
    work(clock)
    answer_held(reply, "drop", desk.mei, clock)
    assert state(reply) == State.TAKEN_BACK
    assert Draft.objects.get(by=desk.mei).text == "on our way"
    assert work(clock) == 0


def test_a_channel_that_is_off_or_cannot_speak_is_told(
    desk: Desk, clock: HeldClock, network: FakeNetwork, reply: Publication
) -> None:
    desk.channel.active = False
    desk.channel.save()
    work(clock)
    assert state(reply) == State.HELD
    assert "cannot publish" in reply.error
    assert not network.calls


def test_what_was_taken_back_is_never_claimed(
    desk: Desk, clock: HeldClock, network: FakeNetwork, reply: Publication
) -> None:
    take_back(reply, desk.mei, clock)
    work(clock)
    assert not network.calls


def test_a_trouble_in_the_conversation_never_loses_the_receipt(
    clock: HeldClock, network: FakeNetwork, reply: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*words: object) -> None:
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr("earshot.features.delivery.arrival.store_own", broken)
    work(clock)
    assert state(reply) == State.SENT


def test_a_result_that_cannot_be_stored_is_looked_up(
    clock: HeldClock, network: FakeNetwork, reply: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    from earshot.features.delivery import outbox

    def full(*words: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "record_publish", full)
        work(clock)
    assert state(reply) == State.CLAIMED
    async_to_sync(recover)(clock, "test:1")
    clock.advance(SETTLE)
    work(clock)
    assert state(reply) == State.SENT
    assert len(network.stands) == 1


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    points: list[str] = []
    monkeypatch.setattr(crashpoints, "reach", points.append)
    monkeypatch.setattr(crashpoints, "reach_soon", points.append)
    yield points


def test_every_named_place_is_passed(clock: HeldClock, reply: Publication, passed: list[str]) -> None:
    work(clock)
    assert tuple(passed) == crashpoints.POINTS


def test_a_network_that_hangs_does_not_hold_up_the_others(
    desk: Desk, clock: HeldClock, network: FakeNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    from earshot.features.delivery.queries import due

    author = an_author(desk.workspace, "many", network.kind)
    other = a_channel(desk.workspace, "other", network.kind, speaks_as="brand2")
    for number in range(6):
        conversation = a_conversation(a_post(desk.channel, author, f"question {number}"), desk.mei)
        channel = other if number == 5 else desk.channel
        send(conversation, "on our way", desk.mei, channel, clock, conversation.revision)
    clock.advance(UNDO)
    assert len(due(clock.now(), set(), set(), 5)) == 5
    assert [each.channel_id for each in due(clock.now(), set(), {desk.channel.pk}, 5)] == [other.pk]
    assert work(clock) == 6
    assert len(network.stands) == 6
