"""Notices, and the ways on which people want to be told."""

from __future__ import annotations

from django.db import models

from earshot.features.people.models import Membership, Person, Workspace
from earshot.web.fields import SentenceField


class Notice(models.Model):
    """Something one person is to know."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)
    """One of ``kinds.KINDS``."""
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
    """How often its time to go out has come."""
    read_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    """It concerns nobody any more, or somebody else."""

    class Meta:
        indexes = [
            models.Index(fields=["membership", "-id"], name="notice_newest"),
            models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="notice_due"),
            models.Index(fields=["about_kind", "about_id"], name="notice_about"),
            models.Index(
                fields=["membership"],
                condition=models.Q(read_at__isnull=True, settled_at__isnull=True),
                name="notice_unread",
            ),
            models.Index(
                fields=["workspace"],
                condition=models.Q(
                    must_acknowledge=True, acknowledged_at__isnull=True, settled_at__isnull=True, next_at__isnull=True
                ),
                name="notice_mute",
            ),
        ]


class Way(models.Model):
    """A way on which a person wants to be told outside the pages: e-mail, a browser's push, an address of a chat."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    """mail, push, chat."""
    sealed = models.TextField(blank=True)
    """The address, sealed for this row: who holds it can write there. Empty for mail: the person's own address."""
    shown = models.CharField(max_length=120)
    """What pages say of it: nothing by which one could write there."""
    made_at = models.DateTimeField()
    active = models.BooleanField(default=True)
    told_at = models.DateTimeField(null=True)
    """When something last went out on it."""
    failed_at = models.DateTimeField(null=True)
    """Since when it does not work; null while it does."""
    error = SentenceField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(kind="mail"), name="one_mail_a_person")
        ]


class Wish(models.Model):
    """What a person wants to be told of, and when not."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    kinds = models.JSONField(default=dict)
    """Kind of notice -> whether it is wanted; what is missing is as ``kinds.KINDS`` says."""
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    """Quiet hours by the wall clock where the person is; over midnight where the end is not after the beginning."""


class Parcel(models.Model):
    """One message on its way to one person: everything that waited for them. Sent at least once.

    queued -> sent | dropped (nothing in it concerned anybody any more, or the way is gone) | failed (given up).
    """

    id = models.BigAutoField(primary_key=True)
    way = models.ForeignKey(Way, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40, unique=True)
    """Says to whoever receives it twice that it is the same."""
    notices = models.JSONField()
    """Ids."""
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="queued")
    next_at = models.DateTimeField(null=True)
    """When it is tried (again); a process that carries it moves this ahead, so that nobody else does. Null: over."""
    attempts = models.PositiveIntegerField(default=0)
    over_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="parcel_due")]
