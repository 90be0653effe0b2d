"""Takes a workspace away with everything in it.

The one place that deletes rows of other features: a sample leaves no trace, and no feature alone could say so of all.
Which tables hold rows of a workspace is read from the models, so that a new table cannot be forgotten.
"""

from __future__ import annotations

from graphlib import TopologicalSorter

from django.apps import apps
from django.db.models import ForeignKey, Model

from earshot.features.listening import search
from earshot.features.listening.models import Post
from earshot.features.people.models import Membership, Person, Workspace
from earshot.features.sample.founding import NOBODY

Table = type[Model]


def erase(workspace_id: int) -> None:
    """Delete every row of the workspace, in the caller's transaction, and the people who were made for it."""
    figures = list(
        Membership.objects.filter(
            workspace_id=workspace_id, person__email__endswith=f".{NOBODY}", person__isnull=False
        ).values_list("person_id", flat=True)
    )
    search.remove_terms(list(Post.objects.filter(workspace_id=workspace_id).values_list("pk", flat=True)))
    everything: list[tuple[Table, str]] = [*tables(), (Workspace, "pk")]
    for model, path in everything:
        model._default_manager.filter(**{path: workspace_id}).delete()
    for figure in Person.objects.filter(pk__in=figures, memberships=None):
        figure.delete()


def tables() -> list[tuple[Table, str]]:
    """Every table that holds rows of workspaces, with the way to the workspace's id; those that point first."""
    paths: dict[Table, str] = {Workspace: "pk"}
    models = list(apps.get_models())
    for model in models:
        if any(field.attname == "workspace_id" for field in model._meta.concrete_fields):
            paths[model] = "workspace_id"
    while more := {model: path for model in models if model not in paths and (path := _path(model, paths))}:
        paths |= more
    sorter = TopologicalSorter({model: {key.related_model for key in _keys(model)} & set(paths) for model in paths})
    order = list(sorter.static_order())
    return [(model, paths[model]) for model in reversed(order) if model is not Workspace]


def _path(model: Table, paths: dict[Table, str]) -> str:
    """Through a key that is always set: "" where there is none."""
    for key in _keys(model):
        if not key.null and key.related_model in paths:
            return f"{key.name}__{paths[key.related_model]}"
    return ""


def _keys(model: Table) -> list[ForeignKey]:  # type: ignore[type-arg]  # of whatever kind
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey) and field.remote_field]
