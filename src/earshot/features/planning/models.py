"""Campaigns."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from earshot.features.listening.models import Topic
from earshot.features.people.models import Membership, Workspace


class Campaign(models.Model):
    """Something that we tell or promise for a time, and what whoever answers must know of it."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, db_index=False, related_name="+")
    name = models.CharField(max_length=120)
    brand = models.CharField(max_length=80, blank=True)
    """As channels and topics write it; "" for every brand."""
    market = models.CharField(max_length=80, blank=True)
    """As channels write it; "" for every market."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    """It runs until just before."""
    message = models.CharField(max_length=300)
    """The one thing that it says."""
    promise = models.TextField(blank=True)
    """What is promised and on which terms: what an answer must not get wrong."""
    not_to_say = models.TextField(blank=True)
    """Words, comparisons and promises to keep out of answers."""
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Talk of it matches this topic; null where none was made for it."""
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    """Whom to ask about it."""
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    """The state that a form was filled in from: who saves names it, so that nobody overwrites what they never saw."""
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="campaign_ends_later"),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(message=""), name="campaign_says_something"
            ),
            models.UniqueConstraint(
                "workspace", Lower("name"), condition=models.Q(archived_at__isnull=True), name="campaign_name_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "ends_at"],
                condition=models.Q(archived_at__isnull=True),
                name="campaign_by_end",
            )
        ]

    def __str__(self) -> str:
        return self.name
