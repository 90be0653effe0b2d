"""Which workspaces are samples, and how far their story has come."""

from __future__ import annotations

from django.db import models

from earshot.features.people.models import Person, Workspace


class Sample(models.Model):
    """A workspace that is a sample. Its story is told from ``begun_at``: the same data, the same order, every time."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, primary_key=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    """Who asked for it. One each."""
    begun_at = models.DateTimeField()
    told = models.PositiveIntegerField(default=0)
    """Steps of the story that lie behind: history first, then what arrives in real time."""
    edition = models.PositiveSmallIntegerField(default=1)
    """Of the story that is told (``company.EDITION``)."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="sample_once_a_person")]
