"""Drafts and the outbox (trust.md)."""

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
