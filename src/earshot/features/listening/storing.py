"""``store``: one batch of posts, edits and deletions into the tables, in the batch's transaction.

What a batch says about one post more than once (a post and its edit, a post and its deletion) is stored in waves, so
that each wave is a handful of statements for all its posts. Everything is looked up again here: ``dedupe`` ran
outside the transaction. Storing the same batch twice changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from earshot.engine.text import search_terms
from earshot.features.listening import search
from earshot.features.listening.authors import authors_of
from earshot.features.listening.erasing import blank
from earshot.features.listening.events import FactsChanged
from earshot.features.listening.intake import LONGEST_URL, UNKNOWN_DELETED, Key, storable, web_address
from earshot.features.listening.lessons import NOT_ABOUT_US, topic_kind, topic_of
from earshot.features.listening.lessons_taken import write_down
from earshot.features.listening.models import Author, Correction, Mention, Post, PostVersion, Sighting, Topic
from earshot.features.listening.rerooting import reroot
from earshot.kernel.clock import Clock
from earshot.ports.bus import publish
from earshot.ports.enricher import Finding
from earshot.ports.envelope import Dropped, Envelope
from earshot.ports.heard import HeardDeletion, HeardPost
from earshot.web import bulk

VERSION = ("post_id", "number", "title", "text", "media", "links", "findings", "seen_at")
MENTION = ("post_id", "topic_id", "version", "spans")
SIGHTING = ("post_id", "channel_id", "at")
EDITED = ("version", "native", "lang", "sentiment", "intent", "risk", "matched_at", "watch_only")
ON_THE_POST = {"sentiment": "sentiment", "intent": "intent", "risk": "risk"}
"""Findings that are also a column of the post, to be filtered by."""
Words = Mapping[str, str]
"""What stands corrected of a post: {kind: value}."""
_NOTHING: Mapping[int, Words] = MappingProxyType({})


def store(batch: Sequence[Envelope], clock: Clock) -> Sequence[Envelope | Dropped]:
    """Write the batch; set ``stored`` and the final ``outcome`` of each envelope."""
    authors: dict[Key, Author] = {}
    for wave in _waves(batch):
        _store_wave(wave, authors, clock)
    _tell(batch)
    return [envelope if envelope.stored is not None else UNKNOWN_DELETED for envelope in batch]


def _waves(batch: Sequence[Envelope]) -> Iterator[list[Envelope]]:
    """The batch in parts of which each names a post once; parts follow the order heard."""
    waves: list[list[Envelope]] = []
    seen: dict[Key, int] = {}
    for envelope in batch:
        key = (envelope.event.network, envelope.event.canonical_id)
        turn = seen.get(key, -1) + 1
        seen[key] = turn
        if turn == len(waves):
            waves.append([])
        waves[turn].append(envelope)
    yield from waves


def _store_wave(wave: Sequence[Envelope], authors: dict[Key, Author], clock: Clock) -> None:
    """``authors``: those that earlier waves wrote of; one person is one row, whoever looks at it later."""
    stored = _stored_posts(wave)
    heard = [envelope for envelope in wave if type(envelope.event) is not HeardDeletion]
    authors |= authors_of(heard, clock, authors)
    new: list[Envelope] = []
    told: list[Envelope] = []
    for envelope in heard:
        envelope.stored = stored.get((envelope.event.network, envelope.event.canonical_id))
        (new if envelope.stored is None else told).append(envelope)
    _add(new, authors)
    if new:
        loaded = [envelope.stored for envelope in heard]
        reroot(wave[0].source.workspace_id, [envelope.stored for envelope in new], loaded)
    _edit(_really_edited(told))
    _address(told)
    _sight([*new, *told])
    _delete([envelope for envelope in wave if type(envelope.event) is HeardDeletion], stored)


def _stored_posts(wave: Sequence[Envelope]) -> dict[Key, Post]:
    """The posts that the wave names and that are already there."""
    ids: dict[str, list[str]] = {}
    for envelope in wave:
        ids.setdefault(envelope.event.network, []).append(envelope.event.canonical_id)
    workspace_id = wave[0].source.workspace_id
    return {
        (post.network, post.canonical_id): post
        for network, canonical in ids.items()
        for post in Post.objects.filter(workspace_id=workspace_id, network=network, canonical_id__in=canonical)
    }


# -- new posts ---------------------------------------------------------------------------------------------------------


def _add(new: Sequence[Envelope], authors: dict[Key, Author]) -> None:
    threads = _threads(new)
    posts = [
        _post_row(envelope, authors[(envelope.post.network, envelope.post.author.external_id)], threads)
        for envelope in new
    ]
    bulk.insert_new(posts)
    for envelope, post in zip(new, posts, strict=True):
        envelope.stored, envelope.outcome = post, "new"
    bulk.insert(PostVersion, VERSION, [_version_row(envelope, 1) for envelope in new])
    write_down(new)
    _mention(new)
    _index(new)


def _post_row(envelope: Envelope, author: Author, threads: dict[Key, str]) -> Post:
    heard = envelope.post
    thread = _thread_of(heard, threads)
    threads[(heard.network, heard.canonical_id)] = thread
    post = bulk.new(
        Post,
        workspace_id=envelope.source.workspace_id,
        network=heard.network,
        canonical_id=heard.canonical_id,
        channel_id=envelope.source.channel_id,
        kind=heard.kind,
        parent_id=heard.parent_id,
        thread_key=thread,
        is_repost=heard.is_repost,
        is_quote=heard.is_quote,
        addressed=envelope.addressed,
        watch_only=_is_only_watched(envelope),
        ours=envelope.ours or author.ours,
        url=web_address(heard.url, LONGEST_URL),
        country=heard.country[:2],
        posted_at=envelope.received_at if envelope.clamped else heard.posted_at or envelope.received_at,
        precision=heard.precision,
        clamped=envelope.clamped,
        received_at=envelope.received_at,
        history=envelope.source.mode == "history" or heard.backlog,
        native=dict(heard.native),
    )
    bulk.link(post, "author", author)
    _set_findings(post, envelope)
    return post


def _is_only_watched(envelope: Envelope) -> bool:
    """Whether watches are all that keeps a new post: it matches one of them, or stands in a thread that does."""
    if envelope.addressed or envelope.ours or envelope.engaged:
        return False
    return all(match.watch for match in envelope.matches) and bool(envelope.matches or envelope.known)


def _set_findings(post: Post, envelope: Envelope, corrected: Iterable[str] = ()) -> None:
    """The columns that findings fill. What a person corrected stays."""
    if "language" not in corrected:
        post.lang = envelope.lang[:12] or "und"
    for kind, column in ON_THE_POST.items():
        if kind in corrected:
            continue
        finding = envelope.findings.get(kind)
        if column == "risk":
            post.risk = _risk(finding)
        else:
            setattr(post, column, finding.value[:12] if finding is not None else "")
    if envelope.matches and post.matched_at is None:
        post.matched_at = envelope.received_at


def _risk(finding: Finding | None) -> int:
    if finding is None or not finding.value.isdecimal():
        return 0
    return min(100, int(finding.value))


def _threads(new: Sequence[Envelope]) -> dict[Key, str]:
    """Thread keys of the stored parents, for replies whose network does not name the root."""
    wanted: dict[str, set[str]] = {}
    for envelope in new:
        heard = envelope.post
        if heard.parent_id and not heard.root_id:
            wanted.setdefault(heard.network, set()).add(heard.parent_id)
    found: dict[Key, str] = {}
    for network, parents in wanted.items():
        rows = Post.objects.filter(
            workspace_id=new[0].source.workspace_id, network=network, canonical_id__in=parents
        ).values_list("canonical_id", "thread_key")
        found.update({(network, canonical): thread for canonical, thread in rows})
    return found


def _thread_of(heard: HeardPost, threads: dict[Key, str]) -> str:
    """The root's identity: told by the network, else inherited from the parent, else the parent's own."""
    if heard.root_id:
        return heard.root_id
    if heard.parent_id:
        return threads.get((heard.network, heard.parent_id), heard.parent_id)
    return heard.canonical_id


def _version_row(envelope: Envelope, number: int) -> tuple[object, ...]:
    heard = envelope.post
    media = [{"kind": item.kind, "url": web_address(item.url), "alt": storable(item.alt)} for item in heard.media]
    findings = {
        kind: {"value": f.value, "confidence": f.confidence, "by": f.by, "reasons": list(f.reasons)}
        for kind, f in envelope.findings.items()
    }
    links = [storable(link) for link in heard.links]
    return envelope.stored.id, number, heard.title, heard.text, media, links, findings, envelope.received_at


def _mention(envelopes: Sequence[Envelope], corrected: Mapping[int, Words] = _NOTHING) -> None:
    """Note which topics matched, but for what people said of posts: in this topic, not in that one, or not about us."""
    rows: list[tuple[object, ...]] = []
    for envelope in envelopes:
        post, words = envelope.stored, corrected.get(envelope.stored.id, {})
        if NOT_ABOUT_US in words:
            continue
        matches = [match for match in envelope.matches if words.get(topic_kind(match.topic_id)) != "no"]
        rows += [(post.id, match.topic_id, post.version, list(match.spans)) for match in matches]
        added = {topic_of(kind) for kind, value in words.items() if value == "yes"} - {0}
        rows += [(post.id, number, post.version, []) for number in _there(added - {each.topic_id for each in matches})]
    bulk.insert(Mention, MENTION, rows)


def _there(topic_ids: set[int]) -> list[int]:
    """Those of the topics that are not archived."""
    if not topic_ids:
        return []
    return list(Topic.objects.filter(pk__in=topic_ids, archived_at=None).order_by("id").values_list("id", flat=True))


def _index(envelopes: Sequence[Envelope]) -> None:
    search.add_terms(
        (envelope.stored.id, search_terms(f"{envelope.post.title}\n{envelope.post.text}")) for envelope in envelopes
    )


# -- posts that are already there --------------------------------------------------------------------------------------


def _really_edited(told: Sequence[Envelope]) -> list[Envelope]:
    """Those whose text differs from the newest version; the others are ``seen``. A tombstone stays a tombstone."""
    rows = PostVersion.objects.filter(post__in=[envelope.stored for envelope in told]).order_by("number")
    current = {post_id: (title, text) for post_id, title, text in rows.values_list("post_id", "title", "text")}
    edited: list[Envelope] = []
    for envelope in told:
        post, heard = envelope.stored, envelope.post
        if post.deleted_at is None and current.get(post.id) != (heard.title, heard.text):
            envelope.outcome = "edited"
            edited.append(envelope)
        else:
            envelope.outcome = "seen"
    return edited


def _edit(edited: Sequence[Envelope]) -> None:
    if not edited:
        return
    write_down(edited)
    corrected = _corrected(edited)
    for envelope in edited:
        post = envelope.stored
        post.version += 1
        post.native = dict(envelope.post.native) or post.native
        _set_findings(post, envelope, corrected.get(post.id, ()))
        post.watch_only = post.watch_only and all(match.watch for match in envelope.matches)
    posts = [envelope.stored for envelope in edited]
    bulk.update(posts, EDITED)
    bulk.insert(PostVersion, VERSION, [_version_row(envelope, envelope.stored.version) for envelope in edited])
    Mention.objects.filter(post__in=posts).delete()
    _mention(edited, corrected)
    _index(edited)


def _address(told: Sequence[Envelope]) -> None:
    """What a public stream told first may turn out to address us, once our own account's channel hears it."""
    news = [envelope.stored for envelope in told if envelope.addressed and not envelope.stored.addressed]
    for post in news:
        post.addressed, post.watch_only = True, False
    if news:
        Post.objects.filter(pk__in=[post.id for post in news]).update(addressed=True, watch_only=False)


