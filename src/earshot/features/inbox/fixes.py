"""What can be corrected of a conversation in two keystrokes: what stands there, by whom, and the choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from earshot.features.conversations.models import Conversation
from earshot.features.inbox import labels
from earshot.features.listening.lessons import NOT_ABOUT_US, lesson_of, topic_kind
from earshot.features.listening.lessons_told import Likewise, Reason, reasons_of, set_aside_like
from earshot.features.listening.models import Correction, PostVersion, Topic
from earshot.features.listening.queries import access_topics
from earshot.features.people.models import Membership
from earshot.features.people.queries import stand_in
from earshot.web.prepared import Prepared

KEYS = {"sentiment": "m", "intent": "i", "language": "l", "risk": "h", "topic": "o"}
"""One key opens the choices, a digit takes one. (``x`` is "not about us".)"""
RISKS = ("0", "30", "70", "90")
DIGITS = "123456789"
TOPIC_DIGITS = DIGITS + "0"
"""A topic is taken out by its own digit, so that 0, which elsewhere takes a word back, is the tenth."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One word to choose. ``digit`` is "" where none is left for it."""

    value: str
    word: str | Promise
    digit: str
    current: bool
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Fix:
    """One finding. ``said``: the word of a person that stands, to which an undo goes back ("" where the machine's
    stands); ``by`` whose it is; ``reason`` where it was learnt from another post."""

    kind: str
    label: str
    word: str
    choices: tuple[Choice, ...]
    said: str = ""
    by: str = ""
    reason: Reason | None = None

    @property
    def key(self) -> str:
        return KEYS[self.kind]

    @property
    def many(self) -> bool:
        """More choices than digits: a field finds the others."""
        return any(not choice.digit for choice in self.choices)


@dataclass(slots=True)
class Fixes:
    """All of a conversation's. ``foreign``: its newest post is called not about us, by a person or a lesson."""

    found: list[Fix] = field(default_factory=list)
    foreign: Correction | None = None
    foreign_reason: Reason | None = None
    likewise: list[Likewise] = field(default_factory=list)
    """Later posts that are not about us because this one is not."""


@Prepared
def _known_topics(workspace_id: int, seat: int) -> QuerySet[Topic]:
    return access_topics(stand_in(workspace_id, seat))


@Prepared
def _corrections(post_id: int) -> QuerySet[Correction]:
    return Correction.objects.filter(post=post_id).select_related("by")


@Prepared
def _found_in(post_id: int, version: int) -> QuerySet[PostVersion, dict[str, Any]]:
    return PostVersion.objects.filter(post=post_id, number=version).values_list("findings", flat=True)


def read_fixes(conversation: Conversation, membership: Membership) -> Fixes:
    """Of the newest post, by the facts of the conversation."""
    post = conversation.newest_post
    said = {each.kind: each for each in _corrections(post.pk)}
    findings = _found_in.first(post.pk, post.version)
    lessons = {kind: lesson_of(str(found.get("by", ""))) for kind, found in (findings or {}).items()}
    lessons |= {kind: each.lesson_id or 0 for kind, each in said.items()}
    reasons = reasons_of(membership, {number for number in lessons.values() if number})
    why = {kind: reasons.get(number) for kind, number in lessons.items()}
    fixes = Fixes(
        [*_findings(conversation, said, why), _topics(conversation, membership, said, why)],
        said.get(NOT_ABOUT_US),
        why.get(NOT_ABOUT_US),
    )
    if fixes.foreign is not None and fixes.foreign.lesson_id is None:
        fixes.likewise = set_aside_like(membership, post)
    return fixes


def _findings(each: Conversation, said: Mapping[str, Correction], why: Mapping[str, Reason | None]) -> list[Fix]:
    words = labels.found_words(each.sentiment, each.intent, each.lang)
    stands = {"sentiment": each.sentiment, "intent": each.intent, "language": each.lang, "risk": str(each.risk)}
    titles = {"sentiment": _("Sentiment"), "intent": _("Intent"), "language": _("Language"), "risk": _("Risk")}
    offered: dict[str, Mapping[str, str | Promise]] = {
        "sentiment": labels.SENTIMENTS,
        "intent": labels.INTENTS,
        "language": labels.LANGUAGES,
        "risk": {risk: risk for risk in RISKS},
    }
    return [
        Fix(
            kind,
            titles[kind],
            words.get(kind, value),
            _choices(offered[kind], value, kind == "language"),
            said[kind].value if kind in said else "",
            said[kind].by.name if kind in said else "",
            why.get(kind),
        )
        for kind, value in stands.items()
    ]


def _choices(offered: Mapping[str, str | Promise], current: str, tongues: bool) -> tuple[Choice, ...]:
    return tuple(
        Choice(value, word, DIGITS[place : place + 1], value == current, value if tongues else "")
        for place, (value, word) in enumerate(offered.items())
    )


def _topics(
    each: Conversation, membership: Membership, said: Mapping[str, Correction], why: Mapping[str, Reason | None]
) -> Fix:
    held = {name.casefold() for name in each.topics}
    topics = _known_topics(membership.workspace_id, membership.pk)
    choices = tuple(
        Choice(str(topic.pk), str(topic), TOPIC_DIGITS[place : place + 1], topic.name.casefold() in held)
        for place, topic in enumerate(topics)
    )
    kinds = [topic_kind(topic.pk) for topic in topics]
    by = next((said[kind].by.name for kind in kinds if kind in said and said[kind].lesson_id is None), "")
    reason = next((why[kind] for kind in kinds if why.get(kind) is not None), None)
    return Fix("topic", _("Topics"), ", ".join(each.topics) or _("none"), choices, by=by, reason=reason)
