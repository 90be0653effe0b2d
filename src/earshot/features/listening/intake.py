"""From the wire to the decision what is new: ``receive``, ``normalise``, ``dedupe``. Nothing is written here.

A busy stream passes through these at twenty thousand posts a second, most of it to be dropped by ``match``; so they do
as little as they can for each post and ask the database once a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from earshot.features.listening.models import Post, PostVersion
from earshot.features.listening.own import OwnAccounts, own_accounts
from earshot.kernel.clock import Clock
from earshot.kernel.texts import N_
from earshot.ports.envelope import Dropped, Envelope
from earshot.ports.heard import HeardDeletion, HeardEvent, HeardPost

LONGEST_ID = 1_000
LONGEST_URL = 1_000
"""Characters, where a column holds it."""
LONGEST_TEXT = 100_000
"""Characters. Longer than any network allows; whoever sends more is broken or means harm."""

NO_IDENTITY = Dropped(N_("it has no identity"))
NO_AUTHOR = Dropped(N_("it has no author"))
ID_TOO_LONG = Dropped(N_("its identity is too long"))
TOO_LONG = Dropped(N_("its text is too long"))
NO_ZONE = Dropped(N_("its time has no zone"))
NOTHING = Dropped(N_("it has neither text nor media"))
UNKNOWN_DELETED = Dropped(N_("a deletion of a post that is not stored"))
TWICE = Dropped(N_("twice in one batch"))


def receive(batch: Sequence[Envelope], clock: Clock) -> Sequence[Envelope | Dropped]:
    """Refuse what cannot be a post; mark times that lie in the future."""
    return [_receive(envelope) for envelope in batch]


def _receive(envelope: Envelope) -> Envelope | Dropped:
    event = envelope.event
    if (refused := refusal_of(event)) is not None:
        return refused
    if type(event) is not HeardDeletion:
        posted = envelope.post.posted_at
        envelope.clamped = posted is not None and posted > envelope.received_at
    return envelope


def refusal_of(event: HeardEvent) -> Dropped | None:
    """Why an event cannot be taken in; None where it can."""
    if not event.canonical_id or not event.network:
        return NO_IDENTITY
    if len(event.canonical_id) > LONGEST_ID or len(event.network) > 40:
        return ID_TOO_LONG
    return None if isinstance(event, HeardDeletion) else _post_refusal(event)


def _post_refusal(post: HeardPost) -> Dropped | None:
    if not post.author.external_id:
        return NO_AUTHOR
    if len(post.author.external_id) > 500 or len(post.parent_id) > LONGEST_ID or len(post.root_id) > LONGEST_ID:
        return ID_TOO_LONG
    if len(post.text) > LONGEST_TEXT or len(post.title) > LONGEST_TEXT:
        return TOO_LONG
    if post.posted_at is not None and post.posted_at.tzinfo is None:
        return NO_ZONE
    return None if post.text or post.title or post.media else NOTHING


def normalise(batch: Sequence[Envelope], clock: Clock) -> Sequence[Envelope | Dropped]:
    """Make every text storable: no lone surrogates, no NUL. Nothing is copied where nothing is wrong."""
    for envelope in batch:
        event = envelope.event
        if type(event) is HeardDeletion:
            if not event.canonical_id.isascii():
                envelope.event = replace(event, canonical_id=storable(event.canonical_id))
        elif not _is_storable(envelope.post):
            envelope.event = _storable_post(envelope.post)
    return batch


def _is_storable(post: HeardPost) -> bool:
    """Quick for ASCII: the texts that are used before ``match``; the others are cleaned where they are stored."""
    used = f"{post.text}{post.title}{post.canonical_id}{post.parent_id}{post.root_id}{post.author.external_id}"
    if "\x00" in used:
        return False
    if used.isascii():
        return True
    try:
        used.encode()
    except UnicodeEncodeError:
        return False
    return True


def _storable_post(post: HeardPost) -> HeardPost:
    return replace(
        post,
        text=storable(post.text),
        title=storable(post.title),
        canonical_id=storable(post.canonical_id),
        parent_id=storable(post.parent_id),
        root_id=storable(post.root_id),
        author=replace(post.author, external_id=storable(post.author.external_id)),
    )


def storable(text: str) -> str:
    """``text`` with U+FFFD for lone surrogates and NUL, one for one, so that spans keep their places."""
    if "\x00" in text:
        text = text.replace("\x00", "�")
    if text.isascii():
        return text
    return "".join("�" if "\ud800" <= letter <= "\udfff" else letter for letter in text)


def web_address(url: str, most: int = LONGEST_TEXT) -> str:
    """``url`` where a page may link to it, "" for all else: ``javascript:`` would run in the page that shows it. Cut
    short it would lead elsewhere, so that one of more than ``most`` characters is none either."""
    fits = len(url) <= most and url[:8].lower().startswith(("http://", "https://"))
    return storable(url) if fits else ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored about a post that a batch names."""

    post_id: int
    ours: bool
    deleted: bool
    version: int
    watched: bool = False
    """Kept by watches alone."""


