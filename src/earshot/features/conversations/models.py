"""Conversations, what belongs to them, notes."""

from __future__ import annotations

from django.db import models

from earshot.features.listening.models import Author, Channel, Post
from earshot.features.people.models import Membership, Workspace


class State(models.TextChoices):
    """``state:open`` in a query is everything but RESOLVED."""

    NEW = "new"
    ASSIGNED = "assigned"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    REOPENED = "reopened"
    RESOLVED = "resolved"


class Conversation(models.Model):
    """One outside author in one thread for one brand (data-model.md, 3).

    The columns from ``topics`` to ``followers`` are its facts (data-model.md, 4), denormalised; those from
    ``accountable`` to ``deadline_at`` are the current decision, written with its rows in one transaction.
    ``turn_since`` is when the oldest outside post that is unanswered was received; null where it is not our turn.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="conversations")
    network = models.CharField(max_length=40)
    thread_key = models.CharField(max_length=1000)
    brand = models.CharField(max_length=80, blank=True)
    market = models.CharField(max_length=80, blank=True)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    """The channel that would answer; where none can, the one that heard it."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    opened_at = models.DateTimeField()
    newest_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    newest_at = models.DateTimeField()
    snippet = models.CharField(max_length=200, blank=True)
    posts = models.PositiveIntegerField(default=1)
    turn_since = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)

    topics = models.JSONField(default=list)
    tags = models.JSONField(default=list)
    kind = models.CharField(max_length=12, default="post")
    lang = models.CharField(max_length=12, default="und")
    sentiment = models.CharField(max_length=12, default="neutral")
    intent = models.CharField(max_length=12, default="other")
    risk = models.PositiveSmallIntegerField(default=0)
    followers = models.BigIntegerField(default=0)
    flags = models.JSONField(default=list)
    """The ``is:`` facts that hold: addressed, question, reply, repost, quote, verified, advocate."""

    handling = models.CharField(max_length=6, default="answer")
    accountable = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="accountable_for")
    role = models.CharField(max_length=60)
    """The accountable role, as the policy names it."""
    rule = models.CharField(max_length=200)
    """The rule that decided; "" for otherwise."""
    deadline_at = models.DateTimeField(null=True)
    gap = models.BooleanField(default=False)
    """Nobody who could answer is on duty when the deadline falls: shown, never silent."""
    revision = models.PositiveIntegerField(default=1)
    """Grows with every change; an act that names an older one is a conflict."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "network", "thread_key", "author", "brand"], name="conversation_once"
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "state", "deadline_at"], name="conversation_by_deadline"),
            models.Index(fields=["accountable", "state", "deadline_at"], name="conversation_mine"),
            models.Index(fields=["workspace", "-id"], name="conversation_newest"),
            models.Index(fields=["workspace", "network", "thread_key"], name="conversation_by_thread"),
        ]


class Entry(models.Model):
    """An outside post that belongs to a conversation."""

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="entries")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="entries")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "post"], name="entry_once")]


class Note(models.Model):
    """An internal note; never sent."""

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
