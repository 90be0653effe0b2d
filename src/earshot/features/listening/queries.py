"""Every read of the feature. ``access_*`` are the only doors to its rows for people; the others serve the machine."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, TypeVar

from django.db.models import Model, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from earshot.engine.query import Query
from earshot.features.listening import holding
from earshot.features.listening.actions.channels import secrets_of
from earshot.features.listening.counting import count_matching
from earshot.features.listening.documents import document_of
from earshot.features.listening.finding import HIGHEST, Asked, Looked, asked, load, matching_posts
from earshot.features.listening.models import Author, Channel, Heard, Import, Post, Topic
from earshot.features.listening.seeing import Seeing, seen_by
from earshot.features.people.models import Membership, Workspace
from earshot.kernel.errors import BadInput, NotFound
from earshot.kernel.texts import say
from earshot.ports.connector import Tools
from earshot.ports.envelope import Mode
from earshot.ports.heard import HeardAuthor, HeardPost, Media
from earshot.ports.services import services
from earshot.web.prepared import Prepared

__all__ = ["document_of", "load"]

Row = TypeVar("Row", bound=Model)

COUNT_SECONDS = 1.5
SEARCH_SECONDS = 1.5


# -- doors -------------------------------------------------------------------------------------------------------------


def access_channels(membership: Membership) -> QuerySet[Channel]:
    """The workspace's channels, not the removed ones, nor imports; without secrets. By name."""
    mine = Channel.objects.filter(workspace=membership.workspace_id, removed_at=None, source_file=None)
    return mine.defer("secrets").order_by("name", "id")


def access_topics(membership: Membership) -> QuerySet[Topic]:
    """The workspace's topics that are not archived, by name; of personal watches only the member's own."""
    seen = Q(watcher=None) | Q(watcher=membership)
    return Topic.objects.filter(seen, workspace=membership.workspace_id, archived_at=None).order_by("name", "id")


def access_posts(membership: Membership) -> QuerySet[Post]:
    """The workspace's posts that the member may see with author and channel, newest first by id (never by rank): not
    those that only somebody else's own watch keeps."""
    mine = Post.objects.filter(seen_by(membership), workspace=membership.workspace_id)
    return mine.select_related("author", "channel").defer("channel__secrets").order_by("-id")


def access_imports(membership: Membership) -> QuerySet[Import]:
    """The workspace's imports, newest first."""
    return Import.objects.filter(workspace=membership.workspace_id).select_related("by").order_by("-id")


def access_channel(membership: Membership, channel_id: int) -> Channel:
    """One channel of the workspace. Raises NotFound."""
    return _one(
        access_channels(membership).filter(pk=channel_id).first(), _("There is no such channel in this workspace.")
    )


def access_topic(membership: Membership, name: str) -> Topic:
    """One topic of the workspace by its name, without regard to case. Raises NotFound."""
    return _one(
        access_topics(membership).filter(name__iexact=name).first(), _("There is no such topic in this workspace.")
    )


def access_topic_by_id(membership: Membership, topic_id: int) -> Topic:
    """One topic of the workspace by its number. Raises NotFound."""
    return _one(access_topics(membership).filter(pk=topic_id).first(), _("There is no such topic in this workspace."))


def access_post(membership: Membership, post_id: int) -> Post:
    """One post of the workspace. Raises NotFound."""
    return _one(access_posts(membership).filter(pk=post_id).first(), _("There is no such post in this workspace."))


def access_import(membership: Membership, import_id: int) -> Import:
    """One import of the workspace. Raises NotFound."""
    return _one(
        access_imports(membership).filter(pk=import_id).first(), _("There is no such import in this workspace.")
    )


def _one(found: Row | None, missing: str) -> Row:
    if found is None:
        raise NotFound(missing, _("Open the list and choose one."))
    return found


# -- reading posts -----------------------------------------------------------------------------------------------------


def thread_posts(membership: Membership, network: str, thread_key: str) -> list[Post]:
    """The posts of a thread that we know with their authors, oldest first by the network's clock."""
    return _thread_posts(membership.workspace_id, network, thread_key)


@Prepared
def _thread_posts(workspace_id: int, network: str, thread_key: str) -> QuerySet[Post]:
    found = Post.objects.filter(workspace=workspace_id, network=network, thread_key=thread_key)
    return found.select_related("author").defer("native").order_by("posted_at", "id")[:1000]


