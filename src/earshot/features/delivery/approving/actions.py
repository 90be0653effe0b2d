"""What people do: ask for approval, approve, send back, take back, confirm alone."""

from __future__ import annotations

from django.db import transaction

from earshot.features.audit.actions import Actor, record
from earshot.features.conversations.models import Conversation
from earshot.features.delivery.approving import telling, words
from earshot.features.delivery.approving.ending import complete, end, stale
from earshot.features.delivery.approving.standing import Entry, Standing, asked_of, seats_of, standing_of
from earshot.features.delivery.errors import ApprovalNeeded, Collision
from earshot.features.delivery.models import Approval, ApprovalWord, Draft
from earshot.features.delivery.queueing import check_turn, checked, may_write
from earshot.features.listening.models import Channel
from earshot.features.people.models import Membership
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict, NotAllowed
from earshot.kernel.texts import say


@transaction.atomic
def ask(
    conversation: Conversation, text: str, by: Membership, channel: Channel, clock: Clock, revision: int
) -> Approval:
    """Ask for the approvals that the policy wants before a reply to the newest outside post. Once the last is given, it
    goes out under the name of ``by``. Another text of theirs that waits is taken back: its approvals count for nothing.

    Raises:
        Collision: somebody has answered, or asked for approval of, another text; carries theirs.
        Conflict: the conversation has changed since the writer looked; this very text waits already; or nobody need
            approve.
        ApprovalNeeded: nobody but the author could ever approve, and nobody has taken that on.
        BadInput: empty, too long, or this channel cannot answer here.
        NotFound: the conversation is of another workspace.
        NotAllowed: a viewer.
    """
    may_write(conversation, by)
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("newest_post")
    current = rows.get(pk=conversation.pk)
    check_turn(current, revision)
    said = checked(text.strip(), current, channel)
    entries = asked_of(current, by, clock)
    _replace(current, said, by, channel, clock)
    _check_askable(entries)
    approval = Approval.objects.create(
        workspace_id=current.workspace_id,
        conversation=current,
        channel=channel,
        parent=current.newest_post,
        parent_version=current.newest_post.version,
        text=said,
        lang=current.lang if current.lang != "und" else "",
        by=by,
        needs=[entry.name for entry in entries],
        rule=current.rule,
        revision=current.revision,
        at=clock.now(),
    )
    Draft.objects.filter(conversation=current, by=by).delete()
    _audit(by, "reply.ask_approval", approval, clock, channel=channel.name)
    telling.asked(approval, entries, clock)
    return approval


def _check_askable(entries: tuple[Entry, ...]) -> None:
    if not entries:
        raise Conflict(say("Nobody need approve this."), say("Send it."))
    if stuck := [entry.name for entry in entries if entry.stuck]:
        raise ApprovalNeeded(
            say("Nobody but you can approve this: %(who)s.", who=words.together(stuck)),
            say("Let somebody else write the answer, or have the policy name another approver."),
        )


def _replace(current: Conversation, text: str, by: Membership, channel: Channel, clock: Clock) -> None:
    """One text waits at a time; the author may put another in its place."""
    waiting = _waiting(current)
    if waiting is None:
        return
    outdated = standing_of(waiting, seats_of(current.workspace_id), clock.now()).stale
    if outdated:
        stale(waiting, outdated, clock)
        return
    if waiting.by_id != by.pk:
        raise Collision(
            say("%(name)s has asked for approval of another answer.", name=waiting.by.name),
            say("Compare the two texts; your words are kept as a draft."),
            text=waiting.text,
            by_name=waiting.by.name,
            state=waiting.state,
        )
    if (waiting.text, waiting.channel_id) == (text, channel.pk):
        raise Conflict(say("This text waits for approval already."), say("You will be told once it is approved."))
    end(waiting, "withdrawn", clock)


@transaction.atomic
def approve(approval: Approval, by: Membership, clock: Clock) -> Approval:
    """Approve the text for every entry that ``by`` can approve. With the last approval it goes into the outbox, in the
    same transaction: of two who approve at the same moment one is the last, and it is queued once.

    Raises:
        Conflict: it does not wait for approval any more, or what it answers has changed.
        NotAllowed: the author, or somebody whom the policy does not name for any of what is missing.
        NotFound: it is of another workspace.
    """
    held, standing = _hold(approval, by, clock)
    mine = standing.for_me(by)
    if not mine:
        raise _not_yours(held, standing, by)
    for entry in mine:
        ApprovalWord.objects.create(approval=held, entry=entry.name, by=by, word="approved", at=clock.now())
    _audit(by, "reply.approve", held, clock, entries=[entry.name for entry in mine])
    telling.heard_from(held, by, clock)
    return _go_on(held, by, clock)


