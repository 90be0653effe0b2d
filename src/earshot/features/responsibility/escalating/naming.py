"""What a step names, in words."""

from __future__ import annotations

from collections.abc import Mapping

from earshot.engine.policy.names import LEAD
from earshot.kernel.texts import say


def spoken(to: str, names: Mapping[str, str]) -> str:
    """A step's ``to`` as people say it: a role, "the lead of ROLE", a person's name (``names`` by handle, folded). A
    sentence that can be said again in another language."""
    if to.endswith(LEAD):
        return say("the lead of %(role)s", role=to.removesuffix(LEAD))
    return names.get(to.casefold(), to)
