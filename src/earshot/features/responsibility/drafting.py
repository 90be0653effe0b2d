"""A policy's text as it stands in the form: checked, proved, tried, its findings taken on. Nothing here is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from earshot.engine.policy import Policy, PolicyInvalid, Problem
from earshot.engine.policy.editing import accept
from earshot.engine.policy.templates.growing import Grown
from earshot.features.responsibility.findings import Line, about, find, lines, told_of
from earshot.features.responsibility.models import Backtest, PolicyVersion
from earshot.features.responsibility.moving import Moved, what_moves
from earshot.features.responsibility.policies import read
from earshot.features.responsibility.proving import TYPING_SECONDS, Proof, prove
from earshot.features.responsibility.trying import Tried, as_lines, attempt, read_lines
from earshot.features.responsibility.wording import Wording
from earshot.kernel.errors import BadInput
from earshot.ports.services import services
from earshot.web.texts import told


@dataclass(slots=True)
class Draft:
    """A text as it stands in the form, and what is known of it. ``accept`` and ``sample`` are what was asked for."""

    text: str
    base: int = 0
    """The number of the version that was in force when the text was begun; 0 where that is not known."""
    overtaken: bool = False
    """Another version than ``base`` is in force by now."""
    others: bool = False
    """It takes findings on in the name of others; nothing came into force."""
    checked: bool = False
    template_name: str = ""
    grown: Grown | None = None
    """What became of people and rules where the text is the next size of the policy in force; ``title`` is its name."""
    title: str = ""
    problems: list[Problem] = field(default_factory=list)
    proof: Proof | None = None
    lines: list[Line] = field(default_factory=list)
    rule_names: list[str] = field(default_factory=list)
    moved: Moved | None = None
    """What would change hands; None where the text is the one in force, or nobody has compared them yet."""
    to_compare: bool = False
    """What would change hands is still to be asked for."""
    backtest: Backtest | None = None
    """The backtest whose text this is; its outcome is shown below."""
    rule: Wording | None = None
    """The rule that is open as a form."""
    facts: str = ""
    at: str = ""
    tried: Tried | None = None
    wrong: str = ""
    """Why what was asked for could not be done."""
    status: int = 200

    def check(self, seconds: float = TYPING_SECONDS) -> Policy | None:
        """Read and prove the text; None where it cannot be read."""
        self.checked = True
        try:
            loaded = read(self.text)
        except PolicyInvalid as error:
            self.problems = list(error.problems)
            return None
        self.show(prove(self.text, services().clock.now(), seconds), loaded)
        return loaded

    def show(self, proof: Proof, loaded: Policy) -> None:
        """A proof of the text, whoever made it."""
        self.checked, self.proof, self.lines = True, proof, lines(proof, loaded)
        self.rule_names = [rule.name for rule in loaded.rules]

    def compare(self, in_force: PolicyVersion, seconds: float = TYPING_SECONDS) -> None:
        """What would change hands if it came into force. It can be read."""
        if self.text != in_force.text:
            self.moved = what_moves(in_force.text, self.text, services().clock.now(), seconds)

    def told_of(self, rule: str) -> str:
        """What stands in the way at a rule."""
        return told_of(self.lines, rule)

    @property
    def blocking(self) -> int:
        """How many findings stand in the way."""
        return len(self.proof.blocking) if self.proof else 0


def take_on(draft: Draft, given: Mapping[str, str], handle: str) -> None:
    """Write into the text that the person takes a finding on; nothing is saved by it."""
    number, _sign, key = given["accept"].partition("/")
    because = given.get(f"because-{number}", "").strip()
    if not because:
        draft.wrong = _("Write the reason for which you take it on.")
        return
    kind, subject, decided = about(key)
    try:
        draft.text = accept(draft.text, kind, handle, because, subject, undecided=not decided)
    except PolicyInvalid:
        message = _(
            "The policy does not know “%(name)s”: write yourself into people, for example “people: {%(name)s: {}}”."
        )
        draft.wrong = message % {"name": handle}


def try_out(draft: Draft, given: Mapping[str, str], loaded: Policy) -> None:
    """Decide the conversation that somebody wrote, or the sample of a finding or of what changes hands."""
    zone = ZoneInfo(loaded.zone)
    if key := given.get("sample", ""):
        sample = _sample(draft, key)
        if sample is None:
            draft.wrong = _("This was not found any more. Choose among what is found now.")
            return
        draft.facts = as_lines(sample)
        at = str(sample.get("at", "") or services().clock.now().isoformat())
        draft.at = datetime.fromisoformat(at).astimezone(zone).strftime("%Y-%m-%dT%H:%M")
    try:
        at_moment = datetime.fromisoformat(draft.at) if draft.at else services().clock.now()
        moment = at_moment if at_moment.tzinfo else at_moment.replace(tzinfo=zone)
        draft.tried = attempt(loaded, read_lines(draft.facts), moment)
    except BadInput as error:
        draft.wrong = told(error)
    except ValueError:
        draft.wrong = _("This is no time. Write it like 2026-12-24T18:00.")


def _sample(draft: Draft, key: str) -> Mapping[str, Any] | None:
    """The conversation that shows what stands under that key."""
    moved = draft.moved.find(key) if draft.moved else None
    finding = find(draft.proof, key) if draft.proof else None
    shown = moved or finding
    return shown.sample if shown else None
