"""Drafts, texts that wait for approval, and the outbox (trust.md)."""

from __future__ import annotations

from django.db import models

from earshot.features.conversations.models import Conversation
from earshot.features.listening.models import Channel, Post
from earshot.features.people.models import Membership, Workspace
from earshot.web.fields import SentenceField


class Draft(models.Model):
    """What somebody is writing; kept as they type, one a person and conversation."""

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="drafts")
    by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "by"], name="draft_once")]


class State(models.TextChoices):
    """Where a publication stands."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENT = "sent"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    HELD = "held"
    TAKEN_BACK = "taken_back"


UNDER_WAY = (State.QUEUED, State.CLAIMED, State.UNKNOWN, State.HELD)
"""It may still become, or already be, a post on the network."""


class Publication(models.Model):
    """One text on its way out, at most once.

    queued -> claimed -> sent | rejected | unknown; claimed -> queued (surely nothing was done);
    queued -> taken_back | held (too late, a person is asked);
    unknown -> (settle, look up) -> sent | queued (confirmed absent) | held; held waits for a human.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="publications")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    lang = models.CharField(max_length=12, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64, unique=True)
    """Fixed for its life: idempotency key, or the record key to write."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    due_at = models.DateTimeField()
    """When a person meant it to go out: the end of the undo, or their later word. Patience is counted from here."""
    not_before = models.DateTimeField()
    """Undo: nothing is sent earlier. Also the next try, and the time of the next look-up."""
    attempts = models.PositiveIntegerField(default=0)
    first_attempt_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=80, blank=True)
    finished_at = models.DateTimeField(null=True)
    canonical_id = models.CharField(max_length=1000, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    error = SentenceField(blank=True)
    mend = SentenceField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=models.Q(state__in=["queued", "claimed", "unknown", "held"]),
                name="one_publication_under_way",
            )
        ]
        indexes = [
            models.Index(fields=["state", "not_before"], name="publication_due"),
            models.Index(fields=["conversation", "id"], name="publication_by_conv"),
        ]


class Attempt(models.Model):
    """One try, one look-up or one person's word: the delivery ledger."""

    id = models.BigAutoField(primary_key=True)
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="ledger")
    number = models.PositiveIntegerField()
    """The publication's attempt it belongs to, from 1."""
    what = models.CharField(max_length=8)
    """publish, look_up or person."""
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    """sent, rejected, unknown, refused (surely not done), limited, absent, held, send, drop."""
    detail = SentenceField(blank=True)


class Approval(models.Model):
    """One exact text that must be approved before it may go out. Its text, channel and what it answers never change:
    another text is another row, and has no approvals.

    waiting -> approved (it is in the outbox) | declined | withdrawn | stale (what it answered has changed, or more must
    approve) | freed (nobody need approve it any more).
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="approvals")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    parent_version = models.PositiveIntegerField()
    """The version of the post that the author answered."""
    text = models.TextField()
    lang = models.CharField(max_length=12, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    """The author. Never one of those who approve it."""
    needs = models.JSONField(default=list)
    """The entries of ``approve by`` that were asked: roles or ``role.lead``, as the policy writes them."""
    rule = models.CharField(max_length=200)
    """The rule that asked for them."""
    revision = models.PositiveIntegerField()
    """Of the conversation, when it was last looked at whether the request still holds."""
    state = models.CharField(max_length=10, default="waiting")
    why = SentenceField(blank=True)
    """Why it ended, where it is stale."""
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    publication = models.OneToOneField(Publication, on_delete=models.SET_NULL, null=True, related_name="approval")
    """What became of it; made in the transaction of the last approval."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=models.Q(state="waiting"), name="one_approval_waiting"
            )
        ]
        indexes = [
            models.Index(fields=["conversation", "id"], name="approval_by_conv"),
            models.Index(fields=["workspace"], condition=models.Q(state="waiting"), name="approval_waiting"),
        ]


class ApprovalWord(models.Model):
    """What one person said about one text, for one entry of ``approve by``. Append-only."""

    id = models.BigAutoField(primary_key=True)
    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="words")
    entry = models.CharField(max_length=120)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=8)
    """approved, declined; or alone: the author's second confirmation, where nobody else can ever approve and somebody
    has taken that on."""
    comment = models.TextField(blank=True)
    """Of a decline: why. Of ``alone``: who has taken it on, and their reason."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["approval", "entry"],
                condition=models.Q(word__in=["approved", "alone"]),
                name="approval_once_an_entry",
            )
        ]
