"""The numbered table of live events (``earshot.web.live``)."""

from __future__ import annotations

from django.db import models


class LiveEvent(models.Model):
    """One change that open pages want to know of. Its id is the SSE ``id``, so a reconnect resumes without a gap."""

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    """For example ``conversation.changed``."""
    ref = models.BigIntegerField(default=0)
    """Id of what changed."""
    payload = models.JSONField(default=dict)
    """Small and free of personal data: the page fetches what it may see."""
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace_id", "id"], name="live_by_workspace")]