Key = tuple[str, str]
"""(network, canonical id)."""
Outcome = Literal["new", "edited", "seen"]


def dedupe(batch: Sequence[Envelope], clock: Clock) -> Sequence[Envelope | Dropped]:
    """Say of each event whether it is new, edited, seen or deleted, whether it is ours, and whether it addresses us."""
    source = batch[0].source
    known = known_posts(source.workspace_id, _named(batch))
    told_of = {key for envelope in batch if (key := (envelope.event.network, envelope.event.canonical_id)) in known}
    texts = _current_texts(known[key].post_id for key in told_of)
    own = own_accounts(source.workspace_id, source.channel_id)
    earlier: dict[Key, HeardPost] = {}
    return [
        _dedupe_deletion(envelope, known, earlier)
        if type(envelope.event) is HeardDeletion
        else _dedupe_post(envelope, known, earlier, texts, own)
        for envelope in batch
    ]


def _dedupe_deletion(envelope: Envelope, known: dict[Key, Known], earlier: dict[Key, HeardPost]) -> Envelope | Dropped:
    key = (envelope.event.network, envelope.event.canonical_id)
    itself, in_batch = known.get(key), earlier.pop(key, None)
    if in_batch is None and (itself is None or itself.deleted):
        return UNKNOWN_DELETED
    envelope.outcome, envelope.known = "deleted", itself is not None
    return envelope


def _dedupe_post(
    envelope: Envelope,
    known: dict[Key, Known],
    earlier: dict[Key, HeardPost],
    texts: dict[int, tuple[str, str]],
    own: OwnAccounts,
) -> Envelope | Dropped:
    post = envelope.post
    network = post.network
    key = (network, post.canonical_id)
    before = earlier.get(key)
    if before is not None and same_content(before, post):
        return TWICE
    earlier[key] = post
    itself = known.get(key)
    parent = known.get((network, post.parent_id)) if post.parent_id else None
    root = known.get((network, post.root_id)) if post.root_id else None
    envelope.ours = bool(own) and own.wrote(post)
    envelope.addressed = not envelope.ours and (
        post.addressed or (parent is not None and parent.ours) or (bool(own) and own.addressed_by(post))
    )
    envelope.engaged = any(each is not None and not each.watched for each in (itself, parent, root))
    near = itself is not None or parent is not None or root is not None
    envelope.known = near or envelope.addressed or envelope.ours
    envelope.outcome = _outcome(post, itself, before, texts)
    return envelope


def _outcome(
    post: HeardPost, itself: Known | None, before: HeardPost | None, texts: dict[int, tuple[str, str]]
) -> Outcome:
    """What storing it will do, as far as can be told outside the transaction."""
    if itself is None:
        return "new" if before is None else "edited"
    if itself.deleted or (before is None and texts.get(itself.post_id) == (post.title, post.text)):
        return "seen"
    return "edited"


def same_content(one: HeardPost, other: HeardPost) -> bool:
    """Whether two tellings of a post say the same."""
    return one.text == other.text and one.title == other.title


def _named(batch: Sequence[Envelope]) -> dict[str, set[str]]:
    """Network -> every canonical id that the batch names: posts, parents, roots, deletions."""
    found: dict[str, set[str]] = {}
    for envelope in batch:
        event = envelope.event
        ids = found.setdefault(event.network, set())
        ids.add(event.canonical_id)
        if type(event) is not HeardDeletion:
            post = envelope.post
            if post.parent_id:
                ids.add(post.parent_id)
            if post.root_id:
                ids.add(post.root_id)
    return found


def known_posts(workspace_id: int, ids: dict[str, set[str]]) -> dict[Key, Known]:
    """Those of the ids that are stored; one query a network."""
    found: dict[Key, Known] = {}
    for network, canonical in ids.items():
        rows = Post.objects.filter(workspace_id=workspace_id, network=network, canonical_id__in=canonical).values_list(
            "canonical_id", "id", "ours", "deleted_at", "version", "watch_only"
        )
        for canonical_id, post_id, ours, deleted_at, version, watched in rows:
            found[(network, canonical_id)] = Known(post_id, ours, deleted_at is not None, version, watched)
    return found


def _current_texts(post_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Title and text of the newest version of each post."""
    ids = set(post_ids)
    if not ids:
        return {}
    rows = PostVersion.objects.filter(post_id__in=ids).order_by("number").values_list("post_id", "title", "text")
    return {post_id: (title, text) for post_id, title, text in rows}
