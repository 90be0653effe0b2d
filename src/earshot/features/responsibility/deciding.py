"""Decides cases by the policy in force; nothing is written here (``assigning.py`` does)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from django.db.models import Count

from earshot.engine import policy as engine
from earshot.engine.policy import on_leave
from earshot.features.conversations.cases import Case
from earshot.features.conversations.models import Conversation, State
from earshot.features.conversations.queries import facts_of, open_conversations
from earshot.features.conversations.threads import begin_turn_anew
from earshot.features.people.models import Membership
from earshot.features.responsibility.covering import Cover, cover_told
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
    cover: Cover | None = None
    """Who acts for the holder, who cannot."""
    informed: tuple[str, ...] = ()
    """``says.informed`` and the accountable roles of the other brands."""
    result: dict[str, Any] = field(default_factory=dict)

    @property
    def covering(self) -> Membership | None:
        """The seat of who acts for the holder."""
        return self.cover.seat if self.cover else None


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
        decided.cover = self._cover(conversation, decided)
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

    def _cover(self, conversation: Conversation, decided: Decided) -> Cover | None:
        if not owes(decided.says.handling, conversation):
            return None
        person, rule = self.person_of[decided.holder.pk], decided.says.told.rule
        absent = self.absent(person, rule, conversation.lang, decided.says.deadline)
        return None if absent is None else self.cover_for(absent, self.person_of.get(conversation.covering_id or 0))

    def absent(self, person: str, rule: engine.Rule, language: str, deadline: datetime | None) -> engine.Absent | None:
        """A person who is accountable and for whom somebody must act; None where nobody need: they can, or are back
        before the deadline. Where there is none, only who is on leave is covered: nothing else brings it before
        anybody's eyes until they are back."""
        if self.presence.can_act(person):
            return None
        waits = self.presence.back_by(person, deadline) if deadline else not on_leave(self.policy, person, self.at)
        return None if waits else engine.Absent(person, rule, language, self.at, due=deadline is not None)

    def cover_for(self, absent: engine.Absent, keep: str | None = None) -> Cover | None:
        """Who acts for them, counted with what they have already; None where nobody could."""
        found = self.presence.cover(absent, self.at_work, keep)
        if found is None:
            return None
        told = cover_told(self.policy, absent, found, self.at_work, sits=self.presence.sits(absent.person))
        if found.person != keep:
            self.at_work[found.person] += 1
        return Cover(self._seat(found.person), told)

    def goes_on(self, absent: engine.Absent, cover: str) -> bool:
        """Whether ``cover`` can go on acting for them."""
        if absent.due:
            return self.presence.can_act(cover)
        found = self.presence.cover(absent, self.at_work, cover)
        return found is not None and found.person == cover

    def rule_of(self, conversation: Conversation) -> engine.Rule:
        """The rule that decided it, as the policy in force has it."""
        return self._rules.get(conversation.rule, self.policy.otherwise)

    @cached_property
    def _rules(self) -> dict[str, engine.Rule]:
        return {rule.name: rule for rule in self.policy.rules}

    @cached_property
    def at_work(self) -> Counter[str]:
        """How much everybody has open, and covers for others."""
        counted: Counter[str] = Counter()
        for person, count in (self._load() if self.load is None else self.load).items():
            counted[person] += int(count)
        rows = open_conversations(self.workspace_id).filter(handling="answer", covering__isnull=False).order_by()
        for seat in rows.values_list("covering_id", flat=True):
            if seat in self.person_of:
                counted[self.person_of[seat]] += 1
        return counted


def owes(handling: str, conversation: Conversation) -> bool:
    """Whether somebody waits for an answer of ours."""
    return handling == "answer" and conversation.turn_since is not None and conversation.state != State.RESOLVED


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
    if decided.cover is not None:
        result["trace"].append(decided.cover.told)
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
