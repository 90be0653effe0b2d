"""Policy versions, decisions, assignments, hand-overs."""

from __future__ import annotations

from django.db import models

from earshot.features.conversations.models import Conversation
from earshot.features.people.models import Membership, Workspace


class PolicyVersion(models.Model):
    """One version of the policy document, as written."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="policies")
    number = models.PositiveIntegerField()
    text = models.TextField()
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)
    active = models.BooleanField(default=False)
    proof = models.JSONField(null=True, default=None)
    """What its newest proof found: ``at`` and ``findings``; null where it was never proved."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="policy_number_once"),
            models.UniqueConstraint(
                fields=["workspace"], condition=models.Q(active=True), name="one_active_policy_a_workspace"
            ),
        ]


class Decision(models.Model):
    """What the policy said at one time about one conversation, and why. Append-only; this IS the "why me?"."""

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, db_index=False, related_name="decisions")
    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    cause = models.CharField(max_length=40)
    """What made us decide: new, post, edit, deletion, correction, tag, policy, duty, leave..."""
    facts = models.JSONField()
    result = models.JSONField()
    """``engine.policy.Decision.as_json()``: rule, handling, accountable, responsible, consulted, informed, deadline,
    approve_by, ladder, on_duty, trace, gap, covers. ``deadline`` is null where it is not our turn."""
    road = models.JSONField(default=list)
    """What the stages before said of the post that made us decide: ``[[stage, what], ...]``."""

    class Meta:
        indexes = [models.Index(fields=["conversation", "-id"], name="decision_newest")]


class Assignment(models.Model):
    """Who is, or was, accountable. Append-only but for ``ended_at`` and ``accepted_at``."""

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="assignments")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=60)
    previous = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    why = models.CharField(max_length=20)
    """rule, claim, handover, policy (another version of it)."""
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    """The person who moved it; null for the policy."""
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=models.Q(ended_at__isnull=True), name="exactly_one_accountable"
            )
        ]


class HandOver(models.Model):
    """A question whether a conversation may change hands; the accountable person stays until the answer is yes.

    A person offers and the taker answers; or the policy would move it while the accountable person is writing, and
    then it is the giver who is asked (``asks_giver``).
    """

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="handovers")
    giver = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="offered")
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    """Unanswered until then, an offer falls back to the giver; what the policy asked moves, unless they still write."""
    answered_at = models.DateTimeField(null=True)
    asks_giver = models.BooleanField(default=False)
    role = models.CharField(max_length=60, blank=True)
    """The accountable role afterwards."""
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, null=True, related_name="+")
    """What the policy asks because of."""
    state = models.CharField(max_length=10, default="offered")
    """offered, accepted, declined, withdrawn, lapsed."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=models.Q(state="offered"), name="one_open_handover"
            )
        ]


class Involvement(models.Model):
    """Who is responsible (R), consulted (C) or informed (I) now, next to the one accountable."""

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, db_index=False, related_name="involved")
    letter = models.CharField(max_length=1)
    role = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "letter", "role"], name="involvement_once")]
        indexes = [models.Index(fields=["role", "letter"], name="involvement_by_role")]


class Escalation(models.Model):
    """One climb of a ladder for one conversation. It keeps the policy version that it began with.

    running -> acknowledged (somebody has taken it up: no further step) | ended (answered, done, the ladder is no longer
    asked for) | climbed (every step has run; it can still be acknowledged).
    """

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="escalations")
    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, db_index=False, related_name="+")
    """The version whose ladder is climbed to its end, whatever comes into force meanwhile."""
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, db_index=False, related_name="+")
    """The decision that asked for the ladder; steps count from its time."""
    ladder = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    """When the next step is due; null where none is."""
    state = models.CharField(max_length=12, default="running")
    ended_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    live = models.BooleanField(default=True)
    """It is about the answer that is owed now: not yet answered, done, or asked for under another ladder. While it is,
    the same ladder is not begun again, whoever has taken it up."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=models.Q(state="running"), name="one_running_escalation"
            ),
            models.UniqueConstraint(fields=["conversation"], condition=models.Q(live=True), name="one_live_escalation"),
        ]
        indexes = [models.Index(fields=["state", "next_at"], name="escalation_due")]


class EscalationStep(models.Model):
    """A step that has run. Append-only."""

    id = models.BigAutoField(primary_key=True)
    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    """From 1, counted through continued ladders."""
    to = models.CharField(max_length=120)
    """As the policy writes it: a role, ``role.lead``, a person."""
    due_at = models.DateTimeField()
    ran_at = models.DateTimeField()
    reached = models.JSONField(default=list)
    """The ids of the seats that were told; empty where nobody at all could be."""
    gap = models.BooleanField(default=False)
    """Nobody whom the step names could be reached (off duty, or not joined): the backstop was told instead."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["escalation", "number"], name="escalation_step_once")]


class AuditorLook(models.Model):
    """When the auditor looked last at a workspace, at what, and what was not as promised."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField()
    conversations = models.PositiveIntegerField(default=0)
    """Open ones."""
    deadlines = models.PositiveIntegerField(default=0)
    """That run."""
    ladders = models.PositiveIntegerField(default=0)
    """That are being climbed."""
    findings = models.JSONField(default=dict)
    """How many of each kind."""


class Swap(models.Model):
    """ "Take my shift": somebody asks a colleague to cover their role for a while. Accepted, it becomes an override of
    the policy document, in a version of its own that names both."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=60)
    asker = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, default="offered")
    """offered, accepted, declined, withdrawn, lapsed (the shift has begun)."""
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    """The version that carries it."""


class ShiftNote(models.Model):
    """What whoever goes off duty leaves for whoever comes on."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=60)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    read_by = models.JSONField(default=list)
    """The ids of the seats that have said that they read it."""

    class Meta:
        indexes = [models.Index(fields=["workspace", "role", "-id"], name="shift_note_newest")]


class CalendarFeed(models.Model):
    """The secret address under which a person's calendar program reads their shifts."""

    id = models.BigAutoField(primary_key=True)
    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()


class Backtest(models.Model):
    """A text of the policy on the conversations of the last days, against the version that was in force.

    waiting -> running -> done | cancelled | failed | interrupted (nobody carries it on any more).
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, db_index=False, related_name="+")
    base = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, db_index=False, related_name="+")
    text = models.TextField()
    """The draft that was tried; it may have come into force since, or never."""
    days = models.PositiveSmallIntegerField()
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    """Also where the days end."""
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    """When whoever carries it on last said how far it is."""
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, default="waiting")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    outcome = models.JSONField(null=True, default=None)
    """``replaying.reckoning.Outcome.as_json()``."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"],
                condition=models.Q(state__in=("waiting", "running")),
                name="one_backtest_a_workspace",
            )
        ]
        indexes = [models.Index(fields=["workspace", "-id"], name="backtest_newest")]
