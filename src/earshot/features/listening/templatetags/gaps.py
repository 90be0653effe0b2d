"""Times in which channels heard nothing, for templates."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from earshot.features.listening import gaps
from earshot.features.listening.models import Channel
from earshot.ports.services import services

register = template.Library()


@register.simple_tag
def gaps_of(channel: Channel) -> list[gaps.GapLine]:
    """The newest gaps of one channel."""
    return gaps.gaps_of(channel)


@register.simple_tag
def recent_gaps(channels: Sequence[Channel]) -> dict[int, gaps.GapLine]:
    """The newest gap worth a line, by channel."""
    return gaps.recent_gaps(channels, services().clock.now())


@register.filter
def of(found: dict[int, gaps.GapLine], channel: Channel) -> gaps.GapLine | None:
    """The one of a channel."""
    return found.get(channel.pk)
