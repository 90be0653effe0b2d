"""What happened in a conversation, in order: posts, notes, who had it, what was sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db.models import F, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils.safestring import SafeString

from earshot.features.conversations.models import Conversation, Note
from earshot.features.conversations.queries import access_notes
from earshot.features.delivery.queries import UNDER_WAY, Publication, State, access_publications, undo_seconds
from earshot.features.inbox.approvals import Shown, shown_requests
from earshot.features.inbox.marks import marked
from earshot.features.listening.models import Mention, Post, PostVersion
from earshot.features.listening.queries import thread_posts
from earshot.features.people.models import Membership
from earshot.features.people.queries import access_members, stand_in
from earshot.features.responsibility.escalating.naming import titled
from earshot.features.responsibility.escalating.queries import Climb, climbs_of, lateness, live_of
from earshot.features.responsibility.models import Assignment, Escalation, EscalationStep, HandOver
from earshot.kernel.clock import Clock
from earshot.web import times
from earshot.web.prepared import Prepared
from earshot.web.texts import listed

Kind = Literal["post", "approval", "note", "assignment", "handover", "publication", "step", "taken_up", "gap"]
SHOWN = 60
"""Posts of others in the thread that are shown around the conversation's own."""


@dataclass(frozen=True, slots=True)
class Said:
    """One version of a post's words."""

    title: SafeString
    text: SafeString
    at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the timeline. ``kind`` says which of the others is set."""

    kind: Kind
    key: str
    at: datetime
    post: Post | None = None
    said: Said | None = None
    before: tuple[Said, ...] = ()
    """Earlier versions, newest first, of an edited post."""
    media: Sequence[dict[str, Any]] = ()
    ours_here: bool = False
    """The post belongs to this conversation (others stand in the same thread)."""
    fresh: bool = False
    """Not answered yet."""
    publication: Publication | None = None
    """The reply, or the publication by which our own post went out."""
    undo: float = 0.0
    note: Note | None = None
    assignment: Assignment | None = None
    hand_over: HandOver | None = None
    approval: Shown | None = None
    step: EscalationStep | None = None
    """A step of a ladder that ran."""
    to: str = ""
    """Whom it names, in words."""
    told: str = ""
    """The names of those whom it reached."""
    late: str = ""
    """By how much it came too late, in words."""
    climb: Escalation | None = None
    """Somebody took up what climbed."""


@dataclass(slots=True)
class Timeline:
    """``hidden`` posts of the same thread are not shown."""

    items: list[Item] = field(default_factory=list)
    hidden: int = 0
    pending: Publication | None = None
    """The reply that is on its way, or held."""
    offer: HandOver | None = None
    """The hand-over that waits for its answer."""
    asked: Shown | None = None
    """The text that waits for approval."""
    current: Assignment | None = None
    """The one by which somebody is accountable now."""
    climb: Climb | None = None
    """The ladder that is being climbed, or was until somebody took it up."""

    @property
    def gone(self) -> bool:
        """Whether all posts of the conversation were deleted on the network: nothing is left to answer."""
        own = [item.post for item in self.items if item.ours_here and item.post is not None]
        return bool(own) and all(post.deleted_at is not None for post in own)


@Prepared
def _publications(workspace_id: int, conversation_id: int) -> QuerySet[Publication]:
    sent = access_publications(stand_in(workspace_id)).filter(conversation=conversation_id)
    return sent.select_related(None).select_related("channel", "by").defer("channel__secrets")


@Prepared
def _notes(workspace_id: int, conversation_id: int) -> QuerySet[Note]:
    return access_notes(stand_in(workspace_id)).filter(conversation=conversation_id).select_related("by")


# The next two go by way of a conversation that came through its door: the doors of these rows would read all of the
# workspace.
@Prepared
def _assignments(conversation_id: int) -> QuerySet[Assignment]:
    """Who had it (with the ``rule`` and policy ``number`` of the decision, "" and None where a person moved it)."""
    return (
        Assignment.objects.filter(conversation=conversation_id)
        .order_by("id")
        .select_related("membership", "previous")
        .annotate(rule=KeyTextTransform("rule", "decision__result"), number=F("decision__policy__number"))
    )


@Prepared
def _offers(conversation_id: int) -> QuerySet[HandOver]:
    return HandOver.objects.filter(conversation=conversation_id).order_by("id").select_related("giver", "taker")


def timeline(conversation: Conversation, membership: Membership, clock: Clock, everything: bool = False) -> Timeline:
    """All of it, oldest first; of a thread's other posts the newest :data:`SHOWN`, unless ``everything``."""
    posts, hidden = _posts(conversation, membership, everything)
    publications = _publications(membership.workspace_id, conversation.pk)
    by_post = {each.canonical_id: each for each in publications if each.canonical_id}
    shown = {post.canonical_id for post in posts}
    items = _post_items(conversation, posts, by_post)
    items += [
        Item("publication", f"p{each.pk}", each.created_at, publication=each, undo=undo_seconds(each, clock))
        for each in publications
        if each.state != State.TAKEN_BACK and (not each.canonical_id or each.canonical_id not in shown)
    ]
    items += [
        Item("note", f"n{each.pk}", each.at, note=each) for each in _notes(membership.workspace_id, conversation.pk)
    ]
    assignments, offers = _assignments(conversation.pk), _offers(conversation.pk)
    items += [Item("assignment", f"a{each.pk}", each.at, assignment=each) for each in assignments]
    items += [Item("handover", f"h{each.pk}", each.at, hand_over=each) for each in offers if each.state != "accepted"]
    climbs, steps = climbs_of(conversation)
    items += _climb_items(climbs, steps, membership)
    requests = shown_requests(conversation, membership, clock.now())
    items += [Item("approval", f"q{each.approval.pk}", each.approval.at, approval=each) for each in requests]
    items.sort(key=lambda item: (item.at, item.key))
    return Timeline(
        items,
        hidden,
        pending=next((each for each in publications if each.state in UNDER_WAY), None),
        offer=next((each for each in offers if each.state == "offered"), None),
        asked=next((each for each in requests if each.waiting), None),
        current=next((each for each in assignments if each.ended_at is None), None),
        climb=live_of(climbs, steps),
    )


