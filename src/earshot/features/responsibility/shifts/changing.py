"""A change of duty comes into force: as a version of its own, and only if the proof finds nothing new."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from earshot.engine.policy import Policy
from earshot.engine.proofs import Finding
from earshot.features.audit.actions import record
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership
from earshot.features.responsibility.actions import settle_policy
from earshot.features.responsibility.models import PolicyVersion
from earshot.features.responsibility.policies import active_policy, bring_into_force, next_number
from earshot.features.responsibility.proving import SECONDS, Proof, keep_proof, prove
from earshot.features.responsibility.seated import for_those_here
from earshot.kernel.clock import Clock
from earshot.kernel.errors import Conflict
from earshot.kernel.texts import stored
from earshot.web.texts import translated

TRIES = 3
"""How often a change is made anew because another version came into force meanwhile."""

Edit = Callable[[Policy, str], str]
"""Takes what is in force, loaded (for those who are here, see ``seated``) and as text, and answers the text with the
change; raises where it is not possible."""


class WouldBreak(Conflict):
    """The change would break promises that are kept now; nothing has changed. ``text``: the policy with the change."""

    def __init__(self, findings: Collection[Finding], text: str) -> None:
        broken = " ".join(translated(finding.message) for finding in findings)
        super().__init__(
            _("This would break what the policy promises: %(broken)s") % {"broken": broken},
            _("Nothing has changed. Ask an administrator to mend the policy, or to take this on by name."),
        )
        self.findings, self.text = tuple(findings), text


def change(
    actor: Membership,
    edit: Edit,
    verb: str,
    by_name: str,
    clock: Clock,
    detail: Mapping[str, object],
    *,
    mending: bool = False,
    confirmed: str | None = None,
    then: Callable[[PolicyVersion], None] = lambda version: None,
) -> PolicyVersion:
    """Put a changed policy in force. Whoever calls has asked whether ``actor`` may.

    Args:
        edit: asked again if another version comes into force meanwhile.
        verb, detail: what the audit trail says, beside the number of the version.
        by_name: who the version is by.
        mending: the change takes gaps away; what is found already may be found elsewhere by it.
        confirmed: the mark (:func:`mark_of`) of findings that whoever acts was shown and goes on with knowingly; their
            sentences go into the audit trail.
        then: what belongs into the same transaction; where it raises, nothing changes.

    Raises:
        WouldBreak: the proof finds what it did not find before, and what is not ``confirmed``.
        Conflict: others change the policy all the time.
    """
    for _try in range(TRIES):
        before, policy = active_policy(actor.workspace_id)
        text = edit(for_those_here(actor.workspace_id, policy), before.text)
        known, proof = prove(before.text, clock.now()), prove(text, clock.now())
        broken = new_findings(known, proof, mending=mending)
        if broken and mark_of(broken) != confirmed:
            raise WouldBreak(broken, text)
        knowingly = {"confirmed": [stored(each.message) for each in broken]} if broken else {}
        with transaction.atomic():
            version = _enforced(before, text, proof, actor, by_name, clock)
            if version is None:
                continue
            then(version)
            record(actor_of(actor), verb, clock, actor.workspace_id, "policy", version.pk, **detail, **knowingly)
        settle_policy(actor.workspace_id, clock)
        return version
    raise Conflict(_("Others are changing the policy at this moment."), _("Try again."))


def _enforced(
    before: PolicyVersion, text: str, proof: Proof, actor: Membership, by_name: str, clock: Clock
) -> PolicyVersion | None:
    """The next version, in force; None where the text rests on a version that no longer is."""
    rows = PolicyVersion.objects.select_for_update().filter(workspace_id=before.workspace_id, active=True)
    if not rows.filter(pk=before.pk).exists():
        return None
    version = PolicyVersion.objects.create(
        workspace_id=before.workspace_id,
        number=next_number(before.workspace_id),
        text=text,
        by_name=by_name[:200],
        created_at=clock.now(),
    )
    keep_proof(version, proof)
    bring_into_force(version, actor, clock)
    return version


def breaks(before: str, after: str, at: datetime, *, mending: bool = False, seconds: float = SECONDS) -> list[Finding]:
    """What is found in the text ``after`` that was not found in ``before``, as :func:`new_findings` says."""
    return new_findings(prove(before, at, seconds), prove(after, at, seconds), mending=mending)


def mark_of(findings: Iterable[Finding]) -> str:
    """A name of what is found, whatever its examples are at this minute. What was not decided in time is left out: it
    depends on what else the machine does, and nobody shall be asked twice because of that."""
    found = sorted({(each.property, str(each.subject)) for each in findings if each.decided})
    return hashlib.sha256(repr(found).encode()).hexdigest()


def new_findings(known: Proof, proof: Proof, *, mending: bool = False) -> list[Finding]:
    """What blocks in ``proof`` and does not in ``known``.

    The same finding with another example counts as new (it may be a longer gap), unless the change is ``mending``.
    """
    same = {(each.property, each.subject, str(each.message)) for each in known.blocking}
    alike = {(each.property, each.subject) for each in known.blocking} if mending else set()
    return [
        each
        for each in proof.blocking
        if (each.property, each.subject, str(each.message)) not in same and (each.property, each.subject) not in alike
    ]
