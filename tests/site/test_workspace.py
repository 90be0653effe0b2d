"""Another workspace: by its form, by the command line, and nothing of the first one in it."""

from __future__ import annotations

import pytest
from django.test import Client

from earshot.features.audit.models import Entry
from earshot.features.people.models import Membership, Person, Role, Workspace
from earshot.features.people.queries import access_membership
from earshot.site import cli
from tests.features import factories

pytestmark = pytest.mark.django_db
NEW = {"name": "Second team", "slug": "second", "zone": "Europe/Paris", "language": "zh-hant"}


@pytest.fixture
def mei() -> Membership:
    return factories.a_member(factories.a_workspace("acme"), "mei", Role.OWNER)


def _signed_in(seat: Membership) -> Client:
    assert seat.person is not None
    client = Client()
    client.force_login(seat.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_an_owner_makes_another_workspace_and_it_is_empty(mei: Membership) -> None:
    factories.a_topic(mei.workspace, "osmanthus")
    factories.a_channel(mei.workspace, "First channel")
    factories.a_member(mei.workspace, "colleague")
    client = _signed_in(mei)
    assert "New workspace" in client.get("/?choose=1").content.decode()
    answer = client.post("/workspaces/add/", NEW)
    assert answer["Location"] == "/w/second/start/"
    assert mei.person is not None
    seat = access_membership(mei.person, "second")
    assert (seat.role, seat.name, seat.handle) == (Role.OWNER, mei.name, mei.handle)
    assert (seat.workspace.zone, seat.workspace.language) == ("Europe/Paris", "zh-hant")
    assert Entry.objects.get(workspace_id=seat.workspace_id).verb == "workspace.create"
    for page in ("", "inbox/", "topics/", "channels/", "imports/", "people/", "audit/"):
        shown = client.get(f"/w/second/{page}")
        assert shown.status_code == 200
        for theirs in ("osmanthus", "First channel", "Colleague"):
            assert theirs not in shown.content.decode(), page


def test_a_taken_address_is_told_in_the_form(mei: Membership) -> None:
    answer = _signed_in(mei).post("/workspaces/add/", NEW | {"slug": "acme"})
    assert answer.status_code == 400
    assert "There is already a workspace “acme”." in answer.content.decode()
    assert 'value="Second team"' in answer.content.decode()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MEMBER, Role.ADMIN])
def test_whoever_owns_none_makes_none(mei: Membership, role: Role) -> None:
    client = _signed_in(factories.a_member(mei.workspace, "jun", role))
    assert "New workspace" not in client.get("/?choose=1").content.decode()
    assert client.post("/workspaces/add/", NEW).status_code == 403
    assert not Workspace.objects.filter(slug="second").exists()


def test_a_stranger_is_sent_to_sign_in() -> None:
    assert Client().post("/workspaces/add/", NEW)["Location"].startswith("/accounts/login/")


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own database serves the command."""
    monkeypatch.setattr("earshot.site.runtime.prepared.ensure_prepared", lambda folder: None)


def test_the_command_makes_one_and_lists_all(
    mei: Membership, prepared: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["workspace", "Second team", "--slug", "second", "--zone", "Asia/Taipei"]) == 0
    assert mei.person is not None
    assert access_membership(mei.person, "second").role == Role.OWNER
    assert mei.person.email in capsys.readouterr().out
    assert cli.main(["workspace"]) == 0
    assert [line.split("\t")[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["/w/acme/", "Acme"],
        ["/w/second/", "Second team"],
    ]


def test_the_command_makes_the_owner_too(mei: Membership, prepared: None) -> None:
    assert cli.main(["workspace", "Third", "--slug", "third", "--owner", "new@third.test"]) == 0
    new = Person.objects.get(email="new@third.test")
    assert access_membership(new, "third").handle == "new"
    assert [seat.workspace.slug for seat in new.memberships.all()] == ["third"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["Third"], "--slug acme"),
        (["--slug", "third"], "needs a name"),
        (["Third", "--slug", "a b"], "cannot be part of an address"),
        (["Third", "--slug", "acme"], "There is already a workspace"),
        (["Third", "--slug", "third", "--zone", "Nowhere"], "There is no time zone"),
        (["Third", "--slug", "third", "--language", "xx"], "There is no language"),
        (["Third", "--slug", "third", "--owner", "nobody"], "is no e-mail address"),
    ],
)
def test_the_command_says_what_is_wrong(
    mei: Membership, prepared: None, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert cli.main(["workspace", *words]) == 2
    assert told in capsys.readouterr().err
    assert Workspace.objects.count() == 1
