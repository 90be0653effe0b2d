"""Somebody takes up what climbs: no further step runs."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from earshot.features.conversations.holding import hold, keep, write_down
from earshot.features.conversations.models import Conversation, State
from earshot.features.notices import actions as notices
from earshot.features.people.models import Membership
from earshot.features.responsibility.escalating.following import KIND
from earshot.features.responsibility.models import Assignment, Escalation
from earshot.kernel.clock import Clock
from earshot.kernel.errors import Conflict


@transaction.atomic
def acknowledge(conversation: Conversation, actor: Membership, clock: Clock) -> Conversation:
    """ "I have it": the ladder stops. Who is accountable stays so; where that is the actor, they have taken it up, too.
    Saying it twice is once.

    Raises:
        NotAllowed: a viewer only looks.
        Conflict: nothing climbs here, or somebody else was faster.
    """
    held = hold(conversation, actor)
    climb = Escalation.objects.filter(conversation=held, live=True).select_related("acknowledged_by").first()
    if climb is None:
        raise Conflict(_("No ladder is being climbed here."), _("Look at the conversation as it is now."))
    if not stop(held, actor, clock):
        if climb.acknowledged_by_id == actor.pk:
            return held
        name = climb.acknowledged_by.name if climb.acknowledged_by else ""
        raise Conflict(_("%s has taken it up already.") % name, _("Ask them whether they need help."))
    if held.accountable_id == actor.pk:
        Assignment.objects.filter(conversation=held, ended_at=None, accepted_at=None).update(accepted_at=clock.now())
        if held.state in (State.NEW, State.REOPENED):
            held.state = State.ASSIGNED
    keep(held, clock, "state")
    write_down(held, actor, "acknowledge", clock, ladder=climb.ladder)
    return held


def stop(held: Conversation, actor: Membership, clock: Clock) -> bool:
    """Stop the climb of a held conversation, if there is one that nobody has taken up. Whether there was."""
    rows = Escalation.objects.filter(conversation=held, live=True, state__in=("running", "climbed"))
    stopped = rows.update(state="acknowledged", acknowledged_by=actor, ended_at=clock.now(), next_at=None)
    if stopped:
        about = ("conversation", held.pk)
        notices.acknowledge(actor.pk, about, clock)
        notices.settle(about, clock, kinds=(KIND,))
    return bool(stopped)
