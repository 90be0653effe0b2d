"""What a deletion on the network leaves of a post: the tombstone and the counts, no word of it."""

from __future__ import annotations

from collections.abc import Sequence

from earshot.features.listening import search
from earshot.features.listening.events import PostsForgotten
from earshot.features.listening.models import Lesson, Mention, Post, PostVersion
from earshot.ports.bus import publish
from earshot.web import bulk


def blank(posts: Sequence[Post]) -> None:
    """Blank text, media and everything that quotes them, in every version. ``deleted_at`` is set by the caller."""
    if not posts:
        return
    for post in posts:
        post.url, post.native = "", {}
    bulk.update(posts, ("deleted_at", "url", "native"))
    versions = list(PostVersion.objects.filter(post__in=posts))
    for version in versions:
        version.title, version.text, version.media, version.links = "", "", [], []
        version.findings = {kind: {**found, "reasons": []} for kind, found in version.findings.items()}
    bulk.update(versions, ("title", "text", "media", "links", "findings"))
    Mention.objects.filter(post__in=posts).update(spans=[])
    Lesson.objects.filter(post__in=posts).delete()
    search.remove_terms([post.id for post in posts])
    publish(PostsForgotten(posts[0].workspace_id, tuple((post.network, post.canonical_id) for post in posts)))
