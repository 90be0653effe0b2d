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

    The columns from ``brands`` to ``more`` are its facts (data-model.md, 4), folded from its entries (``facts.py``);
    those from ``handling`` to ``gap`` are the current decision, written with its rows in one transaction.
    ``turn_since`` is when the oldest outside post that is unanswered was received; null where it is not our turn.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, db_index=False, related_name="+")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="conversations")
    network = models.CharField(max_length=40)
    thread_key = models.CharField(max_length=1000)
    direct = models.BooleanField(default=False)
    """Direct messages: author x channel, and a new conversation (``episode``) after seven quiet days."""
    episode = models.PositiveIntegerField(default=1)
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
    """When we last answered, on the network's clock."""
    answered_how = models.CharField(max_length=8, blank=True)
    """``reply``: published by Earshot; ``outside``: our own account answered elsewhere; "" so far neither."""
    snoozed_until = models.DateTimeField(null=True)

    brands = models.JSONField(default=list)
    """The other brands that its posts name: their owners are informed (data-model.md, 7)."""
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
    more = models.JSONField(default=dict)
    """Facts that only a rule asks for: author, country, site, has, emotion, posted."""

    handling = models.CharField(max_length=6, default="answer")
    accountable = models.ForeignKey(
        Membership, on_delete=models.PROTECT, db_index=False, related_name="accountable_for"
    )
    role = models.CharField(max_length=60)
    """The accountable role, as the policy names it."""
    rule = models.CharField(max_length=200)
    """The rule that decided; ``otherwise`` where none matched."""
    policy_number = models.PositiveIntegerField(default=0)
    """Number of the policy version that decided."""
    covering = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, db_index=False, related_name="+")
    """Who acts for the accountable person, who is off duty until after the deadline; null where nobody need."""
    deadline_at = models.DateTimeField(null=True)
    gap = models.BooleanField(default=False)
    """Nobody who could answer is on duty when the deadline falls: shown, never silent."""
    writer = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, db_index=False, related_name="+")
    """Who is writing an answer, until ``writing_until``: asked before being replaced (data-model.md, 4)."""
    writing_until = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)
    """Grows with every change."""
    news_revision = models.PositiveIntegerField(default=1)
    """The revision that last brought something to read: a post, an edit, a deletion, an answer, an act of a person,
    another accountable person. An act that rests on an older one is a conflict; a profile that was fetched meanwhile,
    or a deadline decided again, is none."""

    def has_news_since(self, revision: int) -> bool:
        """Whether somebody who saw ``revision`` has not read all that there is to read. One that does not exist yet was
        seen before a backup was restored: nobody knows what they read."""
        return not self.news_revision <= revision <= self.revision

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "network", "thread_key", "author", "brand", "episode"], name="conversation_once"
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "state", "deadline_at"], name="conversation_by_deadline"),
            models.Index(fields=["accountable", "state", "deadline_at"], name="conversation_mine"),
            models.Index(fields=["workspace", "-id"], name="conversation_newest"),
            # Covers the counts and the pages of the inbox: one reading of it answers them (inbox.lists).
            models.Index(
                fields=["workspace", "state", "handling", "deadline_at", "accountable", "covering", "turn_since"],
                name="conversation_lists",
            ),
            models.Index(fields=["covering"], condition=models.Q(covering__isnull=False), name="conversation_covered"),
            models.Index(
                fields=["snoozed_until"], condition=models.Q(state=State.SNOOZED), name="conversation_snoozed"
            ),
        ]


class Entry(models.Model):
    """An outside post that belongs to a conversation, and what became of it."""

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, db_index=False, related_name="entries")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="entries")
    received_at = models.DateTimeField()
    """When we received what it says now; deadlines run from here."""
    answered_at = models.DateTimeField(null=True)
    """When we answered it, by Earshot or outside."""
    done_at = models.DateTimeField(null=True)
    """When a person said "done for all" without an answer."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "post"], name="entry_once")]


class Merged(models.Model):
    """A conversation that turned out to be another one: its number leads there."""

    id = models.BigIntegerField(primary_key=True)
    """The number that the younger conversation had."""
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    into = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()


class Note(models.Model):
    """An internal note; never sent."""

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
