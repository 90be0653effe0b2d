"""Tells open pages what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Protocol

from earshot.features.conversations.cases import Case
from earshot.features.conversations.models import Conversation
from earshot.features.responsibility.models import HandOver
from earshot.kernel.clock import Clock
from earshot.web import live


class InThread(Protocol):
    """A stored post, as far as it matters here."""

    network: str
    thread_key: str


def tell_cases(cases: Sequence[Case], clock: Clock) -> None:
    """One event a conversation. ``alert`` says whether the accountable person is to be alerted: never for ``watch``."""
    for workspace_id, group in groupby(cases, lambda case: case.conversation.workspace_id):
        live.publish_many(
            clock,
            workspace_id,
            [("conversation.new" if case.opened else "conversation.changed", *_event(case)) for case in group],
        )


def _event(case: Case) -> tuple[int, dict[str, object]]:
    conversation = case.conversation
    payload: dict[str, object] = {
        "state": conversation.state,
        "accountable": conversation.accountable_id,
        "revision": conversation.revision,
        "handling": conversation.handling,
        "alert": conversation.handling == "answer" and conversation.turn_since is not None,
        "thread": conversation.thread_key,
    }
    return conversation.pk, payload


def tell_threads(workspace_id: int, posts: Iterable[InThread], told: Iterable[Case], clock: Clock) -> None:
    """One ``thread.changed`` for each thread of these posts that the page of a conversation shows, but where an event
    of ``told`` names it already: others speak there, or we do, and no conversation need have changed."""
    named = {(case.conversation.network, case.conversation.thread_key) for case in told}
    threads = {(post.network, post.thread_key) for post in posts} - named
    if not threads:
        return
    rows = Conversation.objects.filter(
        workspace_id=workspace_id,
        network__in={network for network, _ in threads},
        thread_key__in={key for _, key in threads},
    )
    shown = sorted(threads.intersection(rows.values_list("network", "thread_key")))
    live.publish_many(clock, workspace_id, [("thread.changed", 0, {"thread": key}) for _, key in shown])


def tell_hand_over(hand_over: HandOver, clock: Clock) -> None:
    """A hand-over was offered, answered, withdrawn, or has lapsed."""
    live.publish(
        clock,
        hand_over.conversation.workspace_id,
        "handover.changed",
        hand_over.conversation_id,
        hand_over=hand_over.pk,
        state=hand_over.state,
        giver=hand_over.giver_id,
        taker=hand_over.taker_id,
    )
