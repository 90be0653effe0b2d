"""What a step names, in words."""

from __future__ import annotations

from collections.abc import Mapping

from earshot.engine.policy.names import LEAD
from earshot.features.responsibility.role_titles import role_title
from earshot.kernel.texts import say
from earshot.web.texts import translated


def spoken(to: str, names: Mapping[str, str]) -> str:
    """A step's ``to`` as people say it: a role, "the lead of ROLE", a person's name (``names`` by handle, folded). A
    sentence that can be said again in another language."""
    if to.endswith(LEAD):
        return say("the lead of %(role)s", role=to.removesuffix(LEAD))
    return names.get(to.casefold(), to)


def titled(to: str, names: Mapping[str, str]) -> str:
    """The same in the reader's words: roles of the starting points are said in their language."""
    if to.endswith(LEAD):
        return translated(say("the lead of %(role)s", role=role_title(to.removesuffix(LEAD))))
    return names.get(to.casefold()) or role_title(to)
