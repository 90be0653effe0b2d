"""The lessons of a workspace, indexed once and kept until one of them is new or forgotten."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Max

from earshot.engine.text.likeness import Shape, Shapes, shape
from earshot.features.listening.models import Lesson, PostVersion

HELD = 1_000
"""The newest lessons of a workspace that are held; older ones rest until newer ones are taken back."""
MEASURED = 50
"""How many posts are measured for one question at most, those with the newest lessons first."""

Said = tuple[int, int]
"""A post and the number of its version."""


@dataclass(frozen=True, slots=True)
class Taught:
    """One lesson, ready to be taken. ``post``: (network, canonical id) of the post that it was said of."""

    lesson_id: int
    kind: str
    value: str
    post: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """The lessons of one workspace, by the post whose words they rest on."""

    shapes: Shapes[Said]
    taught: dict[Said, tuple[Taught, ...]]

    def like(self, asked: Shape) -> list[tuple[Taught, float]]:
        """The lessons of all posts that ``asked`` is like, the newest first, with how much."""
        found = [(each, much) for said, much in self.shapes.alike(asked).items() for each in self.taught[said]]
        found.sort(key=lambda pair: -pair[0].lesson_id)
        return found


_NONE = Standing(Shapes({}), {})
_standing: dict[int, tuple[tuple[int, int], Standing, dict[Said, Shape]]] = {}


def standing_lessons(workspace_id: int) -> Standing:
    """One small query of the database; indexing only after a change. Only texts of new lessons are cut again."""
    mine = Lesson.objects.filter(workspace_id=workspace_id)
    state = mine.aggregate(count=Count("id"), highest=Max("id"))
    mark = (state["count"], state["highest"] or 0)
    kept = _standing.get(workspace_id)
    if kept is not None and kept[0] == mark:
        return kept[1]
    if not mark[0]:
        _standing.pop(workspace_id, None)
        return _NONE
    taught = _taught(workspace_id)
    shapes = _shapes(taught, kept[2] if kept is not None else {})
    standing = Standing(Shapes(shapes, MEASURED), taught)
    _standing[workspace_id] = (mark, standing, shapes)
    return standing


def _taught(workspace_id: int) -> dict[Said, tuple[Taught, ...]]:
    """By post and version; those with the newest lessons first."""
    newest = Lesson.objects.filter(workspace_id=workspace_id).order_by("-id")[:HELD]
    rows = newest.values_list("id", "kind", "value", "post__network", "post__canonical_id", "post_id", "version")
    found: dict[Said, list[Taught]] = defaultdict(list)
    for lesson_id, kind, value, network, canonical, post_id, version in rows:
        found[(post_id, version)].append(Taught(lesson_id, kind, value, (network, canonical)))
    return {said: tuple(each) for said, each in found.items()}


def _shapes(taught: dict[Said, tuple[Taught, ...]], known: dict[Said, Shape]) -> dict[Said, Shape]:
    missing = {post_id for post_id, number in taught if (post_id, number) not in known}
    rows = PostVersion.objects.filter(post__in=missing).values_list("post_id", "number", "title", "text")
    cut = {(post_id, number): (title, text) for post_id, number, title, text in rows}
    return {said: known.get(said) or shape("\n".join(cut.get(said, ()))) for said in taught}
