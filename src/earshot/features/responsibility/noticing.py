"""Writes notices for what this feature decides: who is accountable or covers, hand-overs, who is to be consulted.

The law: whoever owes an answer has exactly one open notice of it, and nobody else has one. It is restored from the
conversation as it stands (``notices.actions.owe``), in the transaction of what changed it, so that it holds after any
order of changes; ``keep_noticed`` restores it for all, for example when somebody takes a seat.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import groupby

from django.db import transaction
from django.db.models import Q

from earshot.engine.policy import Policy, last_day_of_leave, on_duty
from earshot.features.conversations.cases import Case
from earshot.features.conversations.events import ConversationsMerged, TurnEnded
from earshot.features.conversations.models import Conversation, State
from earshot.features.conversations.queries import open_conversations
from earshot.features.notices.about import describes
from earshot.features.notices.actions import News, move, notify, owe, settle
from earshot.features.notices.queries import has_open, who_asks
from earshot.features.notices.reminding import remind_again
from earshot.features.notices.rhythm import ask_duty
from earshot.features.people.models import Membership
from earshot.features.responsibility.deciding import decided_of
from earshot.features.responsibility.escalating.reminding import taken_up
from earshot.features.responsibility.events import AccountabilityMoved
from earshot.features.responsibility.models import HandOver, PolicyVersion
from earshot.features.responsibility.policies import active_policy
from earshot.features.responsibility.presence import Presence
from earshot.features.responsibility.seated import present_policy
from earshot.features.responsibility.shifts import noticed
from earshot.features.responsibility.shifts.names import person_of
from earshot.kernel.clock import Clock, HeldClock
from earshot.kernel.texts import N_, Said, say
from earshot.ports import bus
from earshot.ports.services import services

KIND = "conversation"
ALARMING = 70
"""From this risk on a notice of accountability passes quiet hours, and waits for no others."""

AT_ONCE = 500
"""Conversations that are told of in one transaction when the law is restored."""

GIVEN = N_("The rule “%(rule)s” gives this conversation to you.")
TAKEN = N_("You took this conversation over.")
AGAIN = N_("They have written again, and it is your turn to answer.")
COVERED = N_("You cover for %(name)s, who is off duty until after the deadline.")
COVERED_LEAVE = N_("You cover for %(name)s, who is on leave. The last day of it is %(day)s.")
OFFERED = N_("%(name)s would like to hand this conversation over to you.")
OFFERED_BECAUSE = N_("%(name)s would like to hand this conversation over to you: “%(note)s”")
ASKED = N_("The policy would give this conversation to %(name)s now. You are writing: agree, or keep it.")
ACCEPTED = N_("%(name)s has taken this conversation over from you.")
DECLINED = N_("%(name)s declined to take this conversation over. It stays with you.")
LAPSED = N_("%(name)s has not answered your offer. The conversation stays with you.")
CONSULTED = N_("The rule “%(rule)s” asks for your advice here.")
INFORMED = N_("The rule “%(rule)s” keeps you informed of this.")


def subscribe() -> None:
    """Called when Django is ready."""
    bus.subscribe(AccountabilityMoved, on_moved)
    bus.subscribe(TurnEnded, on_turn_ended)
    bus.subscribe(ConversationsMerged, on_merged)
    ask_duty(can_be_reminded)
    describes("swap", noticed.described)
    describes("absence", noticed.away_described)


def can_be_reminded(workspace_id: int, seat: int, at: datetime) -> bool:
    """Whether that person is on duty for whatever role, or has none; without a policy everybody is."""
    found = Membership.objects.filter(workspace_id=workspace_id, pk=seat).first()
    if found is None:
        return False
    if not PolicyVersion.objects.filter(workspace_id=workspace_id, active=True).exists():
        return True
    policy = present_policy(workspace_id)
    person = person_of(policy, found) or found.handle
    return Presence(policy, {found.handle.casefold(): found}, at).can_act(person)


def on_moved(event: AccountabilityMoved) -> None:
    """Somebody else is accountable; who took it by an act of their own knows."""
    row = Conversation.objects.select_related("accountable").get(pk=event.conversation_id)
    settle((KIND, row.pk), services().clock, kinds=("hand_over",), waiting=True)
    said = TAKEN if event.why in ("claim", "handover") else GIVEN
    clock = services().clock
    owe(event.workspace_id, KIND, {row.pk: _owed(row, said, clock)}, clock)


def on_turn_ended(event: TurnEnded) -> None:
    """Answered or done: nothing is owed, unless something that came later still waits."""
    row = Conversation.objects.select_related("accountable").get(pk=event.conversation_id)
    clock = HeldClock(event.at)
    owe(event.workspace_id, KIND, {row.pk: _owed(row, AGAIN, clock)}, clock)


def on_merged(event: ConversationsMerged) -> None:
    """Before the kept one is decided again, which settles what is told twice."""
    move(KIND, event.gone_id, event.kept_id)


def notice_cases(cases: Sequence[Case], clock: Clock) -> None:
    """Tell of what was just decided and stored; all of a batch at once."""
    for workspace_id, group in groupby(cases, lambda case: case.conversation.workspace_id):
        told = list(group)
        owed = {case.conversation.pk: _owed(case.conversation, _said(case), clock) for case in told}
        fresh = {case.conversation.pk for case in told if case.opened}
        owe(workspace_id, KIND, owed, clock, fresh=fresh)
        _notice_involved(workspace_id, told, clock)


def _said(case: Case) -> str:
    return AGAIN if case.turn_changed and not case.opened and not decided_moved(case) else GIVEN


def decided_moved(case: Case) -> bool:
    """Whether the decision of a case gave it to somebody else."""
    return case.decision is not None and decided_of(case).moved


def _owed(row: Conversation, said: str, clock: Clock) -> list[News]:
    """Who owes an answer to it now: the accountable person, and who covers for them."""
    if row.handling != "answer" or row.turn_since is None or row.state == State.RESOLVED:
        return []
    about, urgent = (KIND, row.pk), row.risk >= ALARMING
    words = _given_by(row.rule) if said == GIVEN else say(said)
    news = [News(row.accountable_id, "accountable", words, about, True, urgent, taken=said == TAKEN)]
    if row.covering_id is not None and row.covering_id != row.accountable_id:
        news.append(News(row.covering_id, "covering", _covered(row, clock), about, True, urgent))
    return news


def _covered(row: Conversation, clock: Clock) -> Said:
    """Why somebody covers: the leave of whoever is accountable, else that they are off duty."""
    seat = row.accountable
    _, policy = active_policy(row.workspace_id)
    last = last_day_of_leave(policy, person_of(policy, seat) or seat.handle, clock.now())
    return say(COVERED, name=seat.name) if last is None else say(COVERED_LEAVE, name=seat.name, day=last.isoformat())


@lru_cache(maxsize=1024)
def _given_by(rule: str) -> Said:
    """One sentence for all that a rule gives: of a batch it is written down once."""
    return say(GIVEN, rule=rule)


def _notice_involved(workspace_id: int, cases: Sequence[Case], clock: Clock) -> None:
    """Tell who is consulted or informed for the first time by a rule, and has asked to be told."""
    new = [case for case in cases if case.decision is not None and (case.opened or decided_of(case).rule_changed)]
    new = [case for case in new if case.conversation.handling == "answer"]
    if not any(decided_of(case).says.consulted or decided_of(case).informed for case in new):
        return
    asking = who_asks(workspace_id)
    if any(asking.values()):
        handles = _handles(workspace_id, frozenset().union(*asking.values()))
        policy = present_policy(workspace_id)
        news = [each for case in new for each in _involved(case, policy, asking, handles, clock)]
        notify(workspace_id, news, clock)


def _handles(workspace_id: int, seats: frozenset[int]) -> dict[str, int]:
    rows = Membership.objects.filter(workspace_id=workspace_id, pk__in=seats).values_list("handle", "pk")
    return {handle.casefold(): pk for handle, pk in rows}


def _involved(
    case: Case, policy: Policy, asking: Mapping[str, frozenset[int]], handles: Mapping[str, int], clock: Clock
) -> Iterable[News]:
    """Whoever is on duty for the roles that are consulted or informed, once."""
    decided, row = decided_of(case), case.conversation
    told = {row.accountable_id, row.covering_id}
    letters = (("consulted", decided.says.consulted, CONSULTED), ("informed", decided.informed, INFORMED))
    for kind, roles, said in letters:
        people = [person for role in roles if role in policy.roles for person in on_duty(policy, role, clock.now())]
        for seat in (handles.get(person.casefold()) for person in people):
            if seat is not None and seat in asking[kind] and seat not in told:
                told.add(seat)
                yield News(seat, kind, say(said, rule=row.rule), (KIND, row.pk))


def notice_hand_over(offer: HandOver, clock: Clock) -> None:
    """An offer was made, answered, taken back, or has lapsed: whoever waits for that, or is asked, is told."""
    about = (KIND, offer.conversation_id)
    settle(about, clock, kinds=("hand_over",))
    news = _of_hand_over(offer, about)
    if news is not None:
        notify(offer.conversation.workspace_id, [news], clock)


def _of_hand_over(offer: HandOver, about: tuple[str, int]) -> News | None:
    taker = offer.taker
    if offer.asks_giver:
        words = say(ASKED, name=taker.name)
        asked = News(offer.giver_id, "hand_over", words, about, must_acknowledge=True, urgent=True)
        return asked if offer.state == "offered" else None
    if offer.state == "offered":
        note = " ".join(offer.note.split())
        words = say(OFFERED_BECAUSE, name=offer.giver.name, note=note) if note else say(OFFERED, name=offer.giver.name)
        return News(offer.taker_id, "hand_over", words, about, must_acknowledge=True)
    said = {"accepted": ACCEPTED, "declined": DECLINED, "lapsed": LAPSED}.get(offer.state)
    return None if said is None else News(offer.giver_id, "hand_over", say(said, name=taker.name), about)


def keep_noticed(clock: Clock) -> int:
    """Restore the law everywhere: somebody may have taken a seat, or been given one back, since their conversations
    were decided, or whom a ladder had reached may be gone. Answers of how many conversations somebody had not been
    told, or was reminded no more."""
    told = 0
    for workspace_id in PolicyVersion.objects.filter(active=True).values_list("workspace_id", flat=True):
        told += keep_noticed_in(workspace_id, clock)
    return told


@transaction.atomic
def keep_noticed_in(workspace_id: int, clock: Clock) -> int:
    """Restore the law in one workspace."""
    rows = open_conversations(workspace_id).filter(handling="answer", turn_since__isnull=False).order_by()
    untold = Q(accountable__active=True, accountable__person__is_active=True) & ~has_open(
        "accountable", KIND, "pk", "accountable_id"
    )
    uncovered = Q(covering__active=True, covering__person__is_active=True) & ~has_open(
        "covering", KIND, "pk", "covering_id"
    )
    missing = rows.filter(untold | uncovered).select_related("accountable")[:AT_ONCE]
    owed = {row.pk: _owed(row, GIVEN, clock) for row in missing}
    owe(workspace_id, KIND, owed, clock)
    return len(owed) + remind_again(workspace_id, taken_up(workspace_id), clock)
