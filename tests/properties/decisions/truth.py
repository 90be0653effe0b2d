"""What must be true after every step."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hypothesis.stateful import invariant

from earshot.features.conversations.models import Conversation, State
from earshot.features.conversations.queries import facts_of
from earshot.features.responsibility.models import Assignment, Decision, HandOver
from earshot.features.responsibility.queries import active_policy, audit_findings
from tests.oracle_policy import Answer, Oracle
from tests.properties.decisions.base import ruled
from tests.properties.decisions.company import HALF_HOUR, oracle_of
from tests.properties.decisions.ladders import Ladders
from tests.properties.decisions.said import Fame, Said


class House(Ladders):
    """The whole machine."""

    @invariant()
    def all_is_as_it_should_be(self) -> None:
        if hasattr(self, "checked"):
            self.check_decisions()
            self.check_conversations()
            self.check_climbs()

    def check_decisions(self) -> None:
        """Every decision made in this step is the oracle's."""
        rows = Decision.objects.filter(conversation__workspace=self.workspace, pk__gt=self.checked).order_by("id")
        for decision in rows.select_related("policy"):
            self.checked = decision.pk
            facts = dict(decision.facts)
            since = facts["turn_since"]
            facts["turn_since"] = datetime.fromisoformat(since) if since else None
            answer = oracle_of(decision.policy.text, self.gone).decide(facts, decision.at)
            self.same(decision.result, answer, in_turn=since is not None)
            self.follow(decision, answer)
            self.follow_climb(decision)

    def same(self, result: dict[str, Any], answer: Answer, in_turn: bool) -> None:
        due = answer.deadline.isoformat() if answer.deadline and in_turn else None
        assert result["rule"] == answer.rule
        assert result["handling"] == answer.handling
        assert result["accountable"]["role"] == answer.role
        assert result["responsible"] == answer.responsible
        assert tuple(result["approve_by"]) == answer.approve_by
        assert result["ladder"] == answer.ladder
        assert tuple(result["consulted"]) == answer.consulted
        assert tuple(result["informed"]) == answer.informed
        assert set(result["on_duty"]) == set(answer.on_duty)
        assert (result["deadline"], result["gap"]) == (due, answer.gap and in_turn)

    def follow(self, decision: Decision, answer: Answer) -> None:
        """Accountability moves only where another rule wins or a seat is deactivated, and never to anybody whom the
        policy would not choose."""
        pk, person = decision.conversation_id, decision.result["accountable"]["person"]
        earlier = Decision.objects.filter(conversation_id=pk, pk__lt=decision.pk).order_by("-id").first()
        before = self.lapsed_to(decision) or self.holder.get(pk)
        if earlier is None or before is None or before in self.gone:
            assert person in answer.people
        elif decision.result["asked"]:
            assert person == before
            assert ruled(earlier) != ruled(decision)
            assert before not in answer.people
        elif ruled(earlier) == ruled(decision) or before in answer.people:
            assert person == before
        else:
            assert person in answer.people
        self.holder[pk] = person

    def lapsed_to(self, decision: Decision) -> str | None:
        """Who got it just before, because whoever was writing did not answer the policy's question."""
        if decision.cause != "handover":
            return None
        questions = HandOver.objects.filter(conversation=decision.conversation_id, asks_giver=True, state="lapsed")
        last = questions.filter(answered_at=decision.at).order_by("id").last()
        return last.taker.handle if last is not None else None

    def check_conversations(self) -> None:
        """Every conversation rests on its newest decision, and that on the facts as they are."""
        version, _ = active_policy(self.workspace.pk)
        rows = Conversation.objects.filter(workspace=self.workspace)
        for row in rows.select_related("accountable", "channel", "covering"):
            newest = Decision.objects.filter(conversation=row).latest("id")
            self.check_owner(row)
            self.check_facts(row, self.told(row))
            self.check_decision(row, newest)
            if row.state != State.RESOLVED:
                assert newest.policy_id == version.pk
                self.check_cover(row, oracle_of(version.text, self.gone))
        assert not audit_findings(self.workspace.pk, self.clock.now())

    def check_owner(self, row: Conversation) -> None:
        owners = Assignment.objects.filter(conversation=row, ended_at=None).values_list("membership_id", flat=True)
        assert list(owners) == [row.accountable_id]
        assert row.accountable.handle == self.holder[row.pk]
        assert row.state == State.RESOLVED or row.accountable.handle not in self.gone

    def check_decision(self, row: Conversation, newest: Decision) -> None:
        """The newest decision rests on the facts as they are now."""
        facts = {name: value for name, value in newest.facts.items() if name != "turn_since"}
        assert facts == facts_of(row)
        assert (row.rule, row.role, row.handling) == (*ruled(newest), newest.result["handling"])
        if row.turn_since is None:
            assert (row.deadline_at, row.gap, row.covering_id) == (None, False, None)
        else:
            due = newest.result["deadline"]
            assert newest.facts["turn_since"] == row.turn_since.isoformat()
            assert (row.deadline_at.isoformat() if row.deadline_at else None, row.gap) == (due, newest.result["gap"])

    def check_facts(self, row: Conversation, told: list[Said]) -> None:
        waiting = [said.received for said in told if not said.aside and said.answered is None and said.done is None]
        assert row.turn_since == min(waiting, default=None)
        known = (row.network, row.author.external_id.removeprefix("id:"))
        assert {(said.known, said.thread) for said in told} == {(known, row.thread_key)}
        assert row.channel.name == newest_of([said for said in told if not said.aside] or told).channel
        alive = [said for said in told if not said.aside]
        is_now = {name: value for name, value in facts_of(row).items() if name not in ELSEWHERE}
        is_now["is"] = sorted(set(is_now["is"]) - {"verified"})
        if alive and row.state != State.RESOLVED:
            now = Fame(row.more["author"], row.followers, "verified" in row.flags)
            assert now == self.fame_of(*known), "as the author is now"
        assert is_now == (folded(alive) if alive else self.facts_before[row.pk])
        assert set(row.tags) == self.tags.get(row.pk, set())
        brands = {said.about.brand for said in told} - {""}
        assert ({row.brand} - {""}, row.market) == (brands, told[0].about.market), "one brand, the first one's market"
        self.facts_before[row.pk] = is_now

    def check_cover(self, row: Conversation, oracle: Oracle) -> None:
        if row.deadline_at is None or (row.covering is None and row.pk in self.here):
            return
        holder, now = row.accountable.handle, self.clock.now()
        marks = [now]
        at = now.replace(minute=0, second=0)
        while (at := at + HALF_HOUR) < row.deadline_at:
            if at > now:
                marks.append(at)
        comes = any(can_act(oracle, holder, at) for at in marks)
        assert (row.covering is None) == (comes or nobody_else(oracle, row, now))
        if row.covering is not None:
            cover = row.covering.handle
            assert cover != holder
            assert can_act(oracle, cover, now) or cover == "mei", "somebody who can act, or the backstop"