def _climb_items(
    climbs: Sequence[Escalation], steps: Sequence[EscalationStep], membership: Membership
) -> Iterator[Item]:
    """The steps that ran, and who took it up."""
    seats = {seat.pk: seat for seat in access_members(membership)} if steps else {}
    names = {seat.handle.casefold(): seat.name for seat in seats.values()}
    for step in steps:
        late = lateness(step)
        yield Item(
            "step",
            f"e{step.pk}",
            step.ran_at,
            step=step,
            to=titled(step.to, names),
            told=listed(seats[pk].name for pk in step.reached if pk in seats),
            late=times.duration(late) if late else "",
        )
    for climb in climbs:
        if climb.acknowledged_by_id is not None and climb.ended_at is not None:
            yield Item("taken_up", f"t{climb.pk}", climb.ended_at, climb=climb)


def _posts(conversation: Conversation, membership: Membership, everything: bool) -> tuple[list[Post], int]:
    """The conversation's posts and ours, and the newest of the others."""
    held = thread_posts(membership, conversation.network, conversation.thread_key)
    if conversation.direct:
        own = set(conversation.entries.values_list("post_id", flat=True))
        return [post for post in held if post.pk in own or post.ours], 0
    others = [post for post in held if post.author_id != conversation.author_id and not post.ours]
    left_out = set() if everything else {post.pk for post in others[: max(0, len(others) - SHOWN)]}
    root = {post.pk for post in held if post.canonical_id == conversation.thread_key}
    return [post for post in held if post.pk not in left_out or post.pk in root], len(left_out - root)


def _post_items(conversation: Conversation, posts: list[Post], sent: dict[str, Publication]) -> list[Item]:
    ids = [post.pk for post in posts]
    versions: dict[int, list[PostVersion]] = defaultdict(list)
    for version in PostVersion.objects.filter(post__in=ids).order_by("-number"):
        versions[version.post_id].append(version)
    spans = _spans(ids)
    entries = {entry.post_id: entry for entry in conversation.entries.filter(post__in=ids)}
    items = []
    for post in posts:
        current = [each for each in versions[post.pk] if each.number == post.version]
        entry = entries.get(post.pk)
        items.append(
            Item(
                "post",
                f"post{post.pk}",
                post.posted_at,
                post=post,
                said=_said(current[0], spans[post.pk]) if current and not post.deleted_at else None,
                before=tuple(_said(each, {}) for each in versions[post.pk] if each.number < post.version),
                media=current[0].media if current and not post.deleted_at else (),
                ours_here=entry is not None,
                fresh=entry is not None and entry.answered_at is None and entry.done_at is None,
                publication=sent.get(post.canonical_id),
            )
        )
    return items


def _spans(ids: Iterable[int]) -> dict[int, dict[str, list[tuple[int, int]]]]:
    """Post id -> text field -> matched spans in its current version."""
    found: dict[int, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    rows = Mention.objects.filter(post__in=list(ids), version=F("post__version"))
    for post_id, spans in rows.values_list("post_id", "spans"):
        for name, start, end in spans:
            found[post_id][name].append((start, end))
    return found


def _said(version: PostVersion, spans: dict[str, list[tuple[int, int]]]) -> Said:
    return Said(
        marked(version.title, spans.get("title", ())), marked(version.text, spans.get("text", ())), version.seen_at
    )
