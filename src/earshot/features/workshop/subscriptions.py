"""What the workshop does at the news of others."""

from __future__ import annotations

from earshot.features.listening.events import AccountForgotten, PostsForgotten, TopicSaved
from earshot.features.workshop.keeping import forget, forget_account, keep_version
from earshot.ports import bus


def subscribe() -> None:
    """Called when Django is ready. Subscribing twice is once."""
    bus.subscribe(TopicSaved, keep_version)
    bus.subscribe(PostsForgotten, forget)
    bus.subscribe(AccountForgotten, forget_account)
