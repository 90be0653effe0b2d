"""Which post a key names, and which labels posts have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from earshot.features.listening.models import Topic, Unmatched
from earshot.features.listening.queries import access_posts
from earshot.features.people.models import Membership
from earshot.features.workshop.models import Label
from earshot.kernel.errors import NotFound

POST, SAMPLED, LABEL = "post", "sampled", "label"


@dataclass(frozen=True, slots=True)
class Named:
    """A post to be labelled. ``text`` is kept with the label where the post itself is not (``post_id`` None)."""

    network: str
    canonical_id: str
    post_id: int | None = None
    text: str = ""


def named(membership: Membership, topic: Topic, key: str) -> Named:
    """The post of a key. Raises NotFound; a post that was deleted on its network is not there any more."""
    kind, _colon, number = key.partition(":")
    found = _find(membership, topic, kind, int(number)) if number.isascii() and number.isdecimal() else None
    if found is None:
        raise NotFound(
            _("This post is not here any more."), _("Sampled posts are kept for seven days. Go on with another one.")
        )
    return found


def _find(membership: Membership, topic: Topic, kind: str, number: int) -> Named | None:
    if number >= 2**63:
        return None
    if kind == POST:
        post = access_posts(membership).filter(pk=number, deleted_at=None).first()
        return Named(post.network, post.canonical_id, post.pk) if post is not None else None
    if kind == SAMPLED:
        row = Unmatched.objects.filter(pk=number, workspace_id=membership.workspace_id).first()
        return Named(row.network, row.canonical_id, None, row.text) if row is not None else None
    label = Label.objects.filter(pk=number, topic=topic).first() if kind == LABEL else None
    return Named(label.network, label.canonical_id, label.post_id, label.text) if label is not None else None


def labels_of(topic: Topic | None, posts: Iterable[tuple[str, str]]) -> dict[tuple[str, str], bool]:
    """(network, canonical id) -> right or wrong, of those that have a label for the topic."""
    wanted = set(posts)
    if topic is None or not wanted:
        return {}
    rows = Label.objects.filter(topic=topic, canonical_id__in={canonical for _, canonical in wanted})
    found = rows.values_list("network", "canonical_id", "right")
    return {(network, canonical): right for network, canonical, right in found if (network, canonical) in wanted}
