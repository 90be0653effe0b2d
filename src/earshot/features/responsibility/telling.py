"""Tells open pages what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from earshot.features.conversations.cases import Case
from earshot.features.responsibility.models import HandOver
from earshot.kernel.clock import Clock
from earshot.web import live


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
    }
    return conversation.pk, payload


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
