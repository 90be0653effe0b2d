"""Starting points whose seats few people share: what that makes impossible is taken on, by name and in words."""

from __future__ import annotations

from datetime import datetime

from earshot.engine.policy import Policy, load
from earshot.engine.policy.templates.scalars import scalar
from earshot.engine.policy.templates.words import SHARED
from earshot.engine.proofs import timely
from earshot.engine.proofs.finding import Finding
from earshot.engine.proofs.verifying import DAYS
from earshot.engine.rota import DAY, minute_of

_LIST = "accepted:"


def taken_on(text: str, at: datetime, by: str, language: str = "en") -> str:
    """A starting point with people in its seats, with all that they cannot avoid because they are so few accepted.

    Somebody who holds two seats is the only one to approve their own replies, and no policy can change that. What the
    starting point itself accepts stays as it is. Only for documents of this package: their list of accepted findings
    comes last.

    Args:
        at: aware; the 90 days from then are looked at.
        by: who takes it on (a handle of the document).
        language: of the reason; English for every other than zh-hant and zh-hans.
    """
    policy, first = load(text), minute_of(at)
    found = timely.findings(policy, first, first + DAYS * DAY)
    reason = SHARED.get(language, SHARED["en"])
    lines = [_entry(finding, by, reason) for finding in found if not _known(policy, finding)]
    if not lines:
        return text
    head = [] if policy.accepted else [_LIST]
    return "\n".join([text.rstrip("\n"), *head, *lines]) + "\n"


def _known(policy: Policy, finding: Finding) -> bool:
    return any(
        entry.finding == finding.property and entry.subject in (None, finding.subject) for entry in policy.accepted
    )


def _entry(finding: Finding, by: str, reason: str) -> str:
    subject = scalar(finding.subject or "")
    return f'  - {{finding: {finding.property}, subject: {subject}, by: {scalar(by)}, because: "{reason}"}}'
