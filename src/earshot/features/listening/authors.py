"""Who wrote: authors are made when first heard, and follow what the network says of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from earshot.features.listening.events import AuthorsChanged
from earshot.features.listening.intake import LONGEST_URL, Key, storable, web_address
from earshot.features.listening.models import Author
from earshot.kernel.clock import Clock
from earshot.ports.bus import publish
from earshot.ports.envelope import Envelope
from earshot.ports.heard import HeardAuthor
from earshot.web import bulk

DECISIVE = frozenset({"handle", "followers", "verified"})
"""What of an author is a fact of their conversations."""
PROFILE = ("handle", "name", "bio", "url", "followers", "verified", "ours", "profile_at")


def authors_of(heard: Sequence[Envelope], clock: Clock, loaded: Mapping[Key, Author]) -> dict[Key, Author]:
    """The author of each post, by (network, external id): ``loaded`` or found, brought up to date, or made."""
    if not heard:
        return {}
    told: dict[Key, tuple[HeardAuthor, bool, datetime | None]] = {}
    for envelope in heard:
        author = envelope.post.author
        complete = envelope.received_at if author.handle or envelope.source.mode in ("history", "work") else None
        told[(envelope.post.network, author.external_id)] = (author, envelope.ours, complete)
    found = {key: loaded[key] for key in told if key in loaded}
    found |= _stored(heard[0].source.workspace_id, told.keys() - found.keys())
    _follow(heard[0].source.workspace_id, {author: _learn(author, *told[key]) for key, author in found.items()})
    made = [
        _new(heard[0].source.workspace_id, network, *told[(network, external_id)])
        for network, external_id in told
        if (network, external_id) not in found
    ]
    bulk.insert_new(made)
    return found | {(author.network, author.external_id): author for author in made}


def _follow(workspace_id: int, news: Mapping[Author, Collection[str]]) -> None:
    """Store what was learnt of authors, and tell whoever has decided by what they were."""
    bulk.update([author for author, names in news.items() if names], PROFILE)
    decisive = tuple(author.pk for author, names in news.items() if DECISIVE.intersection(names))
    if decisive:
        publish(AuthorsChanged(workspace_id, decisive))


def _stored(workspace_id: int, keys: Iterable[Key]) -> dict[Key, Author]:
    ids: dict[str, list[str]] = {}
    for network, external_id in keys:
        ids.setdefault(network, []).append(external_id)
    return {
        (author.network, author.external_id): author
        for network, external in ids.items()
        for author in Author.objects.filter(workspace_id=workspace_id, network=network, external_id__in=external)
    }


def _new(workspace_id: int, network: str, told: HeardAuthor, ours: bool, complete: datetime | None) -> Author:
    author = bulk.new(Author, workspace_id=workspace_id, network=network, external_id=told.external_id)
    _learn(author, told, ours, complete)
    return author


def _learn(author: Author, told: HeardAuthor, ours: bool, complete: datetime | None) -> Collection[str]:
    """Take over what is told and differs; silence changes nothing. Answers the columns that changed."""
    words: dict[str, str | int | bool | datetime | None] = {
        "handle": storable(told.handle)[:200],
        "name": storable(told.name)[:300],
        "bio": storable(told.bio)[:5000],
        "url": web_address(told.url, LONGEST_URL),
        "followers": told.followers,
        "verified": told.verified,
    }
    news = {name: value for name, value in words.items() if value not in ("", None) and value != getattr(author, name)}
    if ours and not author.ours:
        news["ours"] = True
    if complete is not None and (news or author.profile_at is None):
        author.profile_at = complete
        news["profile_at"] = complete
    for name, value in news.items():
        setattr(author, name, value)
    return news.keys()


def learn_profiles(workspace_id: int, network: str, profiles: Sequence[HeardAuthor], at: datetime) -> list[Author]:
    """Profiles fetched for authors already stored; the authors found."""
    told = {(network, profile.external_id): (profile, False, at) for profile in profiles}
    found = _stored(workspace_id, told)
    news = {author: {"profile_at", *_learn(author, *told[key])} for key, author in found.items()}
    for author in news:
        author.profile_at = at
    _follow(workspace_id, news)
    return list(found.values())
