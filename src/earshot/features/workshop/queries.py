"""Every read of the feature. ``access_*`` are the only doors to its rows for people."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from earshot.features.listening.models import Topic
from earshot.features.listening.queries import access_topics
from earshot.features.people.models import Membership
from earshot.features.workshop.comparing import compare_slice
from earshot.features.workshop.items import Change, Compared, Item, NearMiss, Slice
from earshot.features.workshop.models import Label, TopicVersion
from earshot.features.workshop.proposing import Proposal, Proposals, proposals
from earshot.features.workshop.receiving import Receivers, receivers
from earshot.features.workshop.slices import try_slice
from earshot.features.workshop.testing import TopicTest, from_json
from earshot.features.workshop.topic_text import TopicText, write_topic_text
from earshot.kernel.errors import NotFound

__all__ = [
    "Change",
    "Compared",
    "Item",
    "NearMiss",
    "Proposal",
    "Proposals",
    "Receivers",
    "Slice",
    "access_labels",
    "access_version",
    "access_versions",
    "compare_slice",
    "newest_version",
    "proposals",
    "receivers",
    "topic_tests",
    "topic_text",
    "try_slice",
]


def access_versions(membership: Membership, topic: Topic) -> QuerySet[TopicVersion]:
    """The versions of a topic that the member may see, with who saved them, the newest first."""
    mine = TopicVersion.objects.filter(topic=topic, topic__in=access_topics(membership))
    return mine.select_related("by", "topic").order_by("-number")


def access_version(membership: Membership, topic: Topic, number: int) -> TopicVersion:
    """One version. Raises NotFound."""
    found = access_versions(membership, topic).filter(number=number).first()
    if found is None:
        raise NotFound(_("There is no such version of this topic."), _("Open the list and choose one."))
    return found


def access_labels(membership: Membership, topic: Topic) -> QuerySet[Label]:
    """What people said of posts for this topic, the newest word first."""
    mine = Label.objects.filter(topic=topic, topic__in=access_topics(membership))
    return mine.select_related("by", "post").order_by("-at", "-id")


def newest_version(topic: Topic) -> TopicVersion | None:
    """The version in force; None for a topic that was never saved through its action."""
    return TopicVersion.objects.filter(topic=topic).order_by("-number").first()


def topic_tests(topic: Topic) -> tuple[TopicTest, ...]:
    """The tests that the topic has now."""
    version = newest_version(topic)
    return from_json(version.tests) if version is not None else ()


def topic_text(topic: Topic) -> str:
    """The topic with its tests as a document (``topic_text.read_topic_text`` reads it)."""
    return write_topic_text(TopicText(topic.name, topic.title, topic.query, topic_tests(topic)))
