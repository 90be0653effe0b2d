"""What notices are about, in words: upper features say it, each for its own kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from earshot.features.people.models import Workspace

Reference = tuple[str, int]
"""A kind and an id, as in ``web.live.publish``."""


@dataclass(frozen=True, slots=True)
class About:
    """What a notice leads to. ``path`` is an address of this site; ``title`` names it, ``text`` says a little of it, in
    ``lang``; ``due``: until when something is owed there."""

    path: str
    title: str
    text: str = ""
    lang: str = ""
    due: datetime | None = None


Describe = Callable[[Workspace, Collection[int]], Mapping[int, About]]
"""What there is of these ids in that workspace; what is gone is left out."""

_known: dict[str, Describe] = {}


def describes(kind: str, describe: Describe) -> None:
    """Say what things of that kind are. Called in ``AppConfig.ready``."""
    _known[kind] = describe


def found(workspace: Workspace, references: Iterable[Reference]) -> Mapping[Reference, About]:
    """What these are, asked once a kind; without those that nobody knows."""
    ids: dict[str, set[int]] = defaultdict(set)
    for kind, number in references:
        ids[kind].add(number)
    return {
        (kind, number): about
        for kind, wanted in ids.items()
        if kind in _known
        for number, about in _known[kind](workspace, wanted).items()
    }
