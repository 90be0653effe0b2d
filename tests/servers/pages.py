"""Somebody at the pages of a home: ``earshot web`` in a process of its own, and whatever is done there is done by
the pages' own forms, with all that they carry, as a browser without a script sends them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from pathlib import Path

import httpx

from tests.servers.processes import ROOT, Child, free_port, listens

START = 60.0
"""Seconds until the pages are surely there: a home is prepared first."""
BUSY = 60.0
"""Seconds. Whoever is about to be killed may hold the database for as long as a busy machine takes to kill it."""


@dataclass(slots=True)
class Form:
    """A form of a page: where it goes, and what it carries before anybody has typed."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    """The names of its text areas."""


class Pages:
    """One person, signed in. ``link``: the path of a one-time sign-in link."""

    def __init__(self, home: Path, env: Mapping[str, str]) -> None:
        port = free_port()
        command = [sys.executable, "-m", "earshot", "web", "--port", str(port)]
        self._child = Child(command, home / "pages.log", cwd=ROOT, env=env)
        self._child.wait_until(lambda: listens(port), START)
        address = f"http://127.0.0.1:{port}"
        self._browser = httpx.Client(base_url=address, headers={"Origin": address}, timeout=BUSY, trust_env=False)

    def sign_in(self, link: str) -> None:
        """By a one-time link, which asks for a click."""
        self._submit(link, form_of(self._page(link), ""), {})

    def reply(self, conversation: str, text: str) -> None:
        """Write into the composer of a conversation (its path) and press Send. Fails where that is refused."""
        form = form_of(self._page(conversation), "/send/")
        assert "text" in form.typed, "there is no composer"
        self._submit(conversation, form, {"text": text})

    def stop(self) -> None:
        self._browser.close()
        self._child.stop()

    def _page(self, path: str) -> str:
        answer = self._browser.get(path)
        assert answer.status_code == HTTPStatus.OK, self._said(answer)
        return answer.text

    def _submit(self, page: str, form: Form, typed: Mapping[str, str]) -> None:
        answer = self._browser.post(form.action or page, data={**form.fields, **typed})
        assert answer.status_code == HTTPStatus.FOUND, self._said(answer)

    def _said(self, answer: httpx.Response) -> str:
        return f"{answer.request.url} answered {answer.status_code}:\n{answer.text[:2000]}\n{self._child.tail()}"


class _Forms(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(told.get("action", ""))
            self.found.append(self._open)
        elif self._open is not None and tag == "input" and told.get("type") == "hidden":
            self._open.fields[told["name"]] = told.get("value", "")
        elif self._open is not None and tag == "textarea":
            self._open.typed.add(told["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def form_of(page: str, action: str) -> Form:
    """The form of a page whose action contains ``action``; "": the one that goes to the page itself."""
    forms = _Forms()
    forms.feed(page)
    found = [form for form in forms.found if (action in form.action if action else not form.action)]
    assert len(found) == 1, f"{len(found)} forms go to {action!r}, of {[form.action for form in forms.found]}"
    return found[0]
