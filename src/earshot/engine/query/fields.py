"""The fields of the language, and which of them each evaluator has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from earshot.kernel.texts import Said, say

FieldKind = Literal["open", "closed", "number", "time", "hour", "age"]

TEXT_FIELDS = ("title", "text", "bio")
DEFAULT_SCOPE = ("title", "text")
"""Where terms look that no ``title:`` ``text:`` ``bio:`` restricts."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: how its values are read, the closed vocabulary where it has one, and the highest number where there is
    one (said in refusals; a query may ask for more, and finds nothing)."""

    name: str
    kind: FieldKind
    vocabulary: tuple[str, ...] = ()
    most: int = 0


@dataclass(frozen=True, slots=True)
class FieldSet:
    """What one evaluator knows: its name in messages, its fields, and whether it has text to search."""

    name: Said
    specs: dict[str, FieldSpec]
    text: bool = True

    def __contains__(self, name: str) -> bool:
        return name in self.specs or (self.text and name in TEXT_FIELDS)


_OWN_IS = ("reply", "repost", "quote", "question", "verified", "addressed")
_ALL_IS = (*_OWN_IS, "advocate", "unanswered", "overdue")
_POLICY_IS = (*_OWN_IS, "advocate")
_OPEN = (
    *("lang", "network", "channel", "brand", "market", "author", "country", "url", "site", "topic", "tag"),
    *("team", "assignee", "campaign"),
)
_CLOSED = {
    "kind": ("post", "comment", "message", "review", "mail", "news"),
    "state": ("new", "assigned", "waiting", "resolved", "snoozed", "reopened", "open"),
    "sentiment": ("negative", "neutral", "positive"),
    "intent": ("complaint", "question", "praise", "purchase", "press", "job", "spam", "other"),
    "emotion": (
        *("anger", "anticipation", "disgust", "fear", "joy", "love", "neutral", "optimism", "sadness", "surprise"),
        "trust",
    ),
    "is": _ALL_IS,
    "has": ("link", "image", "video", "media", "hashtag", "mention", "question"),
}
_KINDS: dict[str, FieldKind] = {
    "followers": "number",
    "posted": "time",
    "hour": "hour",
    "age": "age",
}

ALL: dict[str, FieldSpec] = {
    **{name: FieldSpec(name, "open") for name in _OPEN},
    **{name: FieldSpec(name, "closed", words) for name, words in _CLOSED.items()},
    **{name: FieldSpec(name, kind) for name, kind in _KINDS.items()},
    "risk": FieldSpec("risk", "number", most=100),
}
"""Every field of the language except the text fields."""


def _choose(names: Iterable[str], states: tuple[str, ...]) -> dict[str, FieldSpec]:
    chosen = {name: ALL[name] for name in names}
    chosen["is"] = replace(ALL["is"], vocabulary=states)
    return chosen


_OWN = (
    *("lang", "network", "channel", "brand", "market", "kind", "author", "country", "url", "site", "followers"),
    *("posted", "hour", "has"),
)
_FOUND = ("topic", "tag", "campaign", "sentiment", "intent", "emotion", "risk")

TOPIC_FIELDS = FieldSet(say("a topic"), _choose(_OWN, _OWN_IS))
"""The post's own fields: a topic uses no findings, so that it can be decided before there are any."""

MATCH_FIELDS = FieldSet(say("posts in a file"), _choose((*_OWN, *_FOUND, "age"), _POLICY_IS))
"""What a line of ``earshot match`` may carry: the post's own fields and findings."""

INBOX_FIELDS = FieldSet(say("the inbox"), _choose(ALL, _ALL_IS))
"""Everything."""

POLICY_FIELDS = FieldSet(
    say("a policy"), _choose([name for name in (*_OWN, *_FOUND) if name != "url"], _POLICY_IS), text=False
)
"""The space of a policy's conditions; words of the text belong into a topic."""
