"""Posts by number, as the workshop shows and asks about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from earshot.engine.query import Document, Query
from earshot.engine.query.highlight import FieldSpan
from earshot.features.listening.documents import document_of
from earshot.features.listening.finding import Asked, load
from earshot.features.listening.models import Post, PostVersion, Topic, Unmatched
from earshot.features.listening.queries import access_posts
from earshot.features.people.models import Membership
from earshot.features.workshop.items import Item
from earshot.features.workshop.labelling import labels_of
from earshot.features.workshop.ranking import POST, SAMPLED, Drawn

Found = tuple[Item, Document]


def document_of_sampled(row: Unmatched) -> Document:
    """What is known of a post that was only sampled."""
    return Document(row.text, values={"network": row.network, "lang": row.lang, "posted": row.at})


def gather(
    membership: Membership, posts: Sequence[Drawn], query: Query, when: Asked, topic: Topic | None
) -> dict[Drawn, Found]:
    """The posts of the workspace among these, with their labels and what matches in them; those that are gone are not
    there."""
    known = _stored(membership, [number for kind, number in posts if kind == POST])
    known |= _sampled(membership, [number for kind, number in posts if kind == SAMPLED])
    labels = labels_of(topic, ((item.network, item.canonical_id) for item, _ in known.values()))
    return {drawn: (_with(known[drawn], query, when, labels), known[drawn][1]) for drawn in posts if drawn in known}


def _stored(membership: Membership, numbers: Collection[int]) -> dict[Drawn, Found]:
    mine = access_posts(membership).filter(pk__in=numbers, deleted_at=None)
    ids = list(mine.values_list("pk", flat=True))
    return {(POST, post.pk): (_item(post, version), document_of(post, version)) for post, version in load(ids)}


def _item(post: Post, version: PostVersion) -> Item:
    return Item(
        f"post:{post.pk}", post, post.network, post.canonical_id, post.lang, version.title, version.text, post.posted_at
    )


def _sampled(membership: Membership, numbers: Collection[int]) -> dict[Drawn, Found]:
    rows = Unmatched.objects.filter(pk__in=numbers, workspace_id=membership.workspace_id)
    return {(SAMPLED, row.pk): (item_of_sampled(row), document_of_sampled(row)) for row in rows}


def item_of_sampled(row: Unmatched) -> Item:
    """A post of the reservoir as it is shown."""
    return Item(f"sampled:{row.pk}", None, row.network, row.canonical_id, row.lang, "", row.text, row.at)


def _with(found: Found, query: Query, when: Asked, labels: dict[tuple[str, str], bool]) -> Item:
    item, document = found
    spans: Sequence[FieldSpan] = query.spans(document, at=when.at, zone=when.zone)
    return Item(
        item.key, item.post, item.network, item.canonical_id, item.lang, item.title, item.text, item.at,
        tuple(spans), labels.get((item.network, item.canonical_id)),
    )  # fmt: skip
