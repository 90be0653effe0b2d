"""What is said of approvals, in sentences that can be told in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from earshot.engine.policy.names import LEAD
from earshot.kernel.texts import N_, say

MORE_NEEDED = N_("Another approval is needed now than when it was asked for.")
SPOKE_AGAIN = N_("They have written something new since.")
EDITED = N_("They have changed their post since.")
DELETED = N_("The post it answers has been deleted on the network.")
ANSWERED = N_("This was answered meanwhile.")
DONE = N_("The conversation was closed.")
MERGED = N_("Two conversations became one, and another text waits there.")
FREED = N_("No approval is needed any more. Your text is in the composer.")


def title(entry: str) -> str:
    """An entry of ``approve by``: the role, or "the lead of" it."""
    role = entry.removesuffix(LEAD)
    return entry if role == entry else say("the lead of %(role)s", role=role)


def together(entries: Iterable[str]) -> str:
    """Several entries as one part of a sentence."""
    first, *rest = [title(entry) for entry in entries]
    for each in rest:
        first = say("%(first)s and %(second)s", first=first, second=each)
    return first
