"""What somebody at the company thinks of changing in its policy, and the backtest of it on the sample's four weeks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from string import Template
from typing import Any

from earshot.engine.policy import load
from earshot.engine.policy.editing_rules import change_rule
from earshot.features.people.queries import access_membership
from earshot.features.responsibility.queries import access_backtests, active_policy
from earshot.features.responsibility.replaying.running import SILENT, begin
from earshot.features.sample.company import EDITION, company
from earshot.features.sample.models import Sample
from earshot.features.sample.story import story
from earshot.kernel.clock import Clock
from earshot.kernel.errors import Conflict

DAYS = 28
"""The sample's four weeks."""
ATTEMPTS = 3
"""A backtest that was cut off, because its process was ended, is begun again until there have been so many."""
ENDED = ("done", "failed", "cancelled")


def drafted(text: str) -> str | None:
    """The company's policy with the draft's changes; None where it does not have the company's rules any more."""
    names = [rule.name for rule in load(text).rules]
    language = next((each for each in company().facts["name"] if set(_rules(each).values()) <= set(names)), None)
    if language is None:
        return None
    for change in company().draft:
        values = {key: _said(value, language) for key, value in change.items() if key != "rule"}
        text = change_rule(text, names.index(_rules(language)[change["rule"]]), values)
    return text


def _rules(language: str) -> dict[str, str]:
    """Word of the policy -> the rule's name in that language."""
    return {word: said[language] for word, said in company().words.items() if word.startswith("rule_")}


def _said(value: Any, language: str) -> Any:
    if isinstance(value, Mapping):
        return {_said(hours, language): within for hours, within in value.items()}
    return Template(value).substitute({word: said[language] for word, said in company().words.items()})


def untried(now: datetime) -> list[int]:
    """Samples whose history has been told, whose policy is still the company's, and where no backtest came to its end
    or is on its way to it."""
    rows = Sample.objects.select_related("person", "workspace").filter(edition=EDITION)
    return [row.pk for row in rows if row.told >= len(story(row.begun_at).history) and _is_untried(row, now)]


def _is_untried(row: Sample, now: datetime) -> bool:
    if active_policy(row.pk)[0].created_at > row.begun_at:
        return False
    tries = access_backtests(access_membership(row.person, row.workspace.slug))
    states = list(tries.values_list("state", "seen_at"))
    over = any(state in ENDED or now - seen < SILENT for state, seen in states)
    return not over and len(states) < ATTEMPTS


def begin_backtest(workspace_id: int, clock: Clock) -> int | None:
    """A backtest of the draft, for a process to carry on; its id. None where the sample is gone, its policy is another
    one by now, or somebody has begun a backtest meanwhile."""
    found = Sample.objects.select_related("person", "workspace").filter(pk=workspace_id).first()
    if found is None:
        return None
    version, _policy = active_policy(workspace_id)
    text = drafted(version.text)
    if text is None:
        return None
    try:
        begun, new = begin(text, access_membership(found.person, found.workspace.slug), clock, DAYS)
    except Conflict:
        return None
    return begun.pk if new else None
