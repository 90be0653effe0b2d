"""The library behind signing in brings pages of its own; only those are there that are ours in words and looks."""

from __future__ import annotations

import pytest
from django.test import Client

from earshot.site.launch import command


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["email", "password/reset", "password/set", "password/change", "confirm-email"])
def test_nothing_rests_on_mail(client: Client, page: str) -> None:
    assert client.get(f"/accounts/{page}/").status_code == 404
    assert "password/reset" not in client.get("/accounts/login/").content.decode()


@pytest.mark.django_db
def test_the_way_in_names_the_command_of_this_installation(client: Client) -> None:
    assert f"<code>{command('link')}</code>" in client.get("/accounts/login/").content.decode()
    assert command("link") in client.post("/sign-in/unknown/").content.decode()
