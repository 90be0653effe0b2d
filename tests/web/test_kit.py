"""Tags, initials, addresses, networks, the styleguide."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils.translation import override

import earshot.web
from earshot.ports.services import provide, services
from earshot.web import networks
from earshot.web.addresses import safe_next, url
from earshot.web.icons import ICONS
from earshot.web.initials import initials

STATIC = Path(earshot.web.__file__).parent / "static" / "web"


def shown(source: str, **context: object) -> str:
    return Template("{% load earshot %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mei Lin", "ML"),
        ("mei", "M"),
        ("陳俊宏", "宏"),
        ("阿哲吃台中", "阿"),
        ("Ana van der Hsu", "AH"),
        ("🙂", "?"),
        ("", "?"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_names_are_escaped_in_signs() -> None:
    assert "<script" not in shown("{% avatar name %}{% outsider name %}", name='<script>"x')


def test_an_icon_with_a_label_is_an_image() -> None:
    assert 'aria-hidden="true"' in shown("{% icon 'reply' %}")
    assert 'role="img" aria-label="Reply"' in shown("{% icon 'reply' label='Reply' %}")


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'id="i-([\w-]+)"', (STATIC / "icons.svg").read_text()))
    assert set(ICONS) == sprite
    root = Path(earshot.web.__file__).parent.parent
    used = {
        name for page in root.rglob("*.html") for name in re.findall(r'{% icon ["\']([\w-]+)["\']', page.read_text())
    }
    assert used <= sprite


def test_unknown_languages_leave_no_attribute() -> None:
    assert shown("{{ 'und'|lang_attr }}{{ ''|lang_attr }}") == ""
    assert shown("{{ 'zh-Hant'|lang_attr }}") == ' lang="zh-Hant"'
    assert shown("{{ code|lang_attr }}", code='x" onload="') == ' lang="x&quot; onload=&quot;"'


def test_a_network_without_a_connector_has_a_name() -> None:
    networks.network_drawing.cache_clear()
    before = services()
    provide(replace(before, connectors={}))
    try:
        assert 'aria-label="Gone"' in shown("{% network 'gone' %}")
        assert shown("{{ 'ptt'|network_title }}, {{ 'forum'|network_title }}") == "PTT, Forum"
        with override("zh-hant"):
            assert shown("{{ 'xiaohongshu'|network_title }}") == "小紅書"
    finally:
        provide(before)


def test_addresses_stay_inside_the_workspace() -> None:
    request = RequestFactory().get("/")
    request.workspace = SimpleNamespace(slug="acme")  # type: ignore[attr-defined]
    assert url(request, "inbox") == "/w/acme/inbox/"
    assert url(request, "conversation", 7) == "/w/acme/inbox/c/7/"


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_next_is_an_address_of_this_site(wanted: str) -> None:
    assert safe_next(RequestFactory().get("/", {"next": wanted}), "/home") == "/home"


def test_a_field_ties_its_error_to_itself() -> None:
    class Form(forms.Form):
        name = forms.CharField(help_text="who")

    form = Form({"name": ""})
    html = shown("{% field form.name %}", form=form)
    assert 'aria-describedby="id_name-help id_name-error"' in html
    assert 'aria-invalid="true"' in html
    assert '<label for="id_name">' in html


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_the_styleguide_shows_in_every_language(client: Client, language: str) -> None:
    response = client.get("/styleguide/", {"language": language, "theme": "dark", "density": "compact"})
    assert response.status_code == 200
    page = response.content.decode()
    assert 'data-theme="dark" data-density="compact"' in page
    assert 'style="' not in page


@pytest.mark.django_db
def test_a_language_can_be_chosen_before_signing_in(client: Client) -> None:
    response = client.post("/language/", {"language": "zh-hant", "next": "/accounts/login/"})
    assert response.headers["Location"] == "/accounts/login/"
    assert 'lang="zh-Hant"' in client.get("/accounts/login/").content.decode()
    assert client.post("/language/", {"language": "xx"}).status_code == 400


def test_the_shell_is_light() -> None:
    """60 kB of compressed JavaScript at most on any page; the shell takes a small part of it."""
    scripts = sum(len(gzip.compress(path.read_bytes())) for path in STATIC.glob("js/*.js"))
    styles = sum(len(gzip.compress(path.read_bytes())) for path in STATIC.glob("*.css"))
    sprite = len(gzip.compress((STATIC / "icons.svg").read_bytes()))
    assert scripts < 20_000
    assert scripts + styles + sprite < 50_000
