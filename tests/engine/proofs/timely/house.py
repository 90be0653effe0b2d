"""A small house in London to put holes into."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from earshot.engine.policy import load
from earshot.engine.proofs import Finding, timely
from earshot.engine.rota import DAY, minute_of

HOUSE = """
policy: A small house
zone: Europe/London
backstop: mei
roles:
  social: {lead: mei, members: [mei, jun], hours: always}
  pr: {lead: ana, members: [ana], hours: office}
  legal: {lead: chloe, members: [chloe, dan], hours: always}
hours:
  office: {days: mon-fri, from: "09:00", to: "18:00"}
ladders:
  harm: [{after: 10m, to: pr}, {after: 20m, to: mei}]
rules:
  - {name: Harm, when: risk>=70, accountable: pr, responsible: social, answer within: 1h, approve by: [legal], ladder: harm}
  - {name: Press, when: intent:press, accountable: pr, answer within: {office: 4h}}
otherwise: {accountable: social, answer within: 4h}
meetings:
  - {name: Weekly, every: "mon 10:00", minutes: 30, teams: [social, pr]}
"""

MONDAY = minute_of(datetime(2026, 11, 23, tzinfo=ZoneInfo("Europe/London")))


def findings(*changes: tuple[str, str], more: str = "", days: int = 90) -> list[Finding]:
    """What the proofs find in the house after changes of its text, from the Monday on."""
    text = HOUSE
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return timely.findings(load(text + more), MONDAY, MONDAY + days * DAY)
