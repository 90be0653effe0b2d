"""Posts and proposals as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from earshot.features.workshop.changing import Edit
from earshot.features.workshop.checking import label_of
from earshot.features.workshop.items import Change, Compared, Item, NearMiss, Slice
from earshot.features.workshop.proposing import Proposal, Proposals
from earshot.web.marks import marked
from earshot.web.texts import translated

LONGEST = 1_200
"""Characters of a post that are shown in a list."""


@dataclass(frozen=True, slots=True)
class Button:
    """A change of the query that one press makes: ``edit`` as forms send it, ``brings`` how many posts more."""

    edit: str
    label: str
    brings: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One post; ``why`` in the reader's words, ``change`` what would make the query match it."""

    item: Item
    title: SafeString
    text: SafeString
    why: tuple[str, ...] = ()
    change: Button | None = None


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """What could be added, with an example."""

    proposal: Proposal
    kind: str
    button: Button
    newest: Shown


def post(item: Item, near: NearMiss | None = None, query: str = "") -> Shown:
    """A post with its matched words marked."""
    spans = {field: [(start, end) for name, start, end in item.spans if name == field] for field in ("title", "text")}
    text = item.text if len(item.text) <= LONGEST else item.text[: LONGEST - 1] + "…"
    why = tuple(translated(sentence) for sentence in near.why) if near is not None else ()
    change = button(near.change, query) if near is not None and near.change is not None else None
    return Shown(item, marked(item.title, spans["title"]), marked(text, spans["text"]), why, change)


def button(change: Change, query: str) -> Button:
    """The button of a proposed change of ``query``."""
    edit = Edit(change.start, change.end, change.replacement)
    return Button(f"{edit.start}:{edit.end}:{edit.text}", label_of(query, edit), change.brings)


@dataclass(frozen=True, slots=True)
class ShownSlice:
    """A slice with its posts made ready."""

    slice: Slice
    sample: tuple[Shown, ...]
    near: tuple[Shown, ...]
    rest: tuple[Shown, ...]


def found(of: Slice, query: str) -> ShownSlice:
    """A slice as the page shows it."""
    near = tuple(post(each.item, each, query) for each in of.near)
    return ShownSlice(of, posts(of.sample), near, posts(of.rest))


def posts(items: Iterable[Item]) -> tuple[Shown, ...]:
    """Posts in their order."""
    return tuple(post(item) for item in items)


@dataclass(frozen=True, slots=True)
class ShownCompared:
    """What a changed query gains and loses."""

    compared: Compared
    gained: tuple[Shown, ...]
    lost: tuple[Shown, ...]


def compared(of: Compared) -> ShownCompared:
    """The difference as the page shows it."""
    return ShownCompared(of, posts(of.gained_sample), posts(of.lost_sample))


def proposed(of: Proposals, query: str) -> tuple[ShownProposal, ...]:
    """Proposals with their buttons."""
    kinds = {
        "spelling": _("another spelling"), "hashtag": _("hashtag"),
        "script": _("simplified or traditional"), "together": _("often said with it"),
    }  # fmt: skip
    return tuple(
        ShownProposal(each, kinds.get(each.kind, ""), button(each.change, query), post(each.newest))
        for each in of.found
    )
