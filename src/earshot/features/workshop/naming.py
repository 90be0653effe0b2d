"""What may stand in a query of this workspace, for completion as one types."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from earshot.engine.query.fields import TEXT_FIELDS, TOPIC_FIELDS
from earshot.features.listening.models import Post
from earshot.features.listening.queries import access_channels, access_topics
from earshot.features.people.models import Membership
from earshot.ports.services import services

MOST = 60
"""Values of a field."""
_LANGUAGES = ("zh-Hant", "zh-Hans", "zh", "en", "ja", "ko", "id", "vi", "th", "ms", "de", "fr", "es", "pt")
_SEEN = 2_000
"""Newest posts whose countries are proposed."""

_HINTS: dict[str, Promise] = {
    "lang": _("language"), "network": _("network"), "channel": _("channel that heard it"), "brand": _("brand"),
    "market": _("market"), "kind": _("kind of post"), "author": _("who wrote it"), "country": _("country"),
    "url": _("address of the post or in it"), "site": _("site of the post or in it"), "has": _("what is in it"),
    "followers": _("followers of the author"), "posted": _("when it was posted"), "hour": _("hour of the day"),
    "is": _("what it is"), "title": _("only in the title"), "text": _("only in the text"),
    "bio": _("only in the author's profile"),
}  # fmt: skip
_OPERATORS: tuple[tuple[str, Promise], ...] = (
    ("AND", _("both")), ("OR", _("one of them")), ("NOT", _("without it")),
    ("NEAR/", _("at most so many words between")), ("ONEAR/", _("the same, in this order")),
    ("SENTENCE", _("in the same sentence")), ("ATLEAST/", _("at least so many of these")),
)  # fmt: skip


def names(membership: Membership) -> dict[str, object]:
    """Fields with their values, and operators; each with a word about it in the reader's language."""
    known = _known(membership)
    fields = [
        {
            "name": name,
            "values": list(known.get(name, TOPIC_FIELDS.specs[name].vocabulary if name in TOPIC_FIELDS.specs else ())),
            "hint": str(_HINTS.get(name, "")),
        }
        for name in (*TOPIC_FIELDS.specs, *TEXT_FIELDS)
    ]
    return {"fields": fields, "operators": [{"name": name, "hint": str(hint)} for name, hint in _OPERATORS]}


def _known(membership: Membership) -> dict[str, Iterable[str]]:
    """Values that this workspace has."""
    channels = list(access_channels(membership).values_list("name", "brand", "market", "kind"))
    brands = access_topics(membership).values_list("brand", flat=True)
    newest = Post.objects.filter(workspace=membership.workspace_id).order_by("-id")[:_SEEN]
    seen = set(newest.values_list("network", "country"))
    return {
        "lang": _LANGUAGES,
        "channel": _sorted(row[0] for row in channels),
        "brand": _sorted([*(row[1] for row in channels), *brands]),
        "market": _sorted(row[2] for row in channels),
        "network": _sorted([*services().connectors, *(network for network, _country in seen)]),
        "country": _sorted(country for _network, country in seen),
    }


def _sorted(values: Iterable[str]) -> list[str]:
    return sorted({value for value in values if value}, key=str.casefold)[:MOST]