ELSEWHERE = ("network", "channel", "brand", "market", "tag", "followers", "author")
"""Facts that are not folded from posts, and are looked at by themselves."""


def newest_of(told: list[Said]) -> Said:
    """By when we heard it; within one batch by the network's clock."""
    return max(told, key=lambda said: (said.received, said.posted, said.order))


def folded(alive: list[Said]) -> dict[str, Any]:
    """The facts of data-model.md, 4, said again plainly."""
    newest = newest_of(alive)
    owed = [said for said in alive if said.answered is None]
    last = max((said.answered for said in alive if said.answered), default=None)
    asks = newest.tells("intent") == "question" or newest.facts["asks"]
    flags = {
        "addressed": any(said.addressed for said in alive),
        "advocate": any(said.tells("advocate") for said in alive),
        "question": asks,
        "quote": newest.heard.is_quote,
        "reply": bool(newest.heard.parent_id),
        "repost": newest.heard.is_repost,
    }
    perhaps = {
        "country": newest.heard.country,
        "site": newest.heard.url.partition("//")[2].partition("/")[0],
        "emotion": newest.facts["emotion"],
        "has": attached(newest.facts),
    }
    return {
        "topic": ["recall"] if any(said.facts["recall"] for said in alive) else [],
        "risk": max(int(said.tells("risk")) for said in owed or [one for one in alive if one.answered == last]),
        "intent": newest.tells("intent"),
        "sentiment": newest.tells("sentiment"),
        "lang": newest.tells("language"),
        "kind": newest.heard.kind,
        "posted": newest.posted.isoformat(),
        "is": sorted(name for name, true in flags.items() if true),
        **{name: value for name, value in perhaps.items() if value},
    }


def attached(facts: dict[str, Any]) -> list[str]:
    """What can be asked of a post's pictures and links, and of what stands in its text."""
    held = {
        "link": facts["link"],
        "image": facts["media"] == "image",
        "video": facts["media"] == "video",
        "media": facts["media"],
        "hashtag": facts["sign"].startswith("#"),
        "mention": facts["sign"].startswith("@"),
        "question": facts["asks"],
    }
    return sorted(name for name, true in held.items() if true)


def can_act(oracle: Oracle, person: str, at: datetime) -> bool:
    """On duty for any role; who has none is there unless on leave."""
    if any(person in oracle.on_duty(role, at) for role in oracle.roles):
        return True
    has_role = any(person in (spec.get("members") or []) for name, spec in oracle.roles.items() if not spec.get("rota"))
    on_rota = any(person in rota["people"] for rota in oracle.document["rotas"].values())
    return not has_role and not on_rota and not oracle.on_leave(person, at)


def nobody_else(oracle: Oracle, row: Conversation, at: datetime) -> bool:
    """Whether the accountable person is the backstop and nobody could stand in for them."""
    return row.accountable.handle == "mei" and not set(oracle.on_duty(row.role, at)) - {"mei"}
