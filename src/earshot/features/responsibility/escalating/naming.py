"""What a step names, in words."""

from __future__ import annotations

from collections.abc import Mapping

from earshot.kernel.texts import say

_LEAD = ".lead"


def spoken(to: str, names: Mapping[str, str]) -> str:
    """A step's ``to`` as people say it: a role, "the lead of ROLE", a person's name (``names`` by handle, folded). A
    sentence that can be said again in another language."""
    if to.endswith(_LEAD):
        return say("the lead of %(role)s", role=to.removesuffix(_LEAD))
    return names.get(to.casefold(), to)
