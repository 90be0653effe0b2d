"""The audit trail."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One act of a person. ``workspace_id`` is 0 for acts outside any workspace. No foreign keys, on purpose."""

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(default=0)
    """Membership id; 0 for the command line."""
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    """Present tense with its object: ``conversation.claim``, ``policy.activate``."""
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.BigIntegerField(default=0)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "-id"], name="audit_by_workspace"),
            models.Index(fields=["workspace_id", "object_kind", "object_id"], name="audit_by_object"),
        ]
