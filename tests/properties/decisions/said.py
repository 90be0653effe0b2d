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


@dataclass(frozen=True)
class Fame:
    """What the network tells of an author. The first two only ever grow."""

    handle: str
    followers: int = 10
    verified: bool = False


@dataclass
class Said:
    """One outside post as the test knows it. ``about``: the brand and the market that it names, ``channel``: which
    heard it first, ``posted``: when it was written, as far as we believe it; all for good. ``addressed``: the network
    said once that it is to us, or it answers us."""

    heard: HeardPost
    author: str
    thread: str
    about: About
    channel: str
    facts: dict[str, Any]
    received: datetime
    order: int
    posted: datetime
    addressed: bool = False
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


CALM: dict[str, Any] = {
    "recall": False, "intent": "other", "risk": 0, "sentiment": "neutral", "language": "en", "asks": False,
    "advocate": False, "quote": False, "repost": False, "country": "", "site": "", "emotion": "", "media": "",
    "link": False, "sign": "", "addressed": "", "ago": 0,
}  # fmt: skip
"""What no rule asks for. ``sign``: a tag or a name that stands in the text; ``addressed``: how, by the channel's word, a
mention, or as an answer to ours; ``ago``: hours since it was written, by the network's clock."""
RARELY = st.sampled_from([False, False, True])
FACTS = st.fixed_dictionaries(
    {
        "recall": st.sampled_from([False, False, False, True]),
        "intent": st.sampled_from(["complaint", "praise", "spam", "other", "question"]),
        "risk": st.sampled_from([0, 10, 69, 70, 95]),
        "sentiment": st.sampled_from(["positive", "neutral", "negative"]),
        "language": st.sampled_from(["en", "de"]),
        "asks": st.booleans(),
        "advocate": RARELY,
        "quote": RARELY,
        "repost": RARELY,
        "country": st.sampled_from(["", "TW", "DE"]),
        "site": st.sampled_from(["", "shop.acme.example", "macme.example"]),
        "emotion": st.sampled_from(["", "joy", "anger"]),
        "media": st.sampled_from(["", "", "image", "video", "audio"]),
        "link": RARELY,
        "sign": st.sampled_from(["", "", "#late", "@cho"]),
        "addressed": st.sampled_from(["", "", "channel", "mention", "answer"]),
        "ago": st.sampled_from([0, 0, 1, 30, -1]),
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
