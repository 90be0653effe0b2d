"""What the fields of a post are called where a person says which column holds them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELD_NAMES: dict[str, Promise] = {
    "text": _("Text"),
    "title": _("Title"),
    "posted": _("Time"),
    "time_of_day": _("Time of day, where it has a column of its own"),
    "author": _("Author's account"),
    "author_name": _("Author's name"),
    "network": _("Network"),
    "url": _("Address"),
    "id": _("Identity of the post"),
    "kind": _("Kind"),
    "lang": _("Language"),
    "country": _("Country (two letters)"),
    "sentiment": _("Sentiment"),
    "rating": _("Stars (1 to 5)"),
    "topics": _("Topics"),
    "tags": _("Tags of the post"),
    "brand": _("Brand"),
    "market": _("Market"),
    "author_id": _("Author's identity"),
    "followers": _("Author's followers"),
    "verified": _("Author is verified"),
    "bio": _("Author's biography"),
    "reply_to": _("Identity of the post it answers"),
    "root": _("Identity of the thread"),
    "is": _("Repost or quote"),
    "media": _("Media"),
    "intent": _("Intent"),
    "emotion": _("Emotion"),
    "risk": _("Risk (0 to 100)"),
    "advocate": _("Brand advocate"),
}
"""In the order in which they are asked for: what every export has comes first."""
USUAL = 9
"""So many of them are always shown; the others where a column was found, else folded away."""
