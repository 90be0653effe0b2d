"""A sample conversation in words: "a question in Japanese about billing"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from earshot.engine.proofs.places import ON_NETWORK
from earshot.kernel.texts import N_, Said, say

_INTENTS = {
    "complaint": N_("a complaint"),
    "question": N_("a question"),
    "praise": N_("a word of praise"),
    "purchase": N_("a wish to buy"),
    "press": N_("a press enquiry"),
    "job": N_("a question about a job"),
    "spam": N_("a piece of spam"),
}
_KINDS = {
    "comment": N_("a comment"),
    "message": N_("a direct message"),
    "review": N_("a review"),
    "mail": N_("an e-mail"),
    "news": N_("a news report"),
}
_SENTIMENTS = {"negative": N_("negative sentiment"), "positive": N_("positive sentiment")}
_LANGUAGES = {
    "ar": N_("Arabic"),
    "de": N_("German"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "fr": N_("French"),
    "id": N_("Indonesian"),
    "it": N_("Italian"),
    "ja": N_("Japanese"),
    "ko": N_("Korean"),
    "nl": N_("Dutch"),
    "pt": N_("Portuguese"),
    "ru": N_("Russian"),
    "th": N_("Thai"),
    "vi": N_("Vietnamese"),
    "zh": N_("Chinese"),
    "zh-hans": N_("Simplified Chinese"),
    "zh-hant": N_("Traditional Chinese"),
}
_STATES = {
    "addressed": N_("%(thing)s that addresses us"),
    "advocate": N_("%(thing)s by an advocate"),
    "question": N_("%(thing)s that asks something"),
    "reply": N_("%(thing)s that is a reply"),
    "repost": N_("%(thing)s that is a repost"),
    "quote": N_("%(thing)s that is a quote"),
    "verified": N_("%(thing)s by a verified author"),
}
_PARTS = {
    "network": ON_NETWORK,
    "channel": N_("%(thing)s in the channel %(value)s"),
    "brand": N_("%(thing)s about the brand %(value)s"),
    "market": N_("%(thing)s in the market %(value)s"),
    "country": N_("%(thing)s from the country %(value)s"),
    "author": N_("%(thing)s by %(value)s"),
    "site": N_("%(thing)s from the site %(value)s"),
    "campaign": N_("%(thing)s of the campaign %(value)s"),
    "emotion": N_("%(thing)s with the emotion %(value)s"),
    "topics": N_("%(thing)s about %(value)s"),
    "tags": N_("%(thing)s with the tag %(value)s"),
    "has": N_("%(thing)s with %(value)s"),
    "media": N_("%(thing)s with %(value)s"),
    "risk": N_("%(thing)s with risk %(value)s"),
    "followers": N_("%(thing)s by an author with %(value)s followers"),
}


def described(sample: Mapping[str, Any]) -> Said:
    """The conversation of a sample. What goes without saying is not said: a post of no known language is a post."""
    thing = _thing(sample)
    for key in _ORDER:
        if key in sample:
            thing = _ADDED.get(key, _plain(key))(thing, sample[key])
    return thing


def _plain(key: str) -> Callable[[Said, Any], Said]:
    def add(thing: Said, value: Any) -> Said:
        return say(_PARTS[key], thing=thing, value=listed(value) if isinstance(value, list) else value)

    return add


def listed(words: Sequence[str]) -> Said:
    """``a, b, c``."""
    found = say("%(word)s", word=words[0])
    for word in words[1:]:
        found = say("%(words)s, %(word)s", words=found, word=word)
    return found


def _thing(sample: Mapping[str, Any]) -> Said:
    intent, kind = sample.get("intent"), sample.get("kind")
    if intent in _INTENTS:
        thing = say(_INTENTS[intent])
        return say("%(thing)s in %(kind)s", thing=thing, kind=say(_KINDS[kind])) if kind in _KINDS else thing
    return say(_KINDS[kind]) if kind in _KINDS else say("a post")


def _language(thing: Said, value: str) -> Said:
    name = _LANGUAGES.get(value.lower())
    return say("%(thing)s in %(language)s", thing=thing, language=say(name) if name else value)


def _sentiment(thing: Said, value: str) -> Said:
    return (
        say("%(thing)s with %(value)s", thing=thing, value=say(_SENTIMENTS[value])) if value in _SENTIMENTS else thing
    )


def _states(thing: Said, values: Sequence[str]) -> Said:
    for value in values:
        thing = say(_STATES[value], thing=thing)
    return thing


def _posted(thing: Said, value: str) -> Said:
    return say("%(thing)s posted at %(time)s UTC", thing=thing, time=value[:16].replace("T", " "))


_ORDER = (
    *("lang", "network", "channel", "site", "brand", "topics", "tags", "campaign", "has", "media", "is", "author"),
    *("followers", "country", "market", "sentiment", "emotion", "risk", "posted"),
)
_ADDED: dict[str, Callable[[Said, Any], Said]] = {
    "lang": _language,
    "sentiment": _sentiment,
    "is": _states,
    "posted": _posted,
}
