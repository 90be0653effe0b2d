"""The responsibility policy: read, decided, and told.

Purpose: who is accountable for what, written once and followed for every conversation.
Invariants: ``load`` gives a whole policy or every error of it; ``decide`` is pure and total and names exactly one
accountable role and person; nothing here knows a clock, a database or a network.
"""

from earshot.engine.policy.conditions import Condition
from earshot.engine.policy.deciding import Accountable, Decision, decide
from earshot.engine.policy.duty import next_change, on_duty, on_leave, people, role_hours, role_shifts, roles
from earshot.engine.policy.facts import Facts, fill_facts
from earshot.engine.policy.gone import without
from earshot.engine.policy.loading import load, problems_of
from earshot.engine.policy.model import (
    OTHERWISE,
    Accepted,
    Addition,
    Claim,
    Clocked,
    Guarantee,
    Ladder,
    Leave,
    Meeting,
    Person,
    Policy,
    Role,
    RoleOverride,
    Rule,
    Step,
)
from earshot.engine.policy.problems import PolicyInvalid, Problem
from earshot.engine.policy.standing_in import Absent, StandIn, last_day_of_leave, stand_in
from earshot.engine.policy.templates import Template, template, templates
from earshot.engine.policy.templates.staffing import Seat, seats, staffed

__all__ = [
    "OTHERWISE",
    "Absent",
    "Accepted",
    "Accountable",
    "Addition",
    "Claim",
    "Clocked",
    "Condition",
    "Decision",
    "Facts",
    "Guarantee",
    "Ladder",
    "Leave",
    "Meeting",
    "Person",
    "Policy",
    "PolicyInvalid",
    "Problem",
    "Role",
    "RoleOverride",
    "Rule",
    "Seat",
    "StandIn",
    "Step",
    "Template",
    "decide",
    "fill_facts",
    "last_day_of_leave",
    "load",
    "next_change",
    "on_duty",
    "on_leave",
    "people",
    "problems_of",
    "role_hours",
    "role_shifts",
    "roles",
    "seats",
    "staffed",
    "stand_in",
    "template",
    "templates",
    "without",
]
