"""The feature's step on the road of a post."""

from __future__ import annotations

from collections.abc import Sequence

from earshot.features.conversations.loading import text_heard
from earshot.features.conversations.threads import cases_for
from earshot.features.listening.models import Post
from earshot.kernel.clock import Clock
from earshot.ports.envelope import BatchStage, Dropped, Envelope

_CAUSES = {"new": "new", "edited": "edit", "deleted": "deletion", "seen": "sighting"}


def _thread(batch: Sequence[Envelope], clock: Clock) -> Sequence[Envelope | Dropped]:
    """Give each envelope the cases (planned or stored) that its post belongs to or answers.

    ``conversation`` holds a tuple of cases until ``assign`` has written them. Nothing heard as history, and nothing
    that storing found to be known already, opens or changes anything.
    """
    concerned = [envelope for envelope in batch if _concerns(envelope)]
    if not concerned:
        return batch
    posts: dict[int, Post] = {}
    causes: dict[int, str] = {}
    for envelope in concerned:
        # The same post may come twice in one batch: what it became first ("new") says why it is looked at, what it
        # became last (edited, deleted) is what it is.
        posts[envelope.stored.pk] = envelope.stored
        causes.setdefault(envelope.stored.pk, "post" if envelope.outcome == "new" else _CAUSES[envelope.outcome])
    heard = {e.stored.pk: text_heard(e) for e in concerned if e.outcome == "new" and posts[e.stored.pk].version == 1}
    found = cases_for(concerned[0].source.workspace_id, list(posts.values()), causes, clock.now(), heard)
    for envelope in concerned:
        cases = tuple(found.get(envelope.stored.pk, ()))
        envelope.conversation = cases
        envelope.trace.append(("thread", _said(envelope, cases)))
        for case in cases:
            case.road = case.road or envelope.trace
    return batch


def _concerns(envelope: Envelope) -> bool:
    post = envelope.stored
    if post is None or envelope.source.mode == "history" or post.history:
        return False
    if envelope.outcome == "seen":
        # Heard again, now as addressed to us: that may be news (first seen in the public stream).
        return envelope.addressed and not post.ours
    return bool(envelope.outcome) and not (post.ours and envelope.outcome != "new")


def _said(envelope: Envelope, cases: Sequence[object]) -> str:
    if not cases:
        return "belongs to no conversation"
    if envelope.stored.ours:
        return "answered outside: ends the turn"
    return "found its conversation" if envelope.outcome != "new" else "belongs to a conversation"


thread = BatchStage("thread", _thread, writes=True)
