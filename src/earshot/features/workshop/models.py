"""Versions of topics, and what people said of single posts."""

from __future__ import annotations

from django.db import models

from earshot.features.listening.models import Post, Topic
from earshot.features.people.models import Membership


class TopicVersion(models.Model):
    """What a topic asked for from one time on, with its tests. Never changed."""

    id = models.BigAutoField(primary_key=True)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    """From 1, without gaps."""
    query = models.TextField()
    tests = models.JSONField(default=list)
    """``[{"text": ..., "matches": true}, ...]`` (``workshop.testing``)."""
    note = models.CharField(max_length=300, blank=True)
    """Why, in the words of whoever saved it."""
    restores = models.PositiveIntegerField(null=True)
    """The number of the version that it brought back; null for others."""
    by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    """Null where nobody of the workspace did: topics that were there before versions were kept."""
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="topic_version_once")]


class Label(models.Model):
    """Whether a post is what the topic is about, in a person's word."""

    id = models.BigAutoField(primary_key=True)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="labels", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="+")
    """Null for a post that was not kept, only sampled."""
    network = models.CharField(max_length=40)
    canonical_id = models.CharField(max_length=1000)
    text = models.TextField(blank=True)
    """Of a post that was only sampled, what it said; blanked once the network deletes it."""
    right = models.BooleanField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "network", "canonical_id"], name="label_once")]
        indexes = [models.Index(fields=["network", "canonical_id"], name="label_by_post")]
