"""Every page that is asked by GET, wide and light, narrow and dark: nothing in anybody's way, nothing sideways.

The pages of work (list, conversation, my turn with rows) have journeys of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import steps
from tests.journeys.browser import PHONE, WIDE, Visitor, visitor
from tests.journeys.installation import Installation

HOME = "/w/home/"
CSV = (
    "id,author,text,created_at\n"
    '1,guest,"Is the osmanthus jelly safe to eat today?",2026-11-20T08:00:00Z\n'
    '2,guest,"今天的桂花凍可以吃嗎？",2026-11-20T09:00:00Z\n'
    "3,,,yesterday\n"
)
PAGES = (
    "/?choose=1",
    "/me/",
    "/styleguide/",
    HOME,
    *(f"{HOME}inbox/{view}" for view in ("", "mine/", "watching/")),
    *(f"{HOME}{page}/" for page in ("channels", "channels/add/bluesky", "channels/add/mastodon")),
    *(f"{HOME}{page}/" for page in ("topics", "topics/add", "imports", "people", "audit")),
    *(f"{HOME}policy/{page}" for page in ("", "versions/", "versions/1/", "templates/")),
)
MISSING = (f"{HOME}topics/999999/", "/w/nowhere/", "/nothing-here/")


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    """One installation for all languages."""
    installation = Installation()
    yield installation
    installation.stop()


SCHEMES: dict[str, Literal["light", "dark"]] = {"en": "light", "zh-hant": "dark"}
"""Either scheme with either language would cost twice the time and show hardly more."""


def look(guest: Visitor, where: str) -> list[str]:
    """What is wrong with the page that the visitor is on: sideways on a telephone, and to axe at the language's size."""
    found = []
    for size in (PHONE, WIDE):
        guest.page.set_viewport_size(size)  # type: ignore[arg-type]
        sideways = guest.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{where} at {size['width']}: {sideways} px too wide"] * (sideways > 0)
        if (size is WIDE) == (guest.language == "en"):
            found += [f"{where} at {size['width']}: {barrier}" for barrier in guest.barriers()]
    return found


def visit(guest: Visitor, earshot: Installation, path: str, status: int = 200) -> list[str]:
    answer = guest.page.goto(earshot.address + path)
    assert answer is not None
    wrong = [] if answer.status == status else [f"{path}: answers {answer.status}, not {status}"]
    return [*wrong, *look(guest, path)]


def made(guest: Visitor, earshot: Installation) -> Iterator[str]:
    """What is wrong with the pages of things that have to be made first: a topic, an import, a channel, a member."""
    page = guest.page
    page.goto(f"{earshot.address}{HOME}imports/")
    page.locator("input[type=file]").set_input_files(
        {"name": f"posts-{guest.language}.csv", "mimeType": "text/csv", "buffer": CSV.encode()}
    )
    page.get_by_label(guest.says("History: opens no conversation, sends no notice, starts no clock")).check()
    steps.press(guest, "Look at it")
    expect(page.locator("main")).to_contain_text("桂花凍")
    yield from look(guest, "look at an import")
    page.get_by_role("button", name=guest.says("Import"), exact=True).click()
    expect(page.locator("#progress")).to_contain_text("3", timeout=30_000)
    page.reload()
    yield from look(guest, "import")
    steps.add_topic(guest, f"jelly-{guest.language}", "osmanthus OR 桂花")
    for listing in ("topics", "channels", "people", "imports"):
        page.goto(f"{earshot.address}{HOME}{listing}/")
        own = re.compile(rf"{HOME}{listing}/\d+/$")
        links = page.locator("main a").evaluate_all("all => all.map((each) => each.getAttribute('href') || '')")
        yield from look(guest, f"{listing} with rows")
        one = next((link for link in links if own.search(link)), "")
        if one:
            yield from visit(guest, earshot, one)
        elif listing != "channels":  # an import has a channel of its own, which cannot be edited
            yield f"{listing}: no link to one of them"


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_no_page_is_in_anybodys_way(language: str, browser: Browser, running: Installation) -> None:
    wrong: list[str] = []
    scheme = SCHEMES[language]
    handle = f"jun-{language}"
    with visitor(browser, language, scheme=scheme) as guest, visitor(browser, language, scheme=scheme) as stranger:
        answer = running.command("link", "--url", running.address)  # each makes the one before useless
        steps.sign_in_by(guest, answer.stdout.split()[0])
        for path in PAGES:
            wrong += visit(guest, running, path)
        for path in MISSING:
            wrong += visit(guest, running, path, 404)
        wrong += made(guest, running)
        steps.go(guest, "People")
        link = steps.invite(guest, "Jun", handle)
        wrong += look(guest, "people with an invitation")

        wrong += visit(stranger, running, "/accounts/login/")
        wrong += visit(stranger, running, "/join/nothing/", 404)
        stranger.page.goto(link)
        wrong += look(stranger, "join")
        steps.join(stranger, link, f"{handle}@home.test")
        wrong += visit(stranger, running, f"{HOME}audit/", 403)
    assert not wrong, "\n".join(wrong)
