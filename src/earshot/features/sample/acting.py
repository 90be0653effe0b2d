"""Acts out one step of the story: a post is heard, or one of us replies, approves, notes, tags, closes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import as_file

from earshot.features.conversations.actions import correct, done, note, snooze, tag
from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import access_conversations, conversations_of_posts
from earshot.features.delivery.actions import UNDO, send
from earshot.features.delivery.approving.actions import approve, ask, decline
from earshot.features.delivery.approving.queries import Approval, access_approvals
from earshot.features.delivery.outbox import claim, record_publish
from earshot.features.delivery.queries import Publication, speaking_channels
from earshot.features.listening.actions import run_import, start_import
from earshot.features.listening.models import Channel
from earshot.features.listening.queries import access_channels, access_posts
from earshot.features.people.models import Membership
from earshot.features.people.queries import access_members
from earshot.features.sample.company import FOLDER, Deed, Post, Upload, company
from earshot.features.sample.story import Step, heard, reply_id
from earshot.kernel.clock import Clock, HeldClock
from earshot.kernel.errors import NotFound
from earshot.ports.connector import Published
from earshot.ports.envelope import Source
from earshot.ports.files import FileWishes
from earshot.ports.heard import Batch

Travel = Callable[[Batch, Source, Clock], object]
"""``earshot.pipeline.travel``: it lies above this feature, so it is handed in."""
ME = "sample"


@dataclass(frozen=True, slots=True)
class Stage:
    """Who and what there is in the workspace, read once for many steps."""

    seats: dict[str, Membership]
    channels: dict[str, int]
    """Channel id by network."""
    workspace_id: int
    you: str
    """Handle of the seat of whoever looks at the sample: nothing was done in their name."""
    stand_in: str

    def anybody(self) -> Membership:
        return next(iter(self.seats.values()))


def stage_of(owner: Membership) -> Stage:
    """The stage of a sample."""
    seats = {seat.handle: seat for seat in access_members(owner)}
    channels = {channel.network: channel.pk for channel in access_channels(owner) if channel.stands_in}
    stand_in = next(deed.by for deed in company().deeds if deed.by != owner.handle)
    return Stage(seats, channels, owner.workspace_id, owner.handle, stand_in)


def act(step: Step, stage: Stage, clock: Clock, travel: Travel) -> None:
    """Act it out. A post is heard at ``clock``; what we did lies in the past, at the step's own time."""
    if isinstance(step.what, Post):
        channel_id = stage.channels.get(step.what.author.network)
        if channel_id is None:
            return  # somebody has removed that channel from the sample: then nothing is heard there
        batch = Batch((heard(step.what, step.at),), cursor=step.what.id, counted=1)
        travel(batch, Source(stage.workspace_id, channel_id, "stream" if step.what.passing else "channel"), clock)
    elif isinstance(step.what, Upload):
        _upload(step.what, stage, clock, travel)
    elif (conversation := _conversation(step.what, stage)) is not None:
        _do(step, step.what, conversation, stage)


def _upload(upload: Upload, stage: Stage, clock: Clock, travel: Travel) -> None:
    """Import a file of the company as people do, to its end."""
    by = stage.seats[upload.by]
    wishes = FileWishes(upload.columns, zone=by.workspace.zone, network=upload.network)
    with as_file(FOLDER / upload.file) as path:
        begun = start_import(by.workspace, path, "history", wishes, clock, actor=by, hold=True)
        while run_import(begun.pk, clock, travel):
            pass


def _conversation(deed: Deed, stage: Stage) -> Conversation | None:
    """The conversation of the post that the deed is about; None where the policy ignores it."""
    owner = stage.anybody()
    post = access_posts(owner).filter(canonical_id=f"sample:{deed.on}").first()
    if post is None:
        return None
    found = conversations_of_posts(owner, [post.pk]).get(post.pk)
    return access_conversations(owner).filter(pk=found).first() if found else None


def _do(step: Step, deed: Deed, conversation: Conversation, stage: Stage) -> None:
    clock = HeldClock(step.at)
    if deed.do == "close":
        _close(deed, conversation, stage, clock)
    elif deed.do == "snooze" and step.until is not None:
        snooze(conversation, stage.seats[deed.by], step.until, clock)
    elif deed.do in ACTS:
        ACTS[deed.do](deed, conversation, stage.seats[deed.by], clock)
    else:
        raise ValueError(f"nobody knows how to {deed.do}")


def _close(deed: Deed, conversation: Conversation, stage: Stage, clock: Clock) -> None:
    """Whoever is accountable closes it, where it still is our turn and nothing newer was said."""
    newest = conversation.newest_post.canonical_id == f"sample:{deed.on}"
    if newest and conversation.handling == "answer" and conversation.turn_since is not None:
        handle = conversation.accountable.handle
        done(conversation, stage.seats[stage.stand_in if handle == stage.you else handle], clock)


def _correct(deed: Deed, conversation: Conversation, by: Membership, clock: HeldClock) -> None:
    kind, _, value = deed.text.partition(" ")
    correct(conversation, by, {kind: value}, clock)


def _reply(deed: Deed, conversation: Conversation, by: Membership, clock: HeldClock) -> None:
    _arrives(deed, send(conversation, deed.text, by, _voice(deed, conversation), clock, conversation.revision), clock)


def _ask(deed: Deed, conversation: Conversation, by: Membership, clock: HeldClock) -> None:
    ask(conversation, deed.text, by, _voice(deed, conversation), clock, conversation.revision)


def _approve(deed: Deed, conversation: Conversation, by: Membership, clock: HeldClock) -> None:
    publication = approve(_asked(conversation, by), by, clock).publication
    assert publication is not None, "one approval is asked for, and nothing was said there since"
    _arrives(deed, publication, clock)


def _send_back(deed: Deed, conversation: Conversation, by: Membership, clock: HeldClock) -> None:
    decline(_asked(conversation, by), by, deed.text, clock)


def _asked(conversation: Conversation, by: Membership) -> Approval:
    return access_approvals(by).get(conversation=conversation, state="waiting")


def _voice(deed: Deed, conversation: Conversation) -> Channel:
    voices = speaking_channels(conversation)
    if not voices:
        raise NotFound(f"No channel answers {deed.on}.", "Give its network an account in channels.jsonl.")
    return voices[0]


def _arrives(deed: Deed, publication: Publication, clock: HeldClock) -> None:
    """Confirm it at once: ten seconds of undo, two on the way. The work process sees it sent or not at all, because the
    caller's transaction holds all of it."""
    clock.advance(UNDO)
    job = claim(publication.pk, clock, ME)
    assert job is not None, "it was queued a moment ago, in this transaction"
    clock.advance(timedelta(seconds=2))
    record_publish(job, Published(reply_id(deed.on)), timedelta(), clock)


ACTS: Mapping[str, Callable[[Deed, Conversation, Membership, HeldClock], object]] = {
    "reply": _reply,
    "ask": _ask,
    "approve": _approve,
    "send back": _send_back,
    "correct": _correct,
    "note": lambda deed, conversation, by, clock: note(conversation, by, deed.text, clock),
    "tag": lambda deed, conversation, by, clock: tag(conversation, by, deed.text, clock),
    "done": lambda deed, conversation, by, clock: done(conversation, by, clock),
}
"""What one of us does, but for what needs more than a text."""
