"""Workspaces, seats, invitations and one-time links."""

from __future__ import annotations

from datetime import timedelta

import pytest

from earshot.features.audit.models import Entry
from earshot.features.people import actions
from earshot.features.people.models import Invitation, Membership, Person, SignInLink
from earshot.features.people.queries import access_membership, access_workspaces
from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import BadInput, Conflict, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def mei(clock: HeldClock) -> Membership:
    return actions.create_workspace("Acme", "acme", "mei@acme.test", "Mei Lin", "mei", "Asia/Taipei", "zh-hant", clock)


def test_a_workspace_begins_with_its_owner(mei: Membership, clock: HeldClock) -> None:
    assert mei.role == "owner"
    assert mei.person is not None
    assert access_membership(mei.person, "acme") == mei
    assert Entry.objects.get().verb == "workspace.create"


def test_the_address_of_a_workspace_is_taken_once(mei: Membership, clock: HeldClock) -> None:
    with pytest.raises(Conflict):
        actions.create_workspace("Other", "acme", "x@y.test", "X", "x", "UTC", "en", clock)


def test_a_stranger_is_not_told_that_the_workspace_exists(mei: Membership) -> None:
    stranger = Person.objects.create_user("s@t.test")
    with pytest.raises(NotFound) as there:
        access_membership(stranger, "acme")
    with pytest.raises(NotFound) as not_there:
        access_membership(stranger, "nothing")
    assert str(there.value).replace("acme", "") == str(not_there.value).replace("nothing", "")
    assert not access_workspaces(stranger)


def test_a_deactivated_seat_opens_nothing(mei: Membership, clock: HeldClock) -> None:
    jun = actions.add_seat(mei, "Jun", "jun", "member", clock)
    person = Person.objects.create_user("jun@acme.test")
    actions.join(actions.invite(jun, mei, clock), person, clock)
    assert access_membership(person, "acme") == jun
    jun.refresh_from_db()
    actions.change_member(jun, mei, "member", False, clock)
    with pytest.raises(NotFound):
        access_membership(person, "acme")


def test_a_policy_may_name_people_before_they_join(mei: Membership, clock: HeldClock) -> None:
    ivo = actions.ensure_seat(mei.workspace, "ivo", "Ivo", clock)
    assert ivo.person is None
    assert actions.ensure_seat(mei.workspace, "IVO", "another", clock) == ivo


def test_an_invitation_works_once(mei: Membership, clock: HeldClock) -> None:
    token = actions.invite(actions.add_seat(mei, "Jun", "jun", "member", clock), mei, clock)
    seat = actions.join(token, Person.objects.create_user("jun@acme.test"), clock)
    assert seat.person is not None
    with pytest.raises(NotFound):
        actions.join(token, Person.objects.create_user("thief@acme.test"), clock)


def test_an_invitation_grows_old(mei: Membership, clock: HeldClock) -> None:
    token = actions.invite(actions.add_seat(mei, "Jun", "jun", "member", clock), mei, clock)
    clock.advance(timedelta(days=14))
    with pytest.raises(NotFound):
        actions.join(token, Person.objects.create_user("jun@acme.test"), clock)


def test_a_new_invitation_ends_the_old(mei: Membership, clock: HeldClock) -> None:
    seat = actions.add_seat(mei, "Jun", "jun", "member", clock)
    old, new = actions.invite(seat, mei, clock), actions.invite(seat, mei, clock)
    person = Person.objects.create_user("jun@acme.test")
    with pytest.raises(NotFound):
        actions.join(old, person, clock)
    assert actions.join(new, person, clock) == seat


def test_tokens_are_stored_as_hashes_only(mei: Membership, clock: HeldClock) -> None:
    token = actions.invite(actions.add_seat(mei, "Jun", "jun", "member", clock), mei, clock)
    link = actions.make_sign_in_link(mei.person, clock)  # type: ignore[arg-type]
    assert token not in str(Invitation.objects.values())
    assert link not in str(SignInLink.objects.values())


def test_a_sign_in_link_works_once_and_for_a_day(mei: Membership, clock: HeldClock) -> None:
    assert mei.person is not None
    token = actions.make_sign_in_link(mei.person, clock)
    assert actions.use_sign_in_link(token, clock) == mei.person
    with pytest.raises(BadInput):
        actions.use_sign_in_link(token, clock)
    late = actions.make_sign_in_link(mei.person, clock)
    clock.advance(timedelta(hours=24))
    with pytest.raises(BadInput):
        actions.use_sign_in_link(late, clock)


@pytest.mark.parametrize("role", ["viewer", "member"])
def test_only_administrators_invite(mei: Membership, clock: HeldClock, role: str) -> None:
    jun = actions.add_seat(mei, "Jun", "jun", role, clock)
    with pytest.raises(NotAllowed):
        actions.add_seat(jun, "Kai", "kai", "member", clock)


def test_only_owners_make_owners(mei: Membership, clock: HeldClock) -> None:
    admin = actions.add_seat(mei, "Jun", "jun", "admin", clock)
    with pytest.raises(NotAllowed):
        actions.add_seat(admin, "Kai", "kai", "owner", clock)
    with pytest.raises(NotAllowed):
        actions.change_member(mei, admin, "member", True, clock)


def test_a_workspace_keeps_an_owner(mei: Membership, clock: HeldClock) -> None:
    with pytest.raises(Conflict):
        actions.change_member(mei, mei, "member", True, clock)
    with pytest.raises(Conflict):
        actions.change_member(mei, mei, "owner", False, clock)


def test_a_handle_is_taken_once_whatever_its_case(mei: Membership, clock: HeldClock) -> None:
    with pytest.raises(Conflict):
        actions.add_seat(mei, "Mei", "MEI", "member", clock)
