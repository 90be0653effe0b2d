"""What each proof about time and people says, by example."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from earshot.engine.policy import OTHERWISE, load
from earshot.engine.proofs import Finding, timely
from earshot.engine.rota import DAY
from earshot.web.texts import translated
from tests.engine.proofs.timely.house import HOUSE, MONDAY, findings

LEAVE = "leave: [{person: ana, from: 2026-11-30, to: 2026-12-01}]\n"


def only(found: list[Finding]) -> Finding:
    (finding,) = found
    return finding


def of(found: list[Finding], name: str) -> Finding:
    return only([finding for finding in found if finding.property == name])


def test_the_house_holds() -> None:
    assert findings() == []


def test_leave_without_a_deputy_leaves_hours_without_anybody() -> None:
    found = of(findings(more=LEAVE), "staffed")
    assert found.subject == "pr"
    assert found.message == (
        "Nobody of pr is on duty on Monday 2026-11-30 09:00 to 18:00 (Europe/London), although its hours are office. "
        "There are 2 such holes, 18 h in all."
    )
    assert found.sample == {"at": "2026-11-30T09:00:00+00:00"}
    assert found.because == ("Harm", "Press")
    assert found.line == HOUSE.splitlines().index("  pr: {lead: ana, members: [ana], hours: office}") + 1
    assert found.blocks


def test_a_role_that_only_watches_need_not_be_staffed() -> None:
    watching = [
        ("accountable: pr, responsible: social", "handling: watch, accountable: pr"),
        ("press, acc", "press, handling: watch, acc"),
    ]
    assert not [one for one in findings(*watching, more=LEAVE) if one.property == "staffed"]


def test_otherwise_that_only_watches_counts_for_nothing() -> None:
    nobody, watching = (
        ("members: [mei, jun]", "members: []"),
        ("otherwise: {accountable: social, answer within: 4h", "otherwise: {handling: watch, accountable: social"),
    )
    assert of(findings(nobody), "staffed").subject == "social"
    assert "staffed" not in {one.property for one in findings(nobody, watching)}


def test_otherwise_counts_for_staffed_even_if_it_decides_nothing() -> None:
    policy = load(HOUSE.replace("members: [mei, jun]", "members: []"))
    found = timely.findings(policy, MONDAY, MONDAY + DAY, {"Press": {"intent": "press"}})
    assert [(one.property, one.subject, one.because) for one in found][:1] == [("staffed", "social", ())]


def test_rules_that_never_decide_bring_no_findings_and_the_others_whole_samples() -> None:
    policy = load(HOUSE + LEAVE)
    winning = {"Press": {"intent": "press"}, OTHERWISE: {}}
    found = timely.findings(policy, MONDAY, MONDAY + 90 * DAY, winning)
    assert [(one.property, one.because) for one in found if one.property != "represented"] == [
        ("staffed", ("Press",)),
        ("in_time", ("Press",)),
    ]
    assert found[0].sample == {"intent": "press", "at": "2026-11-30T09:00:00+00:00"}


def test_a_deadline_in_the_night_of_those_who_could_answer() -> None:
    found = only(findings(("{office: 4h}", "{always: 4h}")))
    assert (found.property, found.subject) == ("in_time", "Press")
    assert found.message == (
        'What the rule "Press" decides and comes on Monday 2026-11-23 00:00 (Europe/London) is to be answered by '
        "Monday 2026-11-23 04:00 (Europe/London), but nobody of pr is on duty then."
    )
    assert found.sample == {"at": "2026-11-23T00:00:00+00:00"}


def test_a_deadline_at_the_end_of_the_day_is_in_time() -> None:
    days = [("members: [mei, jun], hours: always", "members: [mei, jun], hours: office")]
    held = [("within: 1h", "within: {office: 1h}"), ("within: 4h", "within: {office: 9h}")]
    assert not findings(*days, *held)


def test_what_comes_in_the_last_minute_is_judged_although_it_is_due_later() -> None:
    last_day = "leave: [{person: ana, from: 2026-11-25, to: 2026-11-25}]\n"
    found = findings(more=last_day, days=2)
    assert [(one.property, one.sample["at"]) for one in found] == [("in_time", "2026-11-24T14:01:00+00:00")]


def test_a_clock_that_never_runs_owes_nothing() -> None:
    days = ", ".join(str(date(2026, 11, 23) + timedelta(days=number)) for number in range(7 * 366))
    never = ('"18:00"}', f'"18:00"}}\n  never: {{days: mon, from: "09:00", to: "10:00", holidays: [{days}]}}')
    assert not findings(never, ("{office: 4h}", "{never: 4h}"))
    assert only(findings(never, ("{office: 4h}", "{never: 4h, always: 4h}"))).property == "in_time"


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ("[{after: 10m, to: pr}]", 'The ladder "harm" ends with the role pr, not with a person.'),
        ("[{after: 10m, to: mei}, {continue: harm}]", 'The ladder "harm" goes round in a circle: harm, harm.'),
    ],
)
def test_ladders_end_with_a_person(steps: str, message: str) -> None:
    found = only(findings(("[{after: 10m, to: pr}, {after: 20m, to: mei}]", steps)))
    assert (found.property, found.subject, found.message) == ("ladder_ends", "harm", message)
    assert (found.sample, found.because) == ({}, ("Harm",))


def test_a_ladder_that_goes_on_ends_as_the_other_does() -> None:
    two = "[{after: 10m, to: pr}, {continue: late}]\n  late: [{after: 1h, to: %s}]"
    steps = "[{after: 10m, to: pr}, {after: 20m, to: mei}]"
    assert not findings((steps, two % "pr.lead"))
    one, other = findings((steps, two % "pr"))
    assert one.message == 'The ladder "harm" goes on as "late", which ends with the role pr, not with a person.'
    assert (other.subject, other.because) == ("late", ())


def test_nobody_approves_their_own() -> None:
    found = only(findings(("members: [mei, jun]", "members: [mei]"), ("[legal]", "[legal, social.lead]")))
    assert (found.property, found.subject) == ("four_eyes", "Harm")
    assert found.message == (
        'On Monday 2026-11-23 00:00 (Europe/London) mei can answer for the rule "Harm", and nobody else is on duty who '
        "could approve as social.lead."
    )


def test_approval_counts_only_while_somebody_may_write() -> None:
    office = [("members: [chloe, dan], hours: always", "members: [chloe, dan], hours: office")]
    found = only(findings(*office))
    assert found.sample == {"at": "2026-11-23T00:00:00+00:00"}
    by_day = ("accountable: pr, responsible: social, answer within: 1h", "accountable: pr, answer within: {office: 1h}")
    assert not findings(*office, by_day)


def test_a_meeting_without_a_team() -> None:
    found = of(findings(more=LEAVE), "represented")
    assert (found.subject, found.sample) == ("Weekly", {"at": "2026-11-30T10:00:00+00:00"})
    assert found.message == (
        'On Monday 2026-11-30 10:00 (Europe/London) nobody of pr can be in the meeting "Weekly": all are on leave.'
    )
    for named in ("[mei]", "[ana, mei]"):
        deputised = ("teams: [social, pr]", f"teams: [social, pr], representatives: {{pr: {named}}}")
        assert "represented" not in {one.property for one in findings(deputised, more=LEAVE)}
    only_ana = ("members: [ana], hours: office", "members: [ana, mei], hours: office")
    named = ("teams: [social, pr]", "teams: [social, pr], representatives: {pr: [ana]}")
    assert [one.property for one in findings(only_ana, named, more=LEAVE)] == ["represented"]


def test_who_represents_is_there_to_the_end() -> None:
    late = ('every: "mon 10:00"', 'every: "sun 23:50"')
    assert of(findings(late, more=LEAVE), "represented").sample == {"at": "2026-11-29T23:50:00+00:00"}
    assert "represented" not in {one.property for one in findings(late, ("minutes: 30", "minutes: 10"), more=LEAVE)}


def test_the_people_of_a_rota_represent_a_team_without_members() -> None:
    rota = "rotas:\n  pr: {hours: office, rotation: weekly, people: [ana], start: 2026-11-23}\n"
    found = findings(("members: [ana], hours: office", "rota: pr"), more=rota)
    assert not found
    nobody = of(findings(("members: [ana], hours: office", "members: [], hours: office")), "represented")
    assert nobody.message == 'Nobody represents pr in the meeting "Weekly": the team has no people.'


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "zh-hant",
            "pr的時段是office，但2026-11-30（週一）09:00至18:00（Europe/London）無人值班。這樣的空班共2段，合計18小時。",
        ),
        (
            "zh-hans",
            "pr的时段是office，但2026-11-30（周一）09:00至18:00（Europe/London）无人值班。这样的空班共2段，合计18小时。",
        ),
    ],
)
def test_a_finding_is_said_in_the_readers_language(language: str, sentence: str) -> None:
    with override(language):
        assert translated(of(findings(more=LEAVE), "staffed").message) == sentence
