"""Channels, authors, topics, posts and their versions, imports."""

from __future__ import annotations

from django.db import models

from earshot.features.people.models import Membership, Workspace
from earshot.web.fields import SentenceField


class Channel(models.Model):
    """One connected account, public stream or import. ``kind`` names a connector, as plain text."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    config = models.JSONField(default=dict)
    """Settings that are no secrets, by field name."""
    secrets = models.TextField(blank=True)
    """Sealed JSON of the secret settings, bound to ``channel:<id>``."""
    account_id = models.CharField(max_length=500, blank=True)
    account_handle = models.CharField(max_length=200, blank=True)
    account_name = models.CharField(max_length=200, blank=True)
    brand = models.CharField(max_length=80, blank=True)
    market = models.CharField(max_length=80, blank=True)
    active = models.BooleanField(default=True)
    """Listened to. False while paused, for imports, and for good once removed."""
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    """Its posts still name it; its secrets are gone."""

    # Written by the listener only.
    cursor = models.TextField(blank=True)
    state = models.CharField(max_length=12, default="new")
    """new, live, waiting (will try again at retry_at), refused (a person has to act), off."""
    error = SentenceField(blank=True)
    mend = SentenceField(blank=True)
    retry_at = models.DateTimeField(null=True)
    last_item_at = models.DateTimeField(null=True)
    last_contact_at = models.DateTimeField(null=True)
    heard = models.BigIntegerField(default=0)
    kept = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="channel_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def troubled(self) -> bool:
        """Listened to, and not heard: until the next attempt, or until a person acts."""
        return self.active and self.state in ("waiting", "refused")

    @property
    def stands_in(self) -> bool:
        """Whether it stands for a network that it does not reach: what it heard is answered by it alone."""
        return bool(self.config.get("stands_for"))

    @property
    def network(self) -> str:
        """The network whose posts it can answer."""
        return network_of(self.kind, self.config)


def network_of(kind: str, config: dict[str, object]) -> str:
    """The network of a channel: its kind, unless its settings say that it stands for another."""
    return str(config.get("stands_for") or kind)


class Author(models.Model):
    """Somebody outside (or one of our own accounts: ``ours``)."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    network = models.CharField(max_length=40)
    external_id = models.CharField(max_length=500)
    handle = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=300, blank=True)
    bio = models.TextField(blank=True)
    url = models.CharField(max_length=1000, blank=True)
    followers = models.BigIntegerField(null=True)
    verified = models.BooleanField(null=True)
    ours = models.BooleanField(default=False)
    profile_at = models.DateTimeField(null=True)
    """When the profile was last fetched; null asks for it."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "network", "external_id"], name="author_once")]
        indexes = [
            models.Index(
                fields=["workspace", "network"],
                condition=models.Q(profile_at__isnull=True),
                name="author_without_profile",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.handle or self.external_id


class Topic(models.Model):
    """A standing query with a name."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="topics")
    name = models.SlugField(max_length=80, allow_unicode=True)
    """What policies and searches write: ``topic:recall``."""
    title = models.CharField(max_length=120, blank=True)
    query = models.TextField()
    brand = models.CharField(max_length=80, blank=True)
    watch = models.BooleanField(default=False)
    """Listen only: what it alone keeps is there to be read, and never becomes anybody's conversation."""
    watcher = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, related_name="+")
    """Whose personal watch it is; null for everybody's."""
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("workspace", models.functions.Lower("name"), name="topic_name_once")]

    def __str__(self) -> str:
        return self.title or self.name


class Post(models.Model):
    """The identity of a post; its text is in :class:`PostVersion` (the one numbered ``version`` is current)."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    network = models.CharField(max_length=40)
    canonical_id = models.CharField(max_length=1000)
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="posts")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    """Where it was first heard."""
    kind = models.CharField(max_length=12, default="post")
    parent_id = models.CharField(max_length=1000, blank=True)
    thread_key = models.CharField(max_length=1000)
    """Canonical id of the thread's root; its own for a post that starts one."""
    is_repost = models.BooleanField(default=False)
    is_quote = models.BooleanField(default=False)
    addressed = models.BooleanField(default=False)
    watch_only = models.BooleanField(default=False)
    """Kept by watches alone: to be read, in nobody's conversation."""
    ours = models.BooleanField(default=False)
    url = models.CharField(max_length=1000, blank=True)
    country = models.CharField(max_length=2, blank=True)
    lang = models.CharField(max_length=12, default="und")
    sentiment = models.CharField(max_length=12, blank=True)
    intent = models.CharField(max_length=12, blank=True)
    risk = models.PositiveSmallIntegerField(default=0)
    posted_at = models.DateTimeField()
    precision = models.CharField(max_length=6, default="second")
    clamped = models.BooleanField(default=False)
    """The network's time lay in the future and was set to the time of receipt."""
    received_at = models.DateTimeField()
    matched_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    history = models.BooleanField(default=False)
    native = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "network", "canonical_id"], name="post_once")]
        indexes = [models.Index(fields=["workspace", "network", "thread_key"], name="post_by_thread")]


class PostVersion(models.Model):
    """What a post said at one time. Immutable, except that a deletion on the network blanks it.

    ``findings`` holds what the enrichers found in *this* text: ``{kind: {value, confidence, by, reasons}}`` (ADR 0004).
    """

    id = models.BigAutoField(primary_key=True)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField(default=1)
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    media = models.JSONField(default=list)
    links = models.JSONField(default=list)
    findings = models.JSONField(default=dict)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="version_once")]


