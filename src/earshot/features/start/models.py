"""What was answered in the first run, so that nothing is asked twice."""

from __future__ import annotations

from django.db import models

from earshot.features.people.models import Workspace


class Beginning(models.Model):
    """The first run of a workspace. ``ended_at`` is set once it was gone through or put aside."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="+")
    passed = models.JSONField(default=list)
    """Keys of the steps that were answered or skipped."""
    size = models.CharField(max_length=20, blank=True)
    market = models.CharField(max_length=4, blank=True)
    brand = models.CharField(max_length=80, blank=True)
    spellings = models.JSONField(default=list)
    """How else people write the brand."""
    industry = models.JSONField(default=list)
    """Words of the industry, its rivals' names among them."""
    seats = models.JSONField(default=dict)
    """Made-up name of the starting point -> handle of the person who took the seat."""
    policy_number = models.PositiveIntegerField(default=0)
    """The policy version that the first run wrote last; a newer one is somebody's own and is left alone."""
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