def search_posts(membership: Membership, query: Query, limit: int = 50, below: int = HIGHEST) -> Looked:
    """Posts that match, newest first; ``below`` (an id) goes on behind the last page. Bounded: see :class:`Looked`."""
    until = time.monotonic() + SEARCH_SECONDS
    return matching_posts(
        membership.workspace_id, query, _asked(membership), limit=limit, below=below, until=until,
        seeing=Seeing(membership),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """How many posts match. ``exact`` is False where counting stopped: at least ``number`` among those looked at, the
    oldest of which was posted at ``back_to``."""

    number: int
    exact: bool
    back_to: datetime | None
    newest: tuple[Post, ...] = ()


def count_matches(membership: Membership, query: Query, limit: int = 10_000) -> Count:
    """How many stored posts match, for the topic page as one types: of ``limit`` candidates, or of 1.5 seconds."""
    until = time.monotonic() + COUNT_SECONDS
    seeing = Seeing(membership)
    counted = count_matching(membership.workspace_id, query, _asked(membership), seeing, scan=limit, until=until)
    newest = Post.objects.in_bulk(counted.newest)
    return Count(
        counted.number,
        counted.back_to is None,
        counted.back_to,
        tuple(newest[pk] for pk in counted.newest if pk in newest),
    )


def _asked(membership: Membership) -> Asked:
    return asked(membership.workspace, services().clock.now())


def heard_post(post: Post) -> HeardPost:
    """The stored post as a connector knows it: what an answer to it needs."""
    version = post.versions.get(number=post.version)
    author = post.author
    return HeardPost(
        network=post.network,
        canonical_id=post.canonical_id,
        author=HeardAuthor(
            author.external_id, author.handle, author.name, author.bio, author.url, author.followers, author.verified
        ),
        text=version.text,
        title=version.title,
        posted_at=post.posted_at,
        lang=post.lang if post.lang != "und" else "",
        kind=post.kind,  # type: ignore[arg-type]  # a plain text column; written from PostKind only
        is_repost=post.is_repost,
        is_quote=post.is_quote,
        parent_id=post.parent_id,
        root_id=post.thread_key if post.thread_key != post.canonical_id else "",
        url=post.url,
        country=post.country,
        media=tuple(Media(item["kind"], item.get("url", ""), item.get("alt", "")) for item in version.media),
        links=tuple(version.links),
        addressed=post.addressed,
        native=post.native,
    )


# -- for the machine ---------------------------------------------------------------------------------------------------


def open_session(channel: Channel) -> object:
    """The channel's session: unseals its secrets and opens its connector.

    Raises:
        BadInput: the connector is not installed, refuses the settings, or the secrets cannot be unsealed.
        ConnectorError: what the connector itself says.
    """
    connector = services().connectors.get(channel.kind)
    if connector is None:
        raise BadInput(
            say("The connector %(kind)s is not installed.", kind=channel.kind),
            say("Install it, or remove the channel."),
        )
    config = {str(name): str(value) for name, value in channel.config.items()}
    return connector.open({**config, **secrets_of(channel)}, Tools(services().http(), services().clock))


def hearing_channels() -> list[Channel]:
    """Channels of every workspace that are to be listened to, oldest first."""
    active = Channel.objects.filter(active=True, removed_at=None, source_file=None)
    return list(active.select_related("workspace").order_by("id"))


def mode_of(channel: Channel, lane: Literal["stream", "pull"]) -> Mode:
    """How what a lane brings is kept: of a public stream only what matches, of our own account everything."""
    return "stream" if lane == "stream" else "channel"


def authors_to_look_up(channel_id: int, limit: int) -> list[str]:
    """Ids of authors of the channel's network whom the stream named only by id; newest first."""
    channel = Channel.objects.filter(pk=channel_id).first()
    if channel is None:
        return []
    unknown = Author.objects.filter(workspace=channel.workspace_id, network=channel.kind, profile_at=None)
    return list(unknown.order_by("-id").values_list("external_id", flat=True)[:limit])


def imports_to_run() -> list[int]:
    """Imports that wait to be read and that no other process holds, oldest first."""
    waiting = Import.objects.filter(holding.free(services().clock.now()), state__in=holding.OPEN).order_by("id")
    return list(waiting.values_list("id", flat=True))


def heard_lately(
    channel_ids: Sequence[int], at: datetime, over: timedelta = timedelta(days=1)
) -> dict[int, tuple[int, int]]:
    """(heard, kept) by channel over the time before ``at``: "12,340 heard, 0 matched"."""
    rows = (
        Heard.objects.filter(channel_id__in=channel_ids, hour__gt=at - over, hour__lte=at)
        .values("channel_id")
        .annotate(all_heard=Sum("heard"), all_kept=Sum("kept"))
    )
    return {row["channel_id"]: (row["all_heard"], row["all_kept"]) for row in rows}


def interrupted_import(workspace: Workspace, path: Path) -> Import | None:
    """The newest import of this file that was begun, not finished, and that nobody reads now."""
    free = holding.free(services().clock.now())
    waiting = Import.objects.filter(free, workspace=workspace, path=str(path), state__in=holding.OPEN)
    return waiting.order_by("-id").first()