class Sighting(models.Model):
    """A channel heard a post."""

    id = models.BigAutoField(primary_key=True)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="sightings", db_index=False)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "channel"], name="sighting_once")]


class Mention(models.Model):
    """A post matches a topic, and where: ``[[field, start, end], ...]`` in version ``version``."""

    id = models.BigAutoField(primary_key=True)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="mentions")
    version = models.PositiveIntegerField(default=1)
    spans = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "topic"], name="mention_once")]


class Correction(models.Model):
    """A person's word on a finding; it wins over the machine's. ``kind`` as in findings, ``topic:<id>`` (``yes`` or
    ``no``), or ``not_about_us``."""

    id = models.BigAutoField(primary_key=True)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="corrections", db_index=False)
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=40)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lesson = models.ForeignKey("listening.Lesson", on_delete=models.SET_NULL, null=True, related_name="taken")
    """Not said of this post itself, but learnt from that one."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "kind"], name="correction_once")]


class Lesson(models.Model):
    """What a person's word on one post says of later posts that are like it (``listening.lessons``).

    Its text is that of the post's version, and is gone when the post is. Rows are never changed, only replaced: the
    number and the highest id of a workspace's lessons tell whether any of them is new or forgotten.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="lessons", db_index=False)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    """sentiment, intent, language, ``topic:<id>``, or ``not_about_us``."""
    value = models.CharField(max_length=200)
    """The value of a finding; ``yes`` or ``no`` of a topic; of ``not_about_us`` the ids of the topics that it left, ""
    where somebody took that back."""
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "kind"], name="lesson_once")]


class Import(models.Model):
    """A file being read. It goes on from ``position`` after a restart."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="imports")
    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="source_file")
    name = models.CharField(max_length=300)
    path = models.CharField(max_length=1000)
    mode = models.CharField(max_length=8)
    """``history`` or ``work``."""
    mapping = models.JSONField(default=dict)
    """Our field -> the file's column."""
    options = models.JSONField(default=dict)
    """What the person said: joined, encoding, zone, network, dates, topic."""
    encoding = models.CharField(max_length=20, default="utf-8")
    state = models.CharField(max_length=10, default="waiting")
    """waiting, running, done, failed, cancelled."""
    position = models.BigIntegerField(default=0)
    """Rows read so far."""
    total = models.BigIntegerField(default=0)
    added = models.BigIntegerField(default=0)
    duplicates = models.BigIntegerField(default=0)
    bad = models.BigIntegerField(default=0)
    warnings = models.JSONField(default=list)
    """Sentences as ``kernel.texts.stored`` writes them."""
    message = SentenceField(blank=True)
    by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    held_by = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True)
    """Which process reads it now; nobody else does until then."""
    reading_since = models.DateTimeField(null=True)
    reading_from = models.BigIntegerField(default=0)
    """When, and from which row on, it was last taken up: from that the remaining time is reckoned."""


class BadRow(models.Model):
    """A row set aside: where it was, why, and what it held."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="bad_rows")
    line = models.BigIntegerField()
    reason = SentenceField()
    raw = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "line"], name="bad_row_once")]


class Heard(models.Model):
    """How much passed by, per channel and hour: "12,340 heard, 0 matched"."""

    id = models.BigAutoField(primary_key=True)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="hours")
    hour = models.DateTimeField()
    heard = models.BigIntegerField(default=0)
    kept = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "hour"], name="heard_hour_once")]


class Reservoir(models.Model):
    """How densely a workspace's public streams are sampled (``listening.reservoir``).

    A post that nothing asked for draws a number below 1 and is sampled where it lies below ``level``. Numbers below
    ``floor`` have been sampled without a break for seven days: they are the uniform sample.
    """

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, primary_key=True, related_name="+")
    level = models.FloatField(default=1.0)
    floor = models.FloatField(default=1.0)
    size = models.PositiveIntegerField(default=0)
    raised_at = models.DateTimeField()
    aged_at = models.DateTimeField()


class Unmatched(models.Model):
    """A sampled post that was not kept. A deletion on the network deletes it here too."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+", db_index=False)
    network = models.CharField(max_length=40)
    canonical_id = models.CharField(max_length=1000)
    lang = models.CharField(max_length=12, blank=True)
    text = models.TextField()
    draw = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "network", "canonical_id"], name="unmatched_by_id")]


class Gap(models.Model):
    """A time in which a channel heard nothing although it should have, and whether that was made up for."""

    id = models.BigAutoField(primary_key=True)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="gaps")
    cause = models.CharField(max_length=8)
    """``asleep`` (the machine), ``stopped`` (Earshot was not running), ``lost`` (the network could not be reached),
    ``room`` (the disk was full, or the clock impossible)."""
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    """Null while it lasts."""
    caught_up_at = models.DateTimeField(null=True)
    """When everything that the network still had was heard; null until then."""
    filled = models.BooleanField(null=True)
    """Whether that was all; null until caught up."""
    why = SentenceField(blank=True)
    """Why it was not."""

    class Meta:
        indexes = [models.Index(fields=["channel", "from_at"], name="gap_by_channel")]