def _corrected(edited: Sequence[Envelope]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    rows = Correction.objects.filter(post__in=[envelope.stored for envelope in edited])
    for post_id, kind, value in rows.values_list("post_id", "kind", "value"):
        found.setdefault(post_id, {})[kind] = value
    return found


def _sight(heard: Sequence[Envelope]) -> None:
    rows = [(envelope.stored.id, envelope.source.channel_id, envelope.received_at) for envelope in heard]
    bulk.insert(Sighting, SIGHTING, rows, ignore=True)


# -- deletions ---------------------------------------------------------------------------------------------------------


def _delete(deletions: Sequence[Envelope], stored: dict[Key, Post]) -> None:
    gone: list[Post] = []
    for envelope in deletions:
        post = stored.get((envelope.event.network, envelope.event.canonical_id))
        if post is None:
            continue
        envelope.stored = post
        envelope.outcome = "deleted" if post.deleted_at is None else "seen"
        if post.deleted_at is None:
            post.deleted_at = envelope.received_at
            gone.append(post)
    blank(gone)


def _tell(batch: Sequence[Envelope]) -> None:
    """What is decided rests on these posts; whoever decided hears that they changed."""
    for outcome, cause in (("edited", "edit"), ("deleted", "deletion")):
        changed = dict.fromkeys(e.stored.id for e in batch if e.stored is not None and e.outcome == outcome)
        if changed:
            publish(FactsChanged(batch[0].source.workspace_id, tuple(changed), cause))
