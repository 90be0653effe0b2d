""" "Take my shift": asked of a colleague, and theirs to accept. Every write about swaps."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from earshot.engine.policy import Policy
from earshot.engine.policy.editing_duty import cover, moment_text
from earshot.engine.rota import instant_of, minute_of
from earshot.features.audit.actions import record
from earshot.features.notices.actions import News, notify, settle
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import may, require
from earshot.features.people.zones import zone_of
from earshot.features.responsibility.models import PolicyVersion, Swap
from earshot.features.responsibility.policies import active_policy
from earshot.features.responsibility.seated import present_policy
from earshot.features.responsibility.shifts.changing import change
from earshot.features.responsibility.shifts.names import person_of
from earshot.features.responsibility.shifts.rules import check_swap, check_times
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from earshot.kernel.texts import Said, say

LONGEST_NOTE = 500
FARTHEST = timedelta(days=366)
"""Times further from now are no times of a shift."""
HURRY = timedelta(hours=12)
"""A shift that begins within this is told at once, quiet hours or not."""


@transaction.atomic
def ask(
    actor: Membership, taker: Membership, role: str, start: datetime, end: datetime, clock: Clock, note: str = ""
) -> Swap:
    """Ask a colleague to take one's own shift, or part of it. Seconds are cut off.

    Raises:
        NotAllowed: a viewer only looks.
        BadInput: it is not the asker's shift, or the taker cannot take it.
        Conflict: it is asked already.
    """
    require(actor, Role.MEMBER)
    start, end = instant_of(minute_of(start)), instant_of(minute_of(end))
    check_times(start, end, clock.now())
    _check_taker(actor, taker)
    version, _policy = active_policy(actor.workspace_id)
    PolicyVersion.objects.select_for_update().get(pk=version.pk)  # who asks twice at once is asked for once
    policy = present_policy(actor.workspace_id)
    check_swap(policy, _known(policy, actor), _known(policy, taker), role, start, end)
    open_ones = Swap.objects.filter(workspace=actor.workspace_id, asker=actor, role=role, state="offered")
    if open_ones.filter(starts_at__lt=end, ends_at__gt=start, starts_at__gt=clock.now()).exists():
        raise Conflict(_("You have asked somebody for this time already."), _("Withdraw that first."))
    swap = Swap.objects.create(
        workspace_id=actor.workspace_id,
        role=role,
        asker=actor,
        taker=taker,
        starts_at=start,
        ends_at=end,
        note=note.strip()[:LONGEST_NOTE],
        at=clock.now(),
    )
    _write_down(swap, actor, "shift.ask", clock)
    _tell(swap, taker, say("%(name)s asks you to take a shift: %(shift)s.", **_words(swap, taker)), clock)
    return swap


def _check_taker(actor: Membership, taker: Membership) -> None:
    if taker.workspace_id != actor.workspace_id or not taker.active:
        raise NotFound(_("There is no such person in this workspace."), _("Choose somebody from the list."))
    if taker.pk == actor.pk:
        raise BadInput(_("This is your own shift."), _("Choose somebody else."))
    if taker.person_id is None:
        raise BadInput(
            _("%s has not joined yet and could not accept.") % taker.name, _("Choose somebody who has joined.")
        )
    if not may(taker, Role.MEMBER):
        raise BadInput(_("%s only reads here.") % taker.name, _("Choose somebody else."))


def _known(policy: Policy, seat: Membership) -> str:
    """Raises BadInput where the policy does not name them."""
    found = person_of(policy, seat)
    if found is None:
        raise BadInput(_("The policy does not name %s.") % seat.name, _("Choose a colleague of the role."))
    return found


def accept(swap: Swap, actor: Membership, clock: Clock) -> Swap:
    """Take the shift: from then on the policy in force says so, in a version of its own. Of several who answer at once
    one answer counts, and the policy changes once.

    Raises:
        NotAllowed: somebody else was asked.
        Conflict: it no longer waits for an answer, or is no longer the asker's shift.
        WouldBreak: the proof finds something new; nothing has changed, and it still waits.
    """
    _check_open(swap, actor, clock)

    def edit(policy: Policy, text: str) -> str:
        asker, taker = _known(policy, swap.asker), _known(policy, swap.taker)
        try:
            check_swap(policy, asker, taker, swap.role, swap.starts_at, swap.ends_at)
        except BadInput as error:
            raise Conflict(error.message, _("Things have changed since you were asked. Talk to each other.")) from error
        return cover(text, swap.role, taker, swap.starts_at, swap.ends_at)

    def close(version: PolicyVersion) -> None:
        _close(swap, "accepted", clock, version)
        _settle(swap, clock)
        _tell(swap, swap.asker, say("%(name)s takes your shift: %(shift)s.", **_words(swap, swap.asker)), clock)

    by_name = f"{swap.asker.name}, {swap.taker.name}"
    change(actor, edit, "shift.swap", by_name, clock, _detail(swap), then=close)
    swap.refresh_from_db()
    return swap


@transaction.atomic
def decline(swap: Swap, actor: Membership, clock: Clock) -> Swap:
    """Say no. Raises as :func:`accept` does."""
    _check_open(swap, actor, clock)
    _close(swap, "declined", clock)
    _write_down(swap, actor, "shift.decline", clock)
    _settle(swap, clock)
    _tell(swap, swap.asker, say("%(name)s cannot take your shift: %(shift)s.", **_words(swap, swap.asker)), clock)
    swap.refresh_from_db()
    return swap


@transaction.atomic
def withdraw(swap: Swap, actor: Membership, clock: Clock) -> Swap:
    """Take the question back.

    Raises:
        NotAllowed: only who asked does.
        Conflict: it is answered already.
    """
    if actor.pk != swap.asker_id or not actor.active:
        raise NotAllowed(_("Only %s can take this back.") % swap.asker.name, _("Accept or decline it."))
    _close(swap, "withdrawn", clock)
    _write_down(swap, actor, "shift.withdraw", clock)
    _settle(swap, clock)
    swap.refresh_from_db()
    return swap


def lapse_due(clock: Clock) -> int:
    """What nobody has answered lapses at its beginning, and whoever asked is told. Answers how many did."""
    lapsed = 0
    for swap in Swap.objects.filter(state="offered", starts_at__lte=clock.now()).select_related("asker", "taker"):
        with transaction.atomic():
            if Swap.objects.filter(pk=swap.pk, state="offered").update(state="lapsed", answered_at=clock.now()):
                lapsed += 1
                _settle(swap, clock)
                said = say(
                    "Nobody has taken your shift, it is yours: %(shift)s.", shift=_words(swap, swap.asker)["shift"]
                )
                _tell(swap, swap.asker, said, clock)
    return lapsed


def _check_open(swap: Swap, actor: Membership, clock: Clock) -> None:
    require(actor, Role.MEMBER)
    if actor.pk != swap.taker_id or not actor.active:
        raise NotAllowed(_("Only %s can answer this.") % swap.taker.name, _("Ask them."))
    if swap.state != "offered" or swap.starts_at <= clock.now():
        raise _answered()
    if not swap.asker.active:
        raise Conflict(_("%s is not here any more.") % swap.asker.name, _("Ask an administrator to mend the rota."))


def _close(swap: Swap, state: str, clock: Clock, version: PolicyVersion | None = None) -> None:
    """The one statement that ends a question; whoever comes second changes no row."""
    waiting = Swap.objects.filter(pk=swap.pk, state="offered", starts_at__gt=clock.now())
    if not waiting.update(state=state, answered_at=clock.now(), version=version):
        raise _answered()


def _answered() -> Conflict:
    return Conflict(_("This no longer waits for an answer."), _("Look at what has become of it."))


def _write_down(swap: Swap, actor: Membership, verb: str, clock: Clock) -> None:
    record(actor_of(actor), verb, clock, swap.workspace_id, "swap", swap.pk, **_detail(swap))


def _detail(swap: Swap) -> dict[str, object]:
    _version, policy = active_policy(swap.workspace_id)
    start, end = moment_text(swap.starts_at, policy.zone), moment_text(swap.ends_at, policy.zone)
    shift = f"{swap.role}, {start} – {end} ({policy.zone})"
    return {"shift": shift, "person": swap.asker.name, "taker_name": swap.taker.name, "swap": swap.pk}


def _tell(swap: Swap, seat: Membership, said: Said, clock: Clock) -> None:
    hurry = swap.starts_at - clock.now() < HURRY
    notify(swap.workspace_id, [News(seat.pk, "swap", said, ("swap", swap.pk), urgent=hurry)], clock)


def _settle(swap: Swap, clock: Clock) -> None:
    settle(("swap", swap.pk), clock)


def _words(swap: Swap, reader: Membership) -> dict[str, str]:
    """The other of the two, and the shift on the reader's wall clock."""
    other = swap.asker if reader.pk == swap.taker_id else swap.taker
    zone = zone_of(reader).key
    shift = f"{swap.role}, {moment_text(swap.starts_at, zone)} – {moment_text(swap.ends_at, zone)}"
    return {"name": other.name, "shift": shift}
