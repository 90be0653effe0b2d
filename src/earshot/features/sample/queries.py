"""Every read of the feature."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from earshot.features.people.models import Person
from earshot.features.sample.company import EDITION
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


def samples(workspace_id: int, person: Person) -> tuple[Sample | None, Sample | None]:
    """(the workspace as a sample, the person's own sample), in one query."""
    rows = Sample.objects.select_related("workspace").filter(Q(pk=workspace_id) | Q(person=person))
    found = list(rows)
    here = next((row for row in found if row.pk == workspace_id), None)
    return here, next((row for row in found if row.person_id == person.pk), None)


def progress(workspace_id: int) -> Progress | None:
    """How far the workspace's story has come; None where it is no sample."""
    found = Sample.objects.filter(pk=workspace_id).first()
    return None if found is None else progress_of(found)


def progress_of(sample: Sample) -> Progress:
    """How far a sample's story has come."""
    if sample.edition != EDITION:  # begun before an upgrade: it stays as it is
        return Progress(1, 1, 0)
    tale = story(sample.begun_at)
    total = len(tale.history)
    return Progress(min(sample.told, total), total, len(tale.steps) - max(sample.told, total))


def being_told() -> set[int]:
    """Workspaces whose past is still being told: no time passes there yet."""
    mine = Sample.objects.filter(edition=EDITION)
    return {
        pk for pk, begun_at, told in mine.values_list("pk", "begun_at", "told") if told < len(story(begun_at).history)
    }


def untold() -> list[int]:
    """Workspaces whose story has not been told to its end."""
    mine = Sample.objects.filter(edition=EDITION)
    return [
        pk
        for pk, begun_at, told in mine.order_by("pk").values_list("pk", "begun_at", "told")
        if told < len(story(begun_at).steps)
    ]