@transaction.atomic
def decline(approval: Approval, by: Membership, comment: str, clock: Clock) -> Approval:
    """Send it back to its author as a draft, with the reason.

    Raises:
        BadInput: without a reason.
        Conflict, NotAllowed, NotFound: as :func:`approve`.
    """
    held, standing = _hold(approval, by, clock)
    mine = [entry for entry in standing.entries if by in entry.able] if not standing.stale else []
    if not mine:
        raise _not_yours(held, standing, by)
    if not comment.strip():
        raise BadInput(say("Nothing says why."), say("Write a few words, so that the author knows what to change."))
    ApprovalWord.objects.create(
        approval=held, entry=mine[0].name, by=by, word="declined", comment=comment.strip(), at=clock.now()
    )
    _audit(by, "reply.decline", held, clock)
    end(held, "declined", clock)
    telling.heard_from(held, by, clock)
    telling.declined(held, by, comment.strip(), clock)
    return held


@transaction.atomic
def withdraw(approval: Approval, by: Membership, clock: Clock) -> Approval:
    """Take the request back; its text goes back into its author's draft.

    Raises:
        Conflict: it does not wait any more.
        NotFound: it is of another workspace.
    """
    may_write(approval.conversation, by)
    held = _locked(approval)
    end(held, "withdrawn", clock)
    _audit(by, "reply.withdraw_approval", held, clock)
    return held


@transaction.atomic
def confirm_alone(approval: Approval, by: Membership, clock: Clock) -> Approval:
    """The author's second confirmation, for entries that nobody else can ever approve where somebody has taken that on
    by name (the finding ``four_eyes``). It is written down with who that was and why.

    Raises:
        NotAllowed: somebody else than the author; or others could approve; or nobody has taken it on.
        Conflict, NotFound: as :func:`approve`.
    """
    held, standing = _hold(approval, by, clock)
    mine = standing.to_confirm if by.pk == held.by_id else ()
    if not mine:
        raise _not_yours(held, standing, by)
    for entry in mine:
        assert entry.taken_on is not None, "what may be confirmed alone was taken on"
        because = f"{entry.taken_on.by}: {entry.taken_on.because}"
        word = ApprovalWord(approval=held, entry=entry.name, by=by, word="alone", comment=because, at=clock.now())
        word.save()
    names = [entry.name for entry in mine]
    _audit(by, "reply.confirm_alone", held, clock, entries=names, because=because)
    return _go_on(held, by, clock)


@transaction.atomic
def ask_again(approval: Approval, by: Membership, clock: Clock, revision: int) -> Approval:
    """The same text once more, as an answer to what stands there now. Raises what :func:`ask` does."""
    return ask(approval.conversation, approval.text, by, approval.channel, clock, revision)


def _hold(approval: Approval, by: Membership, clock: Clock) -> tuple[Approval, Standing]:
    may_write(approval.conversation, by)
    held = _locked(approval)
    return held, standing_of(held, seats_of(held.workspace_id), clock.now())


def _locked(approval: Approval) -> Approval:
    """The request as it stands now, with its conversation held until the transaction ends."""
    Conversation.objects.select_for_update().get(pk=approval.conversation_id)
    rows = Approval.objects.select_for_update(of=("self",)).select_related("conversation", "parent", "channel", "by")
    held = rows.get(pk=approval.pk)
    if held.state != "waiting":
        raise Conflict(say("This text does not wait for approval any more."), say("Look at where it stands now."))
    return held


def _waiting(conversation: Conversation) -> Approval | None:
    rows = Approval.objects.filter(conversation=conversation, state="waiting")
    return rows.select_related("conversation", "parent", "channel", "by").first()


def _not_yours(held: Approval, standing: Standing, by: Membership) -> Conflict | NotAllowed:
    if standing.stale:
        return Conflict(standing.stale, say("It must be asked for again; the text is kept."))
    names = [entry.name for entry in standing.missing or standing.entries]
    if not names:
        return Conflict(say("Nobody need approve this any more."), say("Its author can send it."))
    if by.pk == held.by_id:
        return NotAllowed(
            say("Nobody approves what they wrote themselves."),
            say("Somebody else must: %(who)s.", who=words.together(names)),
        )
    return NotAllowed(
        say("The policy does not ask you to approve this."),
        say("It asks: %(who)s.", who=words.together(names)),
    )


def _go_on(held: Approval, by: Membership, clock: Clock) -> Approval:
    """Into the outbox, if this was the last approval."""
    standing = standing_of(held, seats_of(held.workspace_id), clock.now())
    if standing.complete and standing.entries:
        complete(held, by, clock)
    else:
        telling.changed(held, clock)
    return held


def _audit(by: Membership, verb: str, approval: Approval, clock: Clock, **detail: object) -> None:
    record(
        Actor(by.pk, by.name),
        verb,
        clock,
        approval.workspace_id,
        "approval",
        approval.pk,
        conversation=approval.conversation_id,
        **detail,
    )
