"""What people do: write, send, take back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from earshot.features.audit.models import Entry
from earshot.features.delivery.actions import UNDO, save_draft, send, take_back
from earshot.features.delivery.errors import Collision
from earshot.features.delivery.events import PublicationSettled
from earshot.features.delivery.models import Draft, Publication, State
from earshot.features.delivery.queries import (
    access_drafts,
    access_publications,
    limit_of,
    speaking_channels,
    undo_seconds,
)
from earshot.features.people.models import Role
from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from earshot.ports import bus
from earshot.web.models import LiveEvent
from tests.features.delivery.conftest import Desk
from tests.features.factories import a_channel, a_member, a_workspace, members


def _send(desk: Desk, clock: HeldClock, text: str = "on our way", **changes: object) -> Publication:
    words = {"by": desk.mei, "channel": desk.channel, "revision": desk.fresh().revision} | changes
    return send(desk.conversation, text, clock=clock, **words)  # type: ignore[arg-type]


def test_send_queues_an_answer_to_the_newest_post_that_waits_for_the_undo(desk: Desk, clock: HeldClock) -> None:
    save_draft(desk.conversation, "on our", desk.mei, clock)
    publication = _send(desk, clock, "  on our way ")
    assert publication.state == State.QUEUED
    assert publication.text == "on our way"
    assert publication.parent_id == desk.post.pk
    assert publication.not_before == clock.now() + UNDO
    assert len(publication.key) == 13
    assert undo_seconds(publication, clock) == 10
    assert not Draft.objects.exists()
    assert Entry.objects.filter(verb="reply.send", object_id=publication.pk, actor_id=desk.mei.pk).count() == 1
    assert LiveEvent.objects.filter(kind="publication.changed", ref=publication.pk).exists()


def test_a_second_send_is_stopped_with_the_words_of_the_first(desk: Desk, clock: HeldClock) -> None:
    _send(desk, clock, "on our way")
    with pytest.raises(Collision) as stopped:
        _send(desk, clock, "please wait", by=desk.ken)
    assert (stopped.value.text, stopped.value.by_name, stopped.value.state) == ("on our way", "Mei", "queued")
    assert Publication.objects.count() == 1


def test_the_same_click_twice_is_one_reply(desk: Desk, clock: HeldClock) -> None:
    _send(desk, clock)
    with pytest.raises(Collision):
        _send(desk, clock)
    assert Publication.objects.count() == 1


def test_a_send_after_the_answer_arrived_is_stopped_too_unless_it_was_seen(desk: Desk, clock: HeldClock) -> None:
    first = _send(desk, clock)
    seen_before = desk.fresh().revision
    Publication.objects.filter(pk=first.pk).update(state=State.SENT)
    desk.conversation.__class__.objects.filter(pk=desk.conversation.pk).update(
        revision=seen_before + 1, news_revision=seen_before + 1
    )
    with pytest.raises(Collision) as stopped:
        _send(desk, clock, "please wait", by=desk.ken, revision=seen_before)
    assert stopped.value.text == "on our way"
    assert _send(desk, clock, "and one more thing", by=desk.ken).state == State.QUEUED


def test_the_database_itself_keeps_one_under_way(desk: Desk, clock: HeldClock) -> None:
    first = _send(desk, clock)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(
            workspace=desk.workspace,
            conversation=desk.conversation,
            channel=desk.channel,
            parent=desk.post,
            by=desk.ken,
            key="another",
            text="x",
            due_at=first.due_at,
            not_before=first.not_before,
            created_at=first.created_at,
        )


def test_a_conversation_that_changed_since_is_a_conflict(desk: Desk, clock: HeldClock) -> None:
    with pytest.raises(Conflict, match="changed since"):
        _send(desk, clock, revision=desk.fresh().revision - 1)


def test_what_changed_without_a_word_to_read_does_not_stop_a_reply(desk: Desk, clock: HeldClock) -> None:
    seen = desk.fresh().revision
    desk.conversation.__class__.objects.filter(pk=desk.conversation.pk).update(revision=seen + 1)  # as a profile does
    assert _send(desk, clock, revision=seen).state == State.QUEUED


def test_a_deleted_post_is_not_answered(desk: Desk, clock: HeldClock) -> None:
    desk.post.deleted_at = clock.now()
    desk.post.save()
    with pytest.raises(Conflict, match="deleted"):
        _send(desk, clock)


@pytest.mark.parametrize(("text", "why"), [("   ", "empty"), ("x" * 22, "2 characters too long")])
def test_text_is_checked_by_the_networks_limit(desk: Desk, clock: HeldClock, text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        _send(desk, clock, text)
    assert _send(desk, clock, "👨‍👩‍👧‍👦" * 20).state == State.QUEUED


def test_only_an_account_on_that_network_can_answer(desk: Desk, clock: HeldClock) -> None:
    deaf = a_channel(desk.workspace, "stream", desk.channel.kind)
    foreign = a_channel(a_workspace(), "theirs", desk.channel.kind, speaks_as="them")
    other = a_channel(desk.workspace, "other", "elsewhere", speaks_as="brand")
    own_brand = a_channel(desk.workspace, "second", desk.channel.kind, speaks_as="brand2")
    assert speaking_channels(desk.conversation) == [desk.channel, own_brand]
    assert limit_of(other) is None
    for channel in (deaf, foreign, other):
        with pytest.raises(BadInput, match="cannot answer"):
            _send(desk, clock, channel=channel)


def test_nobody_outside_and_no_viewer_may_send(desk: Desk, clock: HeldClock) -> None:
    stranger = members(a_workspace(), "eve")["eve"]
    with pytest.raises(NotFound):
        _send(desk, clock, by=stranger)
    with pytest.raises(NotAllowed):
        _send(desk, clock, by=a_member(desk.workspace, "guest", Role.VIEWER))
    publication = _send(desk, clock)
    assert not access_publications(stranger).exists()
    with pytest.raises(NotFound):
        take_back(publication, stranger, clock)


def test_taking_back_gives_the_words_back(desk: Desk, clock: HeldClock) -> None:
    news: list[PublicationSettled] = []
    bus.subscribe(PublicationSettled, news.append)
    publication = _send(desk, clock)
    clock.advance(timedelta(seconds=9))
    taken = take_back(publication, desk.ken, clock)
    assert taken.state == State.TAKEN_BACK
    assert access_drafts(desk.mei).get().text == "on our way"
    assert [event.state for event in news] == ["taken_back"]
    assert _send(desk, clock, "another way").state == State.QUEUED


@pytest.mark.parametrize("state", [State.CLAIMED, State.SENT, State.UNKNOWN, State.REJECTED])
def test_what_is_on_its_way_cannot_be_taken_back(desk: Desk, clock: HeldClock, state: State) -> None:
    publication = _send(desk, clock)
    Publication.objects.filter(pk=publication.pk).update(state=state)
    with pytest.raises(Conflict, match="too late"):
        take_back(publication, desk.mei, clock)
    assert Publication.objects.get().state == state


def test_an_empty_draft_is_no_draft(desk: Desk, clock: HeldClock) -> None:
    save_draft(desk.conversation, "hm", desk.mei, clock)
    save_draft(desk.conversation, "hmm", desk.mei, clock)
    assert access_drafts(desk.mei).get().text == "hmm"
    assert not access_drafts(desk.ken).exists()
    save_draft(desk.conversation, " ", desk.mei, clock)
    assert not access_drafts(desk.mei).exists()
