"""Acts of people on a conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from earshot.features.audit.models import Entry as AuditEntry
from earshot.features.conversations.actions import done, mark_writing, note, refresh_facts, reopen, snooze, tag, untag
from earshot.features.conversations.events import ConversationsChanged
from earshot.features.conversations.models import Conversation, Note, State
from earshot.features.conversations.queries import (
    access_conversations,
    access_notes,
    conversations_of_posts,
    open_conversations,
)
from earshot.features.listening.models import Post
from earshot.features.people.models import Membership, Role
from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import BadInput, Conflict, EarshotError, NotAllowed, NotFound
from earshot.ports import bus
from earshot.web.models import LiveEvent
from tests.features import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def changed(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the bus was told; nobody decides in these tests."""
    told: list[object] = []
    monkeypatch.setattr(bus, "publish", told.append)
    return told


@pytest.fixture
def mei() -> Membership:
    return make.a_member(make.a_workspace(), "mei", Role.OWNER)


@pytest.fixture
def conversation(mei: Membership) -> Conversation:
    channel = make.a_channel(mei.workspace)
    return make.a_conversation(make.a_post(channel, make.an_author(mei.workspace), "broken"), mei)


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def test_notes_are_kept_and_told(conversation: Conversation, mei: Membership, clock: HeldClock) -> None:
    kept = note(conversation, mei, " call her \n", clock)
    assert (kept.text, list(access_notes(mei))) == ("call her", [kept])
    assert AuditEntry.objects.get().verb == "conversation.note"
    assert "call" not in str(AuditEntry.objects.get().detail), "the audit trail does not repeat what was written"
    assert LiveEvent.objects.get().ref == conversation.pk
    with pytest.raises(BadInput):
        note(conversation, mei, "  ", clock)
    assert Note.objects.count() == 1


def test_tags_are_kept_once_whatever_their_case(
    conversation: Conversation, mei: Membership, clock: HeldClock, changed: list[object]
) -> None:
    tag(conversation, mei, " big  deal ", clock)
    tag(conversation, mei, "Big Deal", clock)
    assert fresh(conversation).tags == ["big deal"]
    assert len(changed) == 1
    assert isinstance(changed[0], ConversationsChanged)
    untag(conversation, mei, "BIG DEAL", clock)
    untag(conversation, mei, "never there", clock)
    assert (fresh(conversation).tags, len(changed)) == ([], 2)
    for wrong in ("", "x" * 61):
        with pytest.raises(BadInput):
            tag(conversation, mei, wrong, clock)


def test_done_for_all_and_reopened(conversation: Conversation, mei: Membership, clock: HeldClock) -> None:
    done(conversation, mei, clock, revision=1)
    closed = fresh(conversation)
    assert (closed.state, closed.turn_since, closed.revision) == (State.RESOLVED, None, 2)
    assert done(conversation, mei, clock).revision == 2
    assert not open_conversations(mei.workspace_id).exists()
    reopen(conversation, mei, clock)
    assert fresh(conversation).state == State.REOPENED
    assert fresh(conversation).entries.get().done_at is None
    with pytest.raises(Conflict, match="open already"):
        reopen(conversation, mei, clock)


def test_snoozing(conversation: Conversation, mei: Membership, clock: HeldClock) -> None:
    until = clock.now() + timedelta(hours=3)
    snooze(conversation, mei, until, clock)
    assert (fresh(conversation).state, fresh(conversation).snoozed_until) == (State.SNOOZED, until)
    for wrong in (clock.now(), clock.now() + timedelta(days=400)):
        with pytest.raises(BadInput):
            snooze(conversation, mei, wrong, clock)
    done(conversation, mei, clock)
    with pytest.raises(Conflict, match="resolved"):
        snooze(conversation, mei, until, clock)


Act = Callable[[Conversation, Membership, HeldClock, int | None], object]
ACTS: dict[str, Act] = {
    "done": lambda row, who, clock, seen: done(row, who, clock, seen),
    "reopen": lambda row, who, clock, seen: reopen(row, who, clock, seen),
    "snooze": lambda row, who, clock, seen: snooze(row, who, clock.now() + timedelta(1), clock, seen),
    "note": lambda row, who, clock, seen: note(row, who, "hm", clock),
    "tag": lambda row, who, clock, seen: tag(row, who, "vip", clock),
    "untag": lambda row, who, clock, seen: untag(row, who, "vip", clock),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_who_may_not(act: Act, conversation: Conversation, mei: Membership, clock: HeldClock) -> None:
    viewer = make.a_member(mei.workspace, "vic", Role.VIEWER)
    left = make.a_member(mei.workspace, "leo")
    left.active = False
    left.save()
    stranger = make.a_member(make.a_workspace(), "sam", Role.OWNER)
    refused: list[tuple[Membership, type[EarshotError]]] = [
        (viewer, NotAllowed), (stranger, NotFound), (left, NotFound)
    ]  # fmt: skip
    for who, error in refused:
        with pytest.raises(error):
            act(conversation, who, clock, None)
    assert fresh(conversation).revision == 1
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("name", ["done", "reopen", "snooze"])
def test_what_has_moved_on_is_a_conflict(
    name: str, conversation: Conversation, mei: Membership, clock: HeldClock
) -> None:
    tag(conversation, mei, "vip", clock)
    with pytest.raises(Conflict, match="changed since you looked"):
        ACTS[name](conversation, mei, clock, 1)


def test_writing_is_noted_without_a_new_revision(conversation: Conversation, mei: Membership, clock: HeldClock) -> None:
    mark_writing(conversation, mei, clock)
    row = fresh(conversation)
    assert (row.writer, row.revision) == (mei, 1)
    assert row.writing_until is not None
    assert row.writing_until > clock.now()


def test_facts_are_folded_anew(
    conversation: Conversation, mei: Membership, clock: HeldClock, changed: list[object]
) -> None:
    refresh_facts(conversation, clock)
    changed.clear()
    assert refresh_facts(conversation, clock) is False
    Post.objects.update(risk=77)
    assert refresh_facts(conversation, clock) is True
    assert (fresh(conversation).risk, len(changed)) == (77, 1)


def test_rows_only_through_the_door(conversation: Conversation, mei: Membership) -> None:
    stranger = make.a_member(make.a_workspace(), "sam", Role.OWNER)
    post_id = conversation.newest_post_id
    assert access_conversations(mei).get() == conversation
    assert conversations_of_posts(mei, [post_id]) == {post_id: conversation.pk}
    assert not access_conversations(stranger).exists()
    assert conversations_of_posts(stranger, [post_id]) == {}
    mei.active = False
    assert not access_conversations(mei).exists()
