"""Names and threads, from anybody who can be asked: our own server, or the public AppView."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from earshot.connectors.bluesky.records import post_of, split_uri
from earshot.connectors.bluesky.xrpc import Params, Refused
from earshot.ports.heard import HeardAuthor, HeardPost

AT_ONCE = 25
"""Profiles that the network gives in one answer."""
HEIGHT = 80
"""Posts above one post that are read."""

Ask = Callable[[str, Params], Awaitable[dict[str, Any]]]
"""A query by method name."""


async def profiles(ask: Ask, dids: Sequence[str]) -> list[HeardAuthor]:
    """Those of the accounts that still exist."""
    found: list[HeardAuthor] = []
    for first in range(0, len(dids), AT_ONCE):
        answer = await ask("app.bsky.actor.getProfiles", {"actors": list(dids[first : first + AT_ONCE])})
        found += [author for each in answer.get("profiles", []) if (author := author_of(each)) is not None]
    return found


async def ancestors(ask: Ask, post: HeardPost) -> list[HeardPost]:
    """The posts above, oldest first, as far as they stand and may be seen."""
    if not post.parent_id:
        return []
    params = {"uri": post.canonical_id, "depth": "0", "parentHeight": str(HEIGHT)}
    try:
        answer = await ask("app.bsky.feed.getPostThread", params)
    except Refused:  # deleted, or its author shows it only to those who signed in
        return []
    above: list[HeardPost] = []
    node = _parent(answer.get("thread"))
    while node is not None:
        heard = viewed(node.get("post"))
        if heard is not None:
            above.append(heard)
        node = _parent(node)
    return above[::-1]


def viewed(view: object) -> HeardPost | None:
    """A post as views carry it: its record with its author's profile."""
    if not isinstance(view, dict) or not isinstance(view.get("record"), dict):
        return None
    author = author_of(view.get("author"))
    did, _, rkey = split_uri(str(view.get("uri", "")))
    if author is None or not rkey:
        return None
    return post_of(did, rkey, view["record"], str(view.get("cid", "")), author)


def author_of(profile: object) -> HeardAuthor | None:
    """An author as profiles tell; None where it is none."""
    if not isinstance(profile, dict) or not isinstance(profile.get("did"), str):
        return None
    followers, verification = profile.get("followersCount"), profile.get("verification")
    handle = str(profile.get("handle") or "")
    return HeardAuthor(
        external_id=profile["did"],
        handle="" if handle == "handle.invalid" else handle,
        name=str(profile.get("displayName") or ""),
        bio=str(profile.get("description") or ""),
        url=f"https://bsky.app/profile/{profile['did']}",
        followers=followers if isinstance(followers, int) else None,
        verified=verification.get("verifiedStatus") == "valid" if isinstance(verification, dict) else None,
    )


def _parent(node: object) -> dict[str, Any] | None:
    """The node above; None at the root and where a post is gone or hidden."""
    parent = node.get("parent") if isinstance(node, dict) else None
    return parent if isinstance(parent, dict) and "post" in parent else None
