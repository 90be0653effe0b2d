"""Notices, and the ways on which people want to be told."""

from __future__ import annotations

from django.db import models

from earshot.features.people.models import Membership, Workspace
from earshot.web.fields import SentenceField


class Notice(models.Model):
    """Something one person is to know."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)
    """accountable, escalated, hand_over, approval, approved, swap, gap, channel: what one can choose to be told of."""
    about_kind = models.CharField(max_length=24, blank=True)
    about_id = models.BigIntegerField(default=0)
    """What it is about, as in ``web.live.publish``: features below do not know those above."""
    said = SentenceField()
    at = models.DateTimeField()
    must_acknowledge = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    """Not held back by quiet hours."""
    next_at = models.DateTimeField(null=True)
    """When it goes out (again) on the person's ways; null: not any more."""
    sent = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    """It concerns nobody any more, or somebody else."""

    class Meta:
        indexes = [
            models.Index(fields=["membership", "-id"], name="notice_newest"),
            models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="notice_due"),
            models.Index(fields=["about_kind", "about_id"], name="notice_about"),
        ]
