"""Proofs of policy versions: made when somebody checks a text or puts it in force, kept with the version."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from earshot.engine.policy.editing import accept
from earshot.engine.proofs import Finding
from earshot.features.responsibility.models import PolicyVersion
from earshot.features.responsibility.policies import read
from earshot.kernel.clock import Clock
from earshot.kernel.errors import Conflict
from earshot.kernel.texts import Said, restored, say, stored

SECONDS = 5.0
"""For a version that is to come into force."""
TYPING_SECONDS = 2.0
"""While somebody types."""
FRESH = timedelta(days=1)
"""For so long a kept proof is shown as it is."""

one_at_a_time = threading.Lock()
"""For whatever asks the solver: it takes a processor and some 60 MB; ten people who type at once shall not take ten."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found for the 90 days from ``at``."""

    at: datetime
    findings: tuple[Finding, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What nobody has taken on."""
        return tuple(each for each in self.findings if each.blocks)


class Unproved(Conflict):
    """A version with findings that nobody has taken on cannot come into force."""

    def __init__(self, proof: Proof) -> None:
        super().__init__(
            _("This policy has findings that nobody has taken on."),
            _("Mend them, or take each of them on by name and with a reason."),
        )
        self.proof = proof


def prove(text: str, at: datetime, seconds: float = SECONDS) -> Proof:
    """Prove a valid document from about ``at`` on; what could not be decided in ``seconds`` is a finding too.

    Raises:
        PolicyInvalid: the text cannot be read.
    """
    # From the last ten minutes on: a page asks for the same proof several times, and it is made once.
    begin = at - timedelta(minutes=at.minute % 10, seconds=at.second, microseconds=at.microsecond)
    kept = _made(text, begin, seconds)
    if any(not each.decided for each in kept.findings):
        _made.cache_clear()  # the next try may have more time, or a quieter machine
    return kept


def taken_on(text: str, handle: str, because: str, at: datetime, seconds: float = SECONDS) -> str:
    """The document with every finding that would keep it from coming into force taken on by ``handle``: for documents
    that we write, where somebody begins with the people there are. It stands in the policy, on its page and in the
    audit trail, to be mended.

    Raises:
        PolicyInvalid: the text cannot be read, or does not know ``handle``.
    """
    for finding in prove(text, at, seconds).blocking:
        text = accept(text, finding.property, handle, because, finding.subject, undecided=not finding.decided)
    return text


def stay_ready() -> None:
    """Somebody types: for a minute the next proof finds its solver started."""
    from earshot.engine.proofs import asking  # not before somebody asks, as below

    asking.stay_ready()


@lru_cache(maxsize=32)
def _made(text: str, begin: datetime, seconds: float) -> Proof:
    from earshot.engine.proofs import verify  # not before somebody asks: every process loads this module

    policy = read(text)
    with one_at_a_time:
        return Proof(begin, tuple(verify(policy, begin, seconds).findings))


def keep_proof(version: PolicyVersion, proof: Proof) -> None:
    """Write a proof beside its version, in place of an older one."""
    version.proof = {"at": proof.at.isoformat(), "findings": [_row(each) for each in proof.findings]}
    version.save(update_fields=["proof"])


def kept_proof(version: PolicyVersion) -> Proof | None:
    """The newest proof of a version; None where it was never proved."""
    if version.proof is None:
        return None
    at = datetime.fromisoformat(version.proof["at"])
    return Proof(at, tuple(_finding(row) for row in version.proof["findings"]))


def proof_of_today(version: PolicyVersion, clock: Clock) -> Proof:
    """The kept proof if it is no older than a day, else a new one, kept: a rota ends, somebody goes on leave, and the
    90 days move on."""
    kept = kept_proof(version)
    if kept is not None and abs(clock.now() - kept.at) < FRESH:
        return kept
    proof = prove(version.text, clock.now(), TYPING_SECONDS)
    keep_proof(version, proof)
    return proof


def _row(finding: Finding) -> dict[str, Any]:
    return {
        "property": finding.property,
        "severity": finding.severity,
        "subject": finding.subject,
        "message": stored(finding.message),
        "sample": dict(finding.sample),
        "because": list(finding.because),
        "accepted": finding.accepted,
        "decided": finding.decided,
        "line": finding.line,
    }


def _finding(row: Mapping[str, Any]) -> Finding:
    message = restored(row["message"])
    said = message if isinstance(message, Said) else say(message)
    return Finding(**{**row, "message": said, "because": tuple(row["because"])})
