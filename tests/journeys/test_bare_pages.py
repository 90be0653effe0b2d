"""Pages before anything is there: each says what is not there, why, and what to do next; and a file that is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import steps
from tests.journeys.browser import PHONE, WIDE, Visitor, visitor
from tests.journeys.installation import Installation
from tests.journeys.pages import ROWS

BARE = [path for rows in ROWS.values() for path in rows if "{" not in path and "?" not in path]
"""Pages that need no thing to be there."""
SAYING_SO = ("my-turn", "inbox", "inbox-view", "watches", "imports", "campaigns", "notices", "lessons")
"""Addresses whose pages have nothing to show at first, and say so."""
EMPTY = """() => [...document.querySelectorAll('.empty')].filter((each) => each.checkVisibility()).map((each) => ({
  title: each.querySelector('h1, h2, h3')?.innerText ?? '',
  why: each.querySelector('p')?.innerText ?? '',
  next: [...(each.querySelector('a[href], button') ? each : each.closest('main')).querySelectorAll(
    '.empty a[href], .empty button, main form button, main a.btn, main li a')].filter((way) => way.checkVisibility())
    .map((way) => way.getAttribute('href') ?? ''),
}))"""
"""What each of them says; its next step stands in it, or beside it on the page (a form, a list to choose from)."""


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    installation = Installation()
    yield installation
    installation.stop()


def told(guest: Visitor, earshot: Installation, path: str) -> list[str]:
    """What is wrong with what the page says of what is not there; nothing where it shows something."""
    answer = guest.page.goto(earshot.address + path)
    wrong = [] if answer is not None and answer.status == 200 else [f"{path} answers {answer and answer.status}"]
    for state in guest.page.evaluate(EMPTY):
        if not (state["title"] and state["why"] and state["next"]):
            wrong.append(f"{path}: {state} does not say what, why and what next")
        for way in filter(None, state["next"]):
            status = guest.page.request.get(guest.page.url if way.startswith("#") else earshot.address + way).status
            wrong += [f"{path}: its next step {way} answers {status}"] * (status >= 400)
    return wrong


@pytest.mark.parametrize(("language", "size"), [("en", WIDE), ("zh-hant", PHONE)], ids=["en", "zh-hant"])
def test_what_is_not_there_is_said(
    language: str, size: dict[str, int], browser: Browser, running: Installation
) -> None:
    wrong: list[str] = []
    with visitor(browser, language) as guest:
        guest.page.set_viewport_size(size)  # type: ignore[arg-type]
        steps.sign_in_by(guest, running.command("link", "--url", running.address).stdout.split()[0])
        for path in BARE:
            wrong += told(guest, running, path)
        for name in SAYING_SO:
            for path in ROWS[name]:
                if path in BARE:
                    guest.page.goto(running.address + path)
                    wrong += [] if guest.page.locator(".empty:visible").count() else [f"{path} says nothing"]
                    guest.looks(f"bare-{name}-{path.strip('/').rpartition('/')[2]}")
    assert not wrong, "\n".join(wrong)


def test_a_file_that_is_none_says_what_to_do(browser: Browser, running: Installation) -> None:
    with visitor(browser, "en") as guest:
        steps.sign_in_by(guest, running.command("link", "--url", running.address).stdout.split()[0])
        steps.go(guest, "Imports")
        for name, content, wrong in (
            ("empty.csv", b"", "The submitted file is empty"),
            ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(400), "cannot|no Excel|not an? "),
        ):
            file = {"name": name, "mimeType": "text/csv", "buffer": content}
            guest.page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
            guest.page.get_by_label(
                guest.says("History: opens no conversation, sends no notice, starts no clock")
            ).check()
            steps.press(guest, "Look at it")
            expect(guest.page.locator("main")).to_contain_text(re.compile(wrong))
            guest.looks(f"bare-import-{name.partition('.')[0]}")
