"""Reads of stored posts only what a query asks about: a search that looks at a thousand posts spends its time on what
it reads of them. The documents are those of ``documents.document_of``, without the values that nobody asks for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from operator import itemgetter
from typing import Any

from django.db.models import F, QuerySet

from earshot.engine.query import Document, Query
from earshot.engine.query.ast import Field, Node, Within, children
from earshot.engine.query.document import FieldValue
from earshot.features.listening.documents import states_of, told
from earshot.features.listening.models import Mention, PostVersion

Row = Mapping[str, Any]
"""Columns of a version, its post, author and channel, by name."""
Read = tuple[tuple[str, ...], Callable[[Row], FieldValue]]
"""The columns that a value is made of, and how."""

CHANNEL, AUTHOR = "post__channel__", "post__author__"


def plain(column: str) -> Read:
    """A value that stands in a column as it is."""
    return (column,), itemgetter(column)


def _found(kind: str) -> Read:
    return ("findings",), lambda row: told(row["findings"], kind)


def _or_of_channel(kind: str) -> Read:
    """What an import told of the post, else its channel's."""
    return ("findings", CHANNEL + kind), lambda row: told(row["findings"], kind) or row[CHANNEL + kind]


_STATES = (
    *("post__parent_id", "post__is_repost", "post__is_quote", "post__addressed"),
    *(AUTHOR + "verified", "findings"),
)
VALUES: dict[str, Read] = {
    "network": plain("post__network"),
    "channel": plain(CHANNEL + "name"),
    "brand": _or_of_channel("brand"),
    "market": _or_of_channel("market"),
    "kind": plain("post__kind"),
    "author": plain(AUTHOR + "handle"),
    "author_name": plain(AUTHOR + "name"),
    "lang": plain("post__lang"),
    "country": plain("post__country"),
    "followers": plain(AUTHOR + "followers"),
    "posted": plain("post__posted_at"),
    "is": (
        _STATES,
        lambda row: states_of(
            reply=bool(row["post__parent_id"]),
            repost=row["post__is_repost"],
            quote=row["post__is_quote"],
            verified=bool(row[AUTHOR + "verified"]),
            addressed=row["post__addressed"],
            advocate=bool(told(row["findings"], "advocate")),
        ),
    ),
    "has": (("media",), lambda row: frozenset(str(item.get("kind", "")) for item in row["media"])),
    "url": plain("post__url"),
    "links": (("links",), lambda row: frozenset(row["links"])),
    "tag": (("findings",), lambda row: frozenset(told(row["findings"], "tags").split())),
    "sentiment": plain("post__sentiment"),
    "intent": plain("post__intent"),
    "emotion": _found("emotion"),
    "risk": plain("post__risk"),
}
"""Value of a document -> where it comes from. ``topic`` comes from the mentions."""
NEEDS = {
    "author": ("author", "author_name"),
    "has": ("has", "links"),
    "url": ("url", "links"),
    "site": ("url", "links"),
    "hour": ("posted",),
    "age": ("posted",),
}
"""Field of a query -> the values it is answered from, where that is not the one of its name."""


def fields_of(query: Query) -> frozenset[str]:
    """The fields that a query names, ``title text bio`` with them."""
    return frozenset(_named(query.tree))


def _named(node: Node) -> Iterator[str]:
    if isinstance(node, Field | Within):
        yield node.name
    for child in children(node):
        yield from _named(child)


def values_for(fields: Collection[str]) -> frozenset[str]:
    """The values of a document that answer these fields."""
    return frozenset(value for name in fields for value in NEEDS.get(name, (name,)))


def current_versions(post_ids: Collection[int]) -> QuerySet[PostVersion]:
    """What these posts say now."""
    return PostVersion.objects.filter(post_id__in=post_ids, number=F("post__version"))


def read_documents(versions: QuerySet[PostVersion], fields: Collection[str]) -> Iterator[tuple[int, Document]]:
    """Post id and document of each version, with what ``fields`` ask of it and nothing else."""
    wanted = values_for(fields)
    reads = [(name, VALUES[name]) for name in sorted(wanted & VALUES.keys())]
    bio = (AUTHOR + "bio",) if "bio" in fields else ()
    needed = {"post_id", "title", "text", *bio, *(column for _, (some, _) in reads for column in some)}
    rows = list(versions.values(*sorted(needed)))
    topics = _topics([row["post_id"] for row in rows]) if "topic" in wanted else None
    for row in rows:
        values: dict[str, FieldValue] = {name: made(row) for name, (_, made) in reads}
        if topics is not None:
            values["topic"] = frozenset(topics[row["post_id"]])
        yield row["post_id"], Document(row["text"], row["title"], row[bio[0]] if bio else "", values)


def _topics(post_ids: Collection[int]) -> dict[int, list[str]]:
    """Names of the topics of each post."""
    found: dict[int, list[str]] = defaultdict(list)
    for post_id, name in Mention.objects.filter(post_id__in=post_ids).values_list("post_id", "topic__name"):
        found[post_id].append(name)
    return found
