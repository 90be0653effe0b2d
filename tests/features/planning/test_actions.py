"""What people do with campaigns: who may, what is refused and why, what the trail and open pages are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from earshot.features.audit.models import Entry
from earshot.features.planning.actions import (
    LONGEST_TEXT,
    Overtaken,
    Plan,
    archive_campaign,
    restore_campaign,
    save_campaign,
)
from earshot.features.planning.models import Campaign
from earshot.features.planning.queries import access_campaign, running
from earshot.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from earshot.web.models import LiveEvent
from tests.features.factories import a_member, a_topic, a_workspace
from tests.features.inbox.conftest import Tea
from tests.features.planning.conftest import Make


def test_saving_is_told_to_the_trail_and_to_open_pages(tea: Tea, make: Make) -> None:
    made = make(name="  Osmanthus season ")
    assert made.name == "Osmanthus season"
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.object_id, entry.actor_name) == ("campaign.save", made.pk, tea.mei.name)
    assert entry.detail == {"name": "Osmanthus season"}
    assert LiveEvent.objects.filter(kind="campaign.changed", ref=made.pk).count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "},
        {"message": ""},
        {"name": "n" * 121},
        {"promise": "p" * (LONGEST_TEXT + 1)},
        {"brand": "b" * 81},
        {"ends_at": None},
    ],
    ids=lambda changes: "-".join(changes),
)
def test_what_cannot_be_is_refused_in_words(tea: Tea, plan: Plan, changes: dict[str, object]) -> None:
    if "ends_at" in changes:
        changes = {"ends_at": plan.starts_at}
    with pytest.raises(BadInput) as refused:
        save_campaign(tea.mei, replace(plan, **changes), tea.clock)  # type: ignore[arg-type]
    assert refused.value.message and refused.value.mend
    assert not Campaign.objects.exists()


def test_nothing_of_another_workspace_gets_in(tea: Tea, plan: Plan, make: Make) -> None:
    other = a_workspace()
    stranger = a_member(other, "stranger", "owner")
    for foreign in ({"owner": stranger}, {"topic": a_topic(other, "tea")}):
        with pytest.raises(NotFound):
            save_campaign(tea.mei, replace(plan, **foreign), tea.clock)
    made = make()
    with pytest.raises(NotFound):
        save_campaign(stranger, replace(plan, owner=stranger), tea.clock, campaign=made)
    with pytest.raises(NotFound):
        archive_campaign(made, stranger, tea.clock)
    with pytest.raises(NotFound):
        access_campaign(stranger, made.pk)


def test_a_personal_watch_is_nobody_elses_business(tea: Tea, plan: Plan) -> None:
    watch = a_topic(tea.workspace, "rivals", watch=True, watcher=tea.mei)
    with pytest.raises(BadInput, match="personal watch"):
        save_campaign(tea.mei, replace(plan, topic=watch), tea.clock)


def test_a_viewer_only_looks(tea: Tea, plan: Plan, make: Make) -> None:
    made, guest = make(), a_member(tea.workspace, "guest", "viewer")
    for act in (archive_campaign, restore_campaign):
        with pytest.raises(NotAllowed):
            act(made, guest, tea.clock)
    with pytest.raises(NotAllowed):
        save_campaign(guest, plan, tea.clock)


def test_one_name_at_a_time(tea: Tea, make: Make) -> None:
    first = make()
    with pytest.raises(Conflict, match="already a campaign"):
        make(name="OSMANTHUS season")
    archive_campaign(first, tea.mei, tea.clock)
    make()
    with pytest.raises(Conflict, match="already a campaign"):
        restore_campaign(first, tea.mei, tea.clock)
    first.refresh_from_db()
    assert first.archived_at is not None


def test_archived_and_restored(tea: Tea, make: Make) -> None:
    made = make()
    archive_campaign(made, tea.mei, tea.clock)
    archive_campaign(made, tea.mei, tea.clock)
    assert not running(tea.workspace.pk, tea.clock.now())
    restore_campaign(made, tea.mei, tea.clock)
    assert list(running(tea.workspace.pk, tea.clock.now())) == [made]
    verbs = Entry.objects.filter(object_kind="campaign").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["campaign.save", "campaign.archive", "campaign.restore"], "the second time was no act"


def test_nobody_overwrites_what_they_never_saw(tea: Tea, plan: Plan, make: Make) -> None:
    made = make()
    seen = made.changed_at
    tea.wait(minutes=1)
    save_campaign(tea.ken, replace(plan, message="Now at half the price"), tea.clock, campaign=made, seen=seen)
    with pytest.raises(Overtaken, match="Somebody has changed"):
        save_campaign(tea.mei, plan, tea.clock, campaign=made, seen=seen)
    made.refresh_from_db()
    assert made.message == "Now at half the price"


@pytest.mark.parametrize("wrong", [{"message": ""}, {"name": ""}, {"ends_at": "starts_at"}], ids=str)
def test_the_database_holds_it_too(make: Make, wrong: dict[str, str]) -> None:
    made = make()
    values = {name: made.starts_at if value == "starts_at" else value for name, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=made.pk).update(**values)


def test_it_runs_until_just_before_its_end(tea: Tea, make: Make) -> None:
    made = make()

    def runs(at: timedelta) -> bool:
        return bool(running(tea.workspace.pk, made.starts_at + at))

    moment = timedelta(microseconds=1)
    assert [runs(-moment), runs(timedelta()), runs(timedelta(days=10) - moment), runs(timedelta(days=10))] == [
        False,
        True,
        True,
        False,
    ]
