"""The shell of every page."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from tests.features.factories import a_member, a_workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client) -> str:
    member = a_member(a_workspace("acme"), "mei", "owner")
    assert member.person
    client.force_login(member.person)
    response = client.get("/w/acme/people/")
    assert response.status_code == 200
    return response.content.decode()


def test_no_inline_style_or_handler(page: str) -> None:
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<[^>]+\son\w+=", page)


def test_every_inline_script_is_an_import_map_with_a_nonce(page: str) -> None:
    inline = [tag for tag in re.findall(r"<script[^>]*>", page) if "src=" not in tag]
    assert inline == [tag for tag in inline if 'type="importmap"' in tag and 'nonce="' in tag]
    found = re.search(r'type="importmap"[^>]*>(.*?)</script>', page)
    assert found
    assert "web/trusted" in json.loads(found[1])["imports"]


def test_the_current_place_is_marked(page: str) -> None:
    current = re.findall(r'<a href="([^"]+)" aria-current', page)
    assert current and set(current) == {"/w/acme/people/"}


def test_looks_and_language_are_on_the_root(page: str) -> None:
    assert '<html lang="en"' in page
    assert 'data-density="cozy"' in page
