"""Which outside posts our own posts in a thread have answered ("answered outside", data-model.md, 6). Pure.

An own post answers a conversation where its parent is one of the conversation's posts, or an own post that does
(we went on speaking), or where it stands in the same exchange of direct messages. It answers what it replies to, and
all that was heard and written before it; never what replies to it: the stream may bring our own words back late.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from earshot.features.conversations.cases import Case, Told
from earshot.features.listening.models import Post


def mark_answered(case: Case, own: Iterable[Post]) -> bool:
    """Set ``answered_at`` of the entries that own posts have answered; whether any was set."""
    marked = False
    for ours in _answering(case, sorted(own, key=lambda post: (post.received_at, post.posted_at, post.pk))):
        for told in case.told:
            if told.entry.answered_at is None and _answers(ours, told):
                told.entry.answered_at = ours.posted_at
                marked = True
    if marked:
        case.newly_answered = case.entries_changed = True
        case.conversation.answered_how = "outside"
    return marked


def _answering(case: Case, own: Sequence[Post]) -> list[Post]:
    """The own posts that speak to this conversation, in the order heard."""
    spoken_to = {told.post.canonical_id for told in case.told}
    exchanges = {told.post.thread_key for told in case.told} if case.conversation.direct else set()
    found: list[Post] = []
    for post in own:
        if post.deleted_at is None and (post.parent_id in spoken_to or post.thread_key in exchanges):
            spoken_to.add(post.canonical_id)
            found.append(post)
    return found


def _answers(ours: Post, told: Told) -> bool:
    post = told.post
    if post.parent_id == ours.canonical_id:
        return False
    if post.canonical_id == ours.parent_id:
        # Even where a file brings the answer first; but not what an edit has said anew since.
        said_anew = told.entry.received_at > post.received_at
        return not said_anew or told.entry.received_at < ours.received_at
    if told.entry.received_at == ours.received_at:
        # One batch: the network's clock tells what came first, and where that is the same, the order heard.
        return (post.posted_at, post.pk) < (ours.posted_at, ours.pk)
    by_day = "day" in (ours.precision, post.precision)
    return told.entry.received_at < ours.received_at and (by_day or post.posted_at <= ours.posted_at)
