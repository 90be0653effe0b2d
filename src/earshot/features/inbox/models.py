"""What the inbox remembers of its readers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from earshot.features.listening.models import Topic
from earshot.features.people.models import Membership


class WatchVisit(models.Model):
    """How far somebody has read a watch: posts with a higher id than ``seen`` are new to them."""

    id = models.BigAutoField(primary_key=True)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    seen = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["membership", "topic"], name="watch_visit_once")]
