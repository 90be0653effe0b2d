"""Findings that a text takes on: which of them are new, and in whose name.

Only the person who puts a text in force can take on something new by it; what others have taken on stays theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _
from ruamel.yaml.nodes import MappingNode

from earshot.engine.policy import Accepted, Policy, PolicyInvalid, load
from earshot.engine.policy.editing import scalar, section_of
from earshot.kernel.errors import BadInput


class TakenOnForOthers(BadInput):
    """A text takes something on in the name of somebody who has not done so."""

    def __init__(self, taken: Sequence[Accepted], handle: str) -> None:
        names = ", ".join(dict.fromkeys(each.by for each in taken))
        super().__init__(
            _("The text takes findings on in the name of %(names)s, who has not done so.") % {"names": names},
            _("You can take them on yourself: write “by: %(name)s”.") % {"name": handle},
        )


def words_of(accepted: Accepted) -> dict[str, str]:
    """What is said of it in the audit trail; two that say the same are the same."""
    when = accepted.when.text if accepted.when else ""
    who = {"by": accepted.by, "because": accepted.because}
    return {"finding": accepted.finding, "subject": accepted.subject or "", "when": when, **who}


def new_in(policy: Policy, in_force: Policy | None) -> list[Accepted]:
    """What a policy takes on that the one in force does not."""
    known = [words_of(each) for each in in_force.accepted] if in_force else []
    return [each for each in policy.accepted if words_of(each) not in known]


def check_names(taken: Sequence[Accepted], handle: str) -> None:
    """Raise TakenOnForOthers where somebody else than ``handle`` takes something on."""
    if others := [each for each in taken if each.by.casefold() != handle.casefold()]:
        raise TakenOnForOthers(others, handle)


def in_the_name_of(text: str, handle: str, in_force: Policy | None = None) -> str:
    """The document with everything that it newly takes on taken on by ``handle``; all else stays byte for byte. For
    texts that somebody else has written: a starting point, the next size. Where the document does not know the person,
    it stays as it is.

    Raises:
        PolicyInvalid: the text cannot be read.
    """
    policy = load(text)
    new = [words_of(each) for each in new_in(policy, in_force)]
    changed = _renamed(text, [words_of(each) in new for each in policy.accepted], handle)
    try:
        load(changed)
    except PolicyInvalid:
        return text
    return changed


def _renamed(text: str, wanted: Collection[bool], handle: str) -> str:
    """From the last entry to the first, so that the places of the others stay."""
    _key, section = section_of(text, "accepted")
    entries = section.value if section is not None else []
    for entry, new in reversed(list(zip(entries, wanted, strict=True))):
        if not new or not isinstance(entry, MappingNode):
            continue
        by = next(value for key, value in entry.value if key.value == "by")
        text = text[: by.start_mark.index] + scalar(handle) + text[by.end_mark.index :]
    return text
