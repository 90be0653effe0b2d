"""Folds the posts of a conversation into its facts and its turn (data-model.md, 4 and 17). Pure: rows in, columns set.

What was settled here:

* Posts that are set aside (deleted on the network, "not about us") tell nothing, unless all
  are: then the last facts stay.
* Risk is the highest over the outside posts that we have not answered; once all are answered, that of the turn just
  ended stays until they speak again, so that answering moves nobody.
* ``addressed`` holds once any of their posts addressed us; ``reply repost quote question`` are of the newest.
* "Newest" is by the time we heard it (clients may lie about theirs), within one batch by the network's clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from earshot.engine.query.fieldtests import host_of
from earshot.features.conversations.cases import Case, Told
from earshot.features.conversations.models import Conversation, State
from earshot.features.listening.models import Author
from earshot.web import bulk

SNIPPET = 200
"""Characters of the newest post that lists show."""


def facts_of(conversation: Conversation) -> dict[str, Any]:
    """The facts that a policy's conditions read, as plain JSON-able values by field name."""
    more = conversation.more
    return {
        "network": conversation.network,
        "channel": conversation.channel.name,
        "brand": conversation.brand,
        "market": conversation.market,
        "kind": conversation.kind,
        "lang": conversation.lang,
        "sentiment": conversation.sentiment,
        "intent": conversation.intent,
        "risk": conversation.risk,
        "followers": conversation.followers,
        "topic": list(conversation.topics),
        "tag": list(conversation.tags),
        "is": list(conversation.flags),
        **{name: more[name] for name in ("author", "country", "site", "emotion", "posted", "has") if more.get(name)},
    }


def remembered(conversation: Conversation) -> object:
    """The facts as a value to compare: whatever differs from it later is a reason to decide again."""
    return (facts_of(conversation), list(conversation.brands))


def fold(case: Case) -> None:
    """Set the conversation's facts, turn and state from its posts, and note on the case what has changed."""
    conversation, author = case.conversation, case.author
    assert author is not None, "loading gives every case its author"
    turn_before, shown_before = conversation.turn_since, _shown(conversation)
    told = sorted(case.told, key=Told.order)
    alive = [each for each in told if not each.set_aside]
    if alive or case.planned:
        _fold_newest(conversation, case.newest(), author)
        _fold_union(conversation, alive or told, author)
        conversation.risk = max(_risk(each) for each in _window(alive) or told)
    else:
        conversation.snippet = ""
    _fold_turn(conversation, told)
    case.turn_changed = conversation.turn_since != turn_before
    case.shown_changed = not case.planned and shown_before != _shown(conversation)
    case.facts_changed = not case.planned and case.before != remembered(conversation)
    _settle_state(case)


def _shown(conversation: Conversation) -> object:
    """What lists show of its posts, as a value to compare."""
    return conversation.snippet, conversation.newest_post_id, conversation.posts


def _fold_newest(conversation: Conversation, newest: Told, author: Author) -> None:
    post, text = newest.post, newest.text
    bulk.link(conversation, "newest_post", post)
    conversation.newest_at = post.posted_at
    conversation.kind = post.kind
    conversation.lang = _corrected(newest, "language", post.lang) or "und"
    conversation.sentiment = _corrected(newest, "sentiment", post.sentiment) or "neutral"
    conversation.intent = _corrected(newest, "intent", post.intent) or "other"
    conversation.snippet = text.text[:SNIPPET]
    more = {
        "author": author.handle,
        "country": post.country,
        "site": host_of(post.url),
        "emotion": text.found("emotion"),
        "posted": post.posted_at.isoformat(),
        "has": list(text.has),
    }
    conversation.more = {name: value for name, value in more.items() if value}


def _fold_union(conversation: Conversation, told: list[Told], author: Author) -> None:
    newest = told[-1].post
    conversation.posts = len(told)
    conversation.topics = sorted({topic for each in told for topic in each.topics})
    named = {brand for each in told for brand in each.brands}
    conversation.brands = sorted(named - {conversation.brand})
    conversation.followers = max(conversation.followers or 0, author.followers or 0)
    holds: Mapping[str, bool | None] = {
        "addressed": any(each.post.addressed for each in told),
        "advocate": any(_is_true(_corrected(each, "advocate", each.text.found("advocate"))) for each in told),
        "question": conversation.intent == "question" or "question" in told[-1].text.has,
        "quote": newest.is_quote,
        "reply": bool(newest.parent_id),
        "repost": newest.is_repost,
        "verified": author.verified,
    }
    conversation.flags = [flag for flag, true in holds.items() if true]


def _fold_turn(conversation: Conversation, told: list[Told]) -> None:
    waiting = [each.entry.received_at for each in told if each.waits]
    answered = [each.entry.answered_at for each in told if each.entry.answered_at is not None]
    conversation.turn_since = min(waiting, default=None)
    conversation.answered_at = max(answered, default=None)


def _window(alive: list[Told]) -> list[Told]:
    """The posts since our last reply; where there are none, those of the turn that it ended."""
    since = [each for each in alive if each.entry.answered_at is None]
    last = max((each.entry.answered_at for each in alive if each.entry.answered_at is not None), default=None)
    return since or [each for each in alive if each.entry.answered_at == last]


def _is_true(word: str) -> bool:
    return word.casefold() in ("true", "yes", "1")


def _risk(told: Told) -> int:
    said = told.corrections.get("risk", "")
    return min(int(said), 100) if said.isdecimal() else told.post.risk


def _corrected(told: Told, kind: str, found: str) -> str:
    """A person's word wins over the machine's."""
    return told.corrections.get(kind, found)


def _settle_state(case: Case) -> None:
    """Whose turn it is moves the state; only a person resolves, by an act or by the word that it is not about us."""
    conversation = case.conversation
    in_turn, state = conversation.turn_since is not None, conversation.state
    if case.cause == "correction" and all("not_about_us" in each.corrections for each in case.told):
        conversation.state = State.RESOLVED
    elif case.newly_answered and not in_turn and state != State.RESOLVED:
        conversation.state = State.WAITING
    elif in_turn and state == State.WAITING:
        conversation.state = State.ASSIGNED
    elif in_turn and (state == State.RESOLVED or (case.fresh and state == State.SNOOZED)):
        conversation.state, conversation.snoozed_until = State.REOPENED, None
