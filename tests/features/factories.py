"""Small makers of rows for tests. Every one fills in what a test does not care about.

They write rows directly (listening's, people's), so that a test of one feature does not depend on the actions of
another. ``post`` makes the version too; ``heard`` wraps a post in the envelope in which the road carries it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from typing import Literal

from earshot.features.conversations.models import Conversation, Entry
from earshot.features.listening.models import Author, Channel, Mention, Post, PostVersion, Topic
from earshot.features.people.models import Membership, Person, Role, Workspace
from earshot.ports.envelope import Envelope, Mode, Source
from earshot.ports.heard import HeardAuthor, HeardDeletion, HeardEvent, HeardPost, Media

MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday, 10:00 in Taipei; what the ``clock`` fixture shows."""

_number = count(1)


def a_workspace(slug: str = "", zone: str = "Asia/Taipei", **fields: object) -> Workspace:
    """A workspace without anybody in it."""
    slug = slug or f"workspace-{next(_number)}"
    return Workspace.objects.create(
        **{"name": slug.title(), "slug": slug, "zone": zone, "created_at": MORNING} | fields
    )


def a_person(name: str = "") -> Person:
    """Somebody who could sign in (with a password that nothing matches)."""
    name = name or f"person-{next(_number)}"
    person = Person(email=f"{name}-{next(_number)}@example.org".lower(), name=name)
    person.set_unusable_password()
    person.save()
    return person


def a_member(workspace: Workspace, handle: str, role: str = Role.MEMBER, *, empty: bool = False) -> Membership:
    """A seat, taken by a new person unless ``empty``."""
    return Membership.objects.create(
        workspace=workspace,
        person=None if empty else a_person(handle),
        handle=handle,
        name=handle.title(),
        role=role,
        created_at=MORNING,
    )


def members(workspace: Workspace, *handles: str) -> dict[str, Membership]:
    """Several seats by handle; the first is the owner."""
    return {
        handle: a_member(workspace, handle, Role.OWNER if index == 0 else Role.MEMBER)
        for index, handle in enumerate(handles)
    }


def a_channel(
    workspace: Workspace, name: str = "", kind: str = "replay", *, speaks_as: str = "", **fields: object
) -> Channel:
    """A channel; ``speaks_as`` gives it an account of that handle."""
    account = {"account_id": f"id:{speaks_as}", "account_handle": speaks_as} if speaks_as else {}
    return Channel.objects.create(
        **{"workspace": workspace, "kind": kind, "name": name or f"channel-{next(_number)}", "created_at": MORNING}
        | account
        | fields
    )


def a_topic(workspace: Workspace, name: str, query: str = "", **fields: object) -> Topic:
    """A topic; its query is its name unless given."""
    return Topic.objects.create(
        **{"workspace": workspace, "name": name, "query": query or name, "created_at": MORNING, "changed_at": MORNING}
        | fields
    )


def an_author(workspace: Workspace, handle: str = "", network: str = "testnet", **fields: object) -> Author:
    """Somebody outside (``ours=True``: one of our accounts)."""
    handle = handle or f"author-{next(_number)}"
    return Author.objects.create(
        **{"workspace": workspace, "network": network, "external_id": f"id:{handle}", "handle": handle} | fields
    )


def a_post(
    channel: Channel,
    author: Author,
    text: str = "hello",
    *,
    topics: Iterable[Topic] = (),
    parent: Post | None = None,
    at: datetime = MORNING,
    **fields: object,
) -> Post:
    """A stored post with its first version; ``at`` is both posted and received unless fields say otherwise."""
    canonical = str(fields.pop("canonical_id", f"test://{author.handle}/{next(_number)}"))
    media, links = fields.pop("media", []), fields.pop("links", [])
    post = Post.objects.create(
        **{
            "workspace": channel.workspace,
            "network": author.network,
            "canonical_id": canonical,
            "author": author,
            "channel": channel,
            "parent_id": parent.canonical_id if parent else "",
            "thread_key": parent.thread_key if parent else canonical,
            "ours": author.ours,
            "posted_at": at,
            "received_at": at,
        }
        | fields
    )
    PostVersion.objects.create(post=post, number=1, text=text, media=media, links=links, seen_at=at)
    Mention.objects.bulk_create(Mention(post=post, topic=topic) for topic in topics)
    return post


def heard(
    post: Post,
    outcome: Literal["new", "edited", "deleted", "seen"] = "new",
    mode: Mode = "channel",
    *,
    at: datetime | None = None,
) -> Envelope:
    """The envelope of a stored post, as ``store`` hands it to ``thread``."""
    event: HeardEvent
    if outcome == "deleted":
        event = HeardDeletion(post.network, post.canonical_id)
    else:
        author = HeardAuthor(post.author.external_id, post.author.handle)
        said = post.versions.get(number=post.version)
        event = HeardPost(
            post.network,
            post.canonical_id,
            author,
            said.text,
            title=said.title,
            media=tuple(Media(**{"url": "", **item}) for item in said.media),
            links=tuple(said.links),
            posted_at=post.posted_at,
            parent_id=post.parent_id,
        )
    source = Source(post.workspace_id, post.channel_id, mode)
    return Envelope(
        event, source, at or post.received_at, ours=post.ours, addressed=post.addressed, stored=post, outcome=outcome
    )


def a_conversation(post: Post, accountable: Membership, **fields: object) -> Conversation:
    """A conversation of one outside post, with its entry, without decision or assignment."""
    version = post.versions.get(number=post.version)
    conversation = Conversation.objects.create(
        **{
            "workspace": post.workspace,
            "author": post.author,
            "network": post.network,
            "thread_key": post.thread_key,
            "channel": post.channel,
            "opened_at": post.received_at,
            "newest_post": post,
            "newest_at": post.posted_at,
            "snippet": version.text[:200],
            "turn_since": post.received_at,
            "accountable": accountable,
            "role": "desk",
        }
        | fields
    )
    Entry.objects.create(conversation=conversation, post=post, received_at=post.received_at)
    return conversation
