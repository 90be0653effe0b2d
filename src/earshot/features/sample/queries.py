"""Every read of the feature."""

from __future__ import annotations

from dataclasses import dataclass

from earshot.features.people.models import Person
from earshot.features.sample.models import Sample
from earshot.features.sample.story import story


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the history has been told, in steps; ``to_come`` posts have yet to arrive."""

    told: int
    total: int
    to_come: int

    @property
    def ready(self) -> bool:
        return self.told >= self.total

    @property
    def percent(self) -> int:
        return 100 * self.told // self.total


def sample_of(person: Person) -> Sample | None:
    """The person's sample, if they have one."""
    return Sample.objects.select_related("workspace").filter(person=person).first()


def is_sample(workspace_id: int) -> bool:
    """Whether the workspace is a sample."""
    return Sample.objects.filter(pk=workspace_id).exists()


def progress(workspace_id: int) -> Progress | None:
    """How far the workspace's story has come; None where it is no sample."""
    found = Sample.objects.filter(pk=workspace_id).first()
    if found is None:
        return None
    tale = story(found.begun_at)
    total = len(tale.history)
    return Progress(min(found.told, total), total, len(tale.steps) - max(found.told, total))


def untold() -> list[int]:
    """Workspaces whose story has not been told to its end."""
    return [
        pk
        for pk, begun_at, told in Sample.objects.order_by("pk").values_list("pk", "begun_at", "told")
        if told < len(story(begun_at).steps)
    ]
