"""Decides cases by the policy in force; nothing is written here (``assigning.py`` does)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.db.models import Count

from earshot.engine import policy as engine
from earshot.features.conversations.cases import Case
from earshot.features.conversations.models import Conversation, State
from earshot.features.conversations.queries import facts_of, open_conversations
from earshot.features.conversations.threads import begin_turn_anew
from earshot.features.people.models import Membership
from earshot.features.responsibility.models import PolicyVersion
from earshot.features.responsibility.policies import active_policy
from earshot.features.responsibility.presence import Presence
from earshot.features.responsibility.seated import seated


@dataclass(slots=True)
class Decided:
    """What becomes of a case. ``holder`` is accountable from now on; ``asked`` would be, if the holder agrees."""

    says: engine.Decision
    facts: dict[str, Any]
    """All that the decision rests on: the conversation's facts and ``turn_since`` (null where it is not our turn)."""
    holder: Membership
    moved: bool = False
    rule_changed: bool = False
    asked: Membership | None = None
    covering: Membership | None = None
    informed: tuple[str, ...] = ()
    """``says.informed`` and the accountable roles of the other brands."""
    result: dict[str, Any] = field(default_factory=dict)


class Desk:
    """All that deciding a batch of one workspace needs, loaded at once."""

    def __init__(self, workspace_id: int, at: datetime) -> None:
        self.workspace_id, self.at = workspace_id, at
        self.version, in_force = active_policy(workspace_id)
        members = Membership.objects.filter(workspace_id=workspace_id)
        self.seats: dict[str, Membership] = {member.handle.casefold(): member for member in members}
        self.policy = seated(in_force, self.seats.values())
        self.presence = Presence(self.policy, self.seats, at)
        self.person_of = self._persons()
        self.load: dict[str, float] | None = self._load() if self._shares_work() else None
        self.keepers: dict[int, str] = {}

    def _persons(self) -> dict[int, str]:
        """The name that the policy uses for each seat; its handle where it names nobody there."""
        names = {seat.pk: seat.handle for seat in self.seats.values()}
        for person in self.policy.people:
            seat = self.seats.get(person.casefold())
            if seat is not None:
                names[seat.pk] = person
        return names

    def _shares_work(self) -> bool:
        return any(len(role.members) > 1 for role in self.policy.roles.values())

    def _load(self) -> dict[str, float]:
        rows = open_conversations(self.workspace_id).filter(handling="answer").order_by()
        counted = rows.values_list("accountable_id").annotate(open=Count("id"))
        return {self.person_of[seat]: count for seat, count in counted if seat in self.person_of}

    def know_authors(self, cases: Collection[Case]) -> None:
        """Find who has the open conversations of the authors of planned cases."""
        authors = {case.conversation.author_id for case in cases if case.planned}
        if authors:
            rows = open_conversations(self.workspace_id).filter(author_id__in=authors).order_by("id")
            for author_id, seat in rows.values_list("author_id", "accountable_id"):
                self.keepers[author_id] = self.person_of[seat]

    def decide(self, case: Case) -> Decided:
        """Decide one case; several of a batch see each other's load."""
        decided = self._decide(case)
        if self._edit_begins_a_turn(case, decided):
            begin_turn_anew(case, self.at)
            decided = self._decide(case)
        if case.planned and decided.says.handling == "answer":
            person = self.person_of[decided.holder.pk]
            self.keepers.setdefault(case.conversation.author_id, person)
            if self.load is not None:
                self.load[person] = self.load.get(person, 0) + 1
        case.decision = decided
        return decided

    def _edit_begins_a_turn(self, case: Case, decided: Decided) -> bool:
        ended = case.conversation.turn_since is None and not case.planned
        return ended and bool(case.edited) and decided.rule_changed and decided.says.handling == "answer"

    def _decide(self, case: Case) -> Decided:
        conversation = case.conversation
        since = conversation.turn_since
        given = {**facts_of(conversation), "turn_since": since.isoformat() if since else None}
        says = engine.decide(self.policy, given, self.at, load=self.load, keep=self._keep(case))
        policy_says = self._seat(says.accountable.person)
        decided = Decided(says, given, policy_says, informed=self._informed(case, given, says))
        if not case.planned:
            self._stay_or_move(conversation, decided, policy_says)
        decided.covering = self._covering(conversation, decided)
        decided.result = _result(decided, conversation, self.person_of)
        return decided

    def _keep(self, case: Case) -> str | None:
        if case.planned:
            return self.keepers.get(case.conversation.author_id)
        return self.person_of.get(case.conversation.accountable_id)

    def _seat(self, person: str) -> Membership:
        return self.seats[person.casefold()]

    def _informed(self, case: Case, facts: Mapping[str, Any], says: engine.Decision) -> tuple[str, ...]:
        """Who is to know: with the accountable roles of the other brands that are named (data-model.md, 7)."""
        others = (
            engine.decide(self.policy, {**facts, "brand": brand}, self.at).accountable.role
            for brand in case.conversation.brands
        )
        owners = [role for role in others if role != says.accountable.role]
        return tuple(dict.fromkeys([*says.informed, *owners]))

    def _stay_or_move(self, conversation: Conversation, decided: Decided, policy_says: Membership) -> None:
        holder = next(seat for seat in self.seats.values() if seat.pk == conversation.accountable_id)
        says = decided.says
        decided.rule_changed = (conversation.rule, conversation.role) != (says.rule, says.accountable.role)
        named = holder.handle.casefold() in {person.casefold() for person in self.policy.people}
        gone = (not named and conversation.policy_number != self.version.number) or not holder.active
        decided.holder = holder
        if policy_says.pk == holder.pk or not (decided.rule_changed or gone):
            return
        if holder.active and self._is_writing(conversation):
            decided.asked = policy_says
        else:
            decided.holder, decided.moved = policy_says, True

    def _is_writing(self, conversation: Conversation) -> bool:
        writes = conversation.writer_id is not None and conversation.writer_id == conversation.accountable_id
        return writes and conversation.writing_until is not None and conversation.writing_until > self.at

    def _covering(self, conversation: Conversation, decided: Decided) -> Membership | None:
        says = decided.says
        if says.handling != "answer" or says.deadline is None or conversation.turn_since is None:
            return None
        if conversation.state == State.RESOLVED:
            return None
        person = self.person_of[decided.holder.pk]
        return self.cover(person, says.accountable.role, says.deadline, says.accountable.person)

    def cover(self, person: str, role: str, deadline: datetime, chosen: str = "") -> Membership | None:
        """Who acts for a person who cannot, and is not back before the deadline; None where nobody need."""
        if self.presence.can_act(person) or self.presence.back_by(person, deadline):
            return None
        return self.presence.cover(person, role, chosen)


