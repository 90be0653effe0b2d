"""Posts as the test knows them, and how they come about by chance."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle

from earshot.ports.heard import HeardPost, PostKind
from tests.properties.decisions.company import CHANNELS


@dataclass(frozen=True)
class About:
    brand: str = ""
    market: str = ""


@dataclass
class Said:
    """One outside post as the test knows it. ``about``: the brand and the market that it names, ``channel``: which
    heard it first; both for good."""

    heard: HeardPost
    author: str
    thread: str
    about: About
    channel: str
    facts: dict[str, Any]
    received: datetime
    order: int
    gone: bool = False
    foreign: bool = False
    answered: datetime | None = None
    done: datetime | None = None
    words: dict[str, str] = field(default_factory=dict)

    @property
    def aside(self) -> bool:
        return self.gone or self.foreign

    def tells(self, kind: str) -> Any:
        return self.words.get(kind, self.facts.get(kind))

    @property
    def known(self) -> tuple[str, str]:
        """The author: a network, and a name there."""
        return self.heard.network, self.author


FACTS = st.fixed_dictionaries(
    {
        "recall": st.sampled_from([False, False, False, True]),
        "intent": st.sampled_from(["complaint", "praise", "spam", "other", "question"]),
        "risk": st.sampled_from([0, 10, 69, 70, 95]),
        "sentiment": st.sampled_from(["positive", "neutral", "negative"]),
        "language": st.sampled_from(["en", "de"]),
        "asks": st.booleans(),
        "advocate": st.sampled_from([False, False, True]),
    }
)
WORDS = st.sampled_from(
    [("risk", "90"), ("risk", "70"), ("risk", "69"), ("risk", ""), ("intent", "praise"), ("intent", "complaint"),
     ("intent", ""), ("sentiment", "negative"), ("sentiment", "positive"), ("sentiment", ""), ("language", "de"),
     ("advocate", "yes"), ("advocate", "")]
)  # fmt: skip
AUTHORS = st.sampled_from(["ann", "bob"])
CHANNEL = st.sampled_from(list(CHANNELS))
KINDS: st.SearchStrategy[PostKind] = st.sampled_from(["post", "comment", "review", "mail"])
ABOUT = st.builds(About, st.sampled_from(["", "", "tea", "cake"]), st.sampled_from(["", "tw", "jp"]))


posts = Bundle("posts")
"""The identities of all posts so far."""
