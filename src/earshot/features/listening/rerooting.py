"""A parent that is heard after its replies: the thread of the replies becomes the parent's.

Some networks name only the parent of a reply, not the root of its thread. A reply whose parent is not stored is
therefore filed under the parent's identity (``storing._thread_of``). Where the parent turns out to be a reply itself,
all that is filed under it belongs to the thread that it belongs to; so every post of a thread bears one key, in
whatever order a network tells them. Nothing else of a post changes; a parent that starts its thread changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from earshot.features.listening.events import ThreadsJoined
from earshot.features.listening.intake import Key
from earshot.features.listening.models import Post
from earshot.ports.bus import publish


def reroot(workspace_id: int, new: Iterable[Post], loaded: Iterable[Post]) -> None:
    """Move the posts that were filed under these new ones, in the caller's transaction, and tell which threads became
    one. ``loaded``: rows that are in hand, which move too."""
    above = {(post.network, post.canonical_id): post.thread_key for post in new if post.thread_key != post.canonical_id}
    moves = {key: root for key in above if (root := _root(key, above)) != key[1]}
    moves = {key: moves[key] for key in _filed_under(workspace_id, moves)}
    for (network, old), root in moves.items():
        Post.objects.filter(workspace_id=workspace_id, network=network, thread_key=old).update(thread_key=root)
    for post in loaded:
        post.thread_key = moves.get((post.network, post.thread_key), post.thread_key)
    if moves:
        publish(ThreadsJoined(workspace_id, tuple((network, old, root) for (network, old), root in moves.items())))


def _root(key: Key, above: Mapping[Key, str]) -> str:
    """The highest key that is known; where hostile posts stand in a circle, the post's own."""
    network, thread = key
    seen = set()
    while (network, thread) in above:
        if thread in seen:
            return key[1]
        seen.add(thread)
        thread = above[network, thread]
    return thread


def _filed_under(workspace_id: int, keys: Iterable[Key]) -> list[Key]:
    """Those of the keys under which any post is filed."""
    by_network: dict[str, list[str]] = {}
    for network, key in keys:
        by_network.setdefault(network, []).append(key)
    return [
        (network, key)
        for network, wanted in by_network.items()
        for key in Post.objects.filter(workspace_id=workspace_id, network=network, thread_key__in=wanted)
        .order_by("thread_key")
        .values_list("thread_key", flat=True)
        .distinct()
    ]
