"""The feature's steps on the road of a post: ``decide``, ``assign``, ``notify``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from earshot.features.conversations.cases import Case
from earshot.features.conversations.models import Conversation
from earshot.features.responsibility.assigning import assign_cases
from earshot.features.responsibility.deciding import decide_cases, decided_of
from earshot.features.responsibility.noticing import notice_cases
from earshot.features.responsibility.policies import active_policy
from earshot.features.responsibility.telling import tell_cases, tell_threads
from earshot.kernel.clock import Clock
from earshot.ports.envelope import BatchStage, Dropped, Envelope


def _decide(batch: Sequence[Envelope], clock: Clock) -> Sequence[Envelope | Dropped]:
    """Decide every case whose facts or turn have changed."""
    cases = [case for case in _cases(batch) if case.to_decide]
    if not cases:
        return batch
    decide_cases(batch[0].source.workspace_id, cases, clock.now())
    for envelope in batch:
        for case in envelope.conversation or ():
            if case.decision is not None:
                envelope.decision = decided_of(case).says
                envelope.trace.append(("decide", f"{envelope.decision.handling}: {envelope.decision.rule}"))
    return batch


def _assign(batch: Sequence[Envelope], clock: Clock) -> Sequence[Envelope | Dropped]:
    """Store what was decided, exactly one accountable person each; leave out what the policy ignores."""
    cases = [case for case in _cases(batch) if case.touched]
    if cases:
        version, _ = active_policy(batch[0].source.workspace_id)
        new = {id(case) for case in cases if case.planned}
        for case in assign_cases(cases, version, clock):
            case.opened = id(case) in new
    return batch


def _notify(batch: Sequence[Envelope], clock: Clock) -> Sequence[Envelope | Dropped]:
    """Tell whoever owes an answer, and open pages, once a conversation or a thread; from here on an envelope carries
    its conversation's row, or None."""
    stored = [case for case in _cases(batch) if case.touched and not case.planned]
    notice_cases(stored, clock)
    tell_cases(stored, clock)
    new = [envelope.stored for envelope in batch if envelope.outcome == "new" and envelope.source.mode != "history"]
    tell_threads(batch[0].source.workspace_id, new, stored, clock)
    for envelope in batch:
        envelope.conversation = _row(envelope.conversation or ())
    return batch


def _cases(batch: Sequence[Envelope]) -> list[Case]:
    """The cases of a batch, each once, in the order heard."""
    found = {id(case): case for envelope in batch for case in envelope.conversation or ()}
    return list(found.values())


def _row(cases: Iterable[Case]) -> Conversation | None:
    return next((case.conversation for case in cases if not case.planned), None)


decide = BatchStage("decide", _decide, writes=True)
assign = BatchStage("assign", _assign, writes=True)
notify = BatchStage("notify", _notify, writes=True)