def decide_cases(workspace_id: int, cases: Sequence[Case], at: datetime) -> PolicyVersion:
    """Decide all cases of one workspace; each keeps its ``Decided``. Answers the version that decided."""
    desk = Desk(workspace_id, at)
    desk.know_authors(cases)
    for case in cases:
        desk.decide(case)
    return desk.version


def decided_of(case: Case) -> Decided:
    """What deciding left on a case."""
    return cast(Decided, case.decision)


def _result(decided: Decided, conversation: Conversation, person_of: Mapping[int, str]) -> dict[str, Any]:
    """What is stored: what the policy says, with who really is accountable, and a deadline only in our turn."""
    result = decided.says.as_json()
    holder = person_of[decided.holder.pk]
    result["informed"] = list(decided.informed)
    result["covering"] = person_of[decided.covering.pk] if decided.covering else None
    result["asked"] = person_of[decided.asked.pk] if decided.asked else None
    if holder != decided.says.accountable.person:
        result["accountable"]["person"] = holder
        result["trace"] = [_stays(step, holder) for step in result["trace"]]
    if conversation.turn_since is None and result["deadline"] is not None:
        result["deadline"], result["gap"] = None, False
        result["trace"] = [_no_turn(step) for step in result["trace"]]
    return result


def _stays(step: dict[str, Any], holder: str) -> dict[str, Any]:
    if step["step"] != "person":
        return step
    return {"step": "person", "role": step["role"], "person": holder, "how": "stays", "on_duty": step["on_duty"]}


def _no_turn(step: dict[str, Any]) -> dict[str, Any]:
    return {"step": "deadline", "due": None, "why": "no_turn"} if step["step"] == "deadline" else step
