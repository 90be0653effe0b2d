"""``earshot policy explain``: why a conversation is where it is, by its stored decision, and what is said now."""

from __future__ import annotations

import argparse
import json
import re
from typing import TYPE_CHECKING, Any

from earshot.kernel.errors import BadInput
from earshot.site.commands.at_home import open_home
from earshot.site.runtime.surroundings import language

if TYPE_CHECKING:
    from earshot.features.inbox.reasons import Step
    from earshot.features.responsibility.explaining import Explained

_ADDRESS = re.compile(r"(?:\S*/c/)?(\d{1,18})(?:[/?#]\S*)?")
_SIGNS = {"x": "✗", "check": "✓", "plus": "+", "role": "→", "assign": "→", "turn": "="}


def add_explain(verbs: Any) -> None:
    """The words of ``explain``."""
    explain = verbs.add_parser("explain", help="say why a conversation is where it is", allow_abbrev=False)
    explain.add_argument("conversation", metavar="CONVERSATION", help="its number, or the address of its page")
    explain.add_argument("--json", action="store_true", help="print one JSON object")
    explain.add_argument(
        "--language", choices=("en", "zh-hant", "zh-hans"), help="of the sentences (default: this machine's)"
    )


def explain(arguments: argparse.Namespace) -> int:
    """Carry it out; the exit code: 0 it would be decided like that now, too, 1 it would not."""
    number = _ADDRESS.fullmatch(arguments.conversation.strip())
    if number is None:
        raise BadInput(f"{arguments.conversation} is no conversation.", "Give its number, or the address of its page.")
    open_home()
    from django.utils import timezone, translation

    from earshot.features.responsibility.explaining import explained
    from earshot.ports.services import services

    found = explained(int(number[1]), services().clock.now())
    with translation.override(arguments.language or language()), timezone.override(found.conversation.workspace.zone):
        if arguments.json:
            print(json.dumps(_as_json(found), ensure_ascii=False))
        else:
            print("\n".join(_lines(found)))
    return 1 if found.differs else 0


def _as_json(found: Explained) -> dict[str, Any]:
    decision, conversation = found.decision, found.conversation
    return {
        "conversation": conversation.pk,
        "workspace": conversation.workspace.slug,
        "accountable": {"role": conversation.role, "person": conversation.accountable.handle},
        "decided": {"at": decision.at.isoformat(), "cause": decision.cause, "policy": decision.policy.number},
        "decision": decision.result,
        "now": {"policy": found.number, "decision": found.now},
        "differs": list(found.differs),
        "text": _lines(found),
    }


def _lines(found: Explained) -> list[str]:
    """In the active language and zone."""
    from django.utils.translation import gettext as _

    from earshot.features.inbox.reasons import deadline_sum, trace
    from earshot.ports.services import services
    from earshot.web.times import full

    decision, at = found.decision, services().clock.now()
    head = _("Conversation %(number)s: decided %(at)s by version %(version)s of the policy")
    values = {"number": found.conversation.pk, "at": full(decision.at), "version": decision.policy.number}
    lines = [head % values, f"  {found.conversation.snippet}" if found.conversation.snippet else "", _("Why")]
    lines += [line for step in trace(decision, found.current, "", found.names) for line in _step(step)]
    sums = deadline_sum(decision, at)
    lines.append(_("Deadline"))
    lines += [f"  {line.label}: {line.value}" for line in sums.lines] or [f"  {sums.why_not}"]
    lines += [f"  {other}" for other in sums.others]
    lines += ["  " + _("Nobody who could answer is on duty then.")] if sums.gap else []
    return [line for line in [*lines, *_now(found)] if line]


def _step(step: Step) -> list[str]:
    first = f"  {_SIGNS.get(step.icon, ' ')} {step.title}"
    more = [*([step.code] if step.code else []), *([step.note] if step.note else [])]
    return [
        first,
        *(f"      {line}" for line in more),
        *(f"      {each.condition} ({each.value})" for each in step.tried),
    ]


def _now(found: Explained) -> list[str]:
    from django.utils.translation import gettext as _

    if not found.differs:
        return [_("Decided now, it would be the same (version %(number)s).") % {"number": found.number}]
    lines = [_("Decided now, by version %(number)s, it would differ:") % {"number": found.number}]
    then, now = found.decision.result, found.now
    return [*lines, *(f"  {name}: {_written(then.get(name))} → {_written(now.get(name))}" for name in found.differs)]


def _written(value: object) -> str:
    if isinstance(value, dict):
        return f"{value.get('person')} ({value.get('role')})"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    return "-" if value in (None, "") else str(value)
