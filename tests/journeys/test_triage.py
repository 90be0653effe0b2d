"""Working the inbox: with keys alone, while composing Chinese, without a script, and when things go wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.browser import Visitor, visitor
from tests.journeys.installation import Installation

MANY = 30
IME_KEYS = """() => {
  for (const extra of [{ keyCode: 229 }, { isComposing: true }]) {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "e", bubbles: true, cancelable: true, ...extra }));
  }
}"""


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    """One installation for all; every test has a workspace of its own in it."""
    installation = Installation()
    yield installation
    installation.stop()


@pytest.fixture
def link(running: Installation, numbers: Iterator[int]) -> str:
    """Where the owner of a workspace with questions to answer signs in."""
    posts = [
        {
            "id": f"q{number}",
            "author": f"guest{number}",
            "text": f"@tea 請問桂花凍第 {number} 批可以吃嗎？",
            "network": "forum",
        }
        for number in range(MANY)
    ]
    return steps.another_workspace(running, f"busy{next(numbers)}", posts, "--our", "@tea")


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    return count(1)


def at_work(guest: Visitor, link: str) -> Page:
    """Signed in, in the inbox."""
    steps.sign_in_by(guest, link)
    steps.go(guest, "Inbox")
    expect(guest.page.locator("[data-inbox][data-ready]")).to_be_visible()
    return guest.page


def opened(page: Page) -> str:
    return page.locator("[data-inbox]").get_attribute("data-open") or ""


def open_next(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#composer")).to_be_visible()


def test_everything_is_triaged_with_keys_alone(browser: Browser, link: str) -> None:
    with visitor(browser, "en") as guest:
        page = at_work(guest, link)
        open_next(page)
        for left in range(MANY, 0, -1):
            expect(page.locator("#rows [data-row]:not(.done)")).to_have_count(left)
            before = opened(page)
            steps.done(guest)
            if left > 1:
                expect(page.locator(f'[data-inbox]:not([data-open="{before}"])')).to_be_visible()
                expect(page.locator(f'#conversation[data-id="{opened(page)}"]')).to_be_visible()
        page.keyboard.press("g")
        page.keyboard.press("t")
        expect(page.get_by_text(guest.says("Nothing is waiting for you"))).to_be_visible()
        assert not guest.complaints


def test_keys_rest_while_somebody_writes_or_composes(browser: Browser, link: str) -> None:
    with visitor(browser, "zh-hant") as guest:
        page = at_work(guest, link)
        open_next(page)
        page.evaluate(IME_KEYS)
        page.keyboard.press("r")
        expect(page.locator("#reply-text, #note-text").first).to_be_attached()
        page.keyboard.press("n")
        note = page.locator("#note-text")
        note.click()
        page.keyboard.type("jkeas ")
        page.keyboard.insert_text("桂花凍")
        page.keyboard.press("Enter")
        expect(note).to_have_value(re.compile("jkeas 桂花凍\n"))
        page.evaluate(IME_KEYS)
        page.keyboard.press("Control+Enter")
        expect(page.locator("#timeline .intern")).to_contain_text("桂花凍")
        guest.settle()
        expect(page.locator("#rows [data-row]:not(.done)")).to_have_count(MANY)
        assert not guest.complaints


def test_what_is_being_written_is_not_taken_away_by_news(browser: Browser, link: str) -> None:
    with visitor(browser, "en") as guest:
        page = at_work(guest, link)
        open_next(page)
        page.keyboard.press("n")
        field = page.locator("#note-text")
        field.fill("half a thought")
        field.focus()
        other = guest.new_page()
        other.goto(page.url)
        other.locator(".comp label").nth(1).click()
        other.locator("#note-text").fill("from the other tab")
        other.keyboard.press("Control+Enter")
        expect(page.locator("#timeline .intern")).to_contain_text("from the other tab")
        expect(field).to_have_value("half a thought")
        expect(field).to_be_focused()
        assert not guest.complaints


def test_an_act_that_fails_is_taken_back_and_said(browser: Browser, link: str) -> None:
    with visitor(browser, "en") as guest:
        page = at_work(guest, link)
        open_next(page)
        page.route("**/done/", lambda route: route.fulfill(status=409, content_type="text/html", body="<p>no"))
        row = page.locator(f'#rows [data-id="{opened(page)}"]')
        page.keyboard.press("e")
        expect(page.locator(".toast.error")).to_contain_text(guest.says("That did not work. Nothing was changed."))
        expect(row).not_to_have_class(re.compile("done"))


def test_single_keys_can_be_switched_off(browser: Browser, link: str) -> None:
    with visitor(browser, "en") as guest:
        page = at_work(guest, link)
        page.evaluate("document.documentElement.dataset.singleKeys = 'off'")
        page.keyboard.press("j")
        expect(page.locator("#rows [aria-current]")).to_have_count(0)
        page.keyboard.press("Control+k")
        expect(page.get_by_role("combobox")).to_be_focused()


def test_the_palette_teaches_keys_and_searches(browser: Browser, link: str) -> None:
    with visitor(browser, "en") as guest:
        page = at_work(guest, link)
        page.keyboard.press("Control+k")
        page.keyboard.type("桂花")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("q="))
        expect(page.locator("#rows [data-row]").first).to_be_visible()
        page.keyboard.press("?")
        expect(page.locator("#help")).to_be_visible()


def test_it_works_without_a_script(browser: Browser, link: str) -> None:
    with visitor(browser, "en", scripts=False) as guest:
        page = guest.page
        page.goto(link)
        page.get_by_role("button", name=guest.says("Sign in")).click()
        page.goto(f"{page.url}inbox/")
        page.locator("#rows a").first.click()
        page.locator(".comp label").nth(1).click()
        page.locator("#note-text").fill("a plain form")
        page.get_by_role("button", name=guest.says("Keep the note")).click()
        expect(page.locator("#timeline .intern")).to_contain_text("a plain form")
        page.get_by_role("button", name=guest.says("Done for all")).click()
        expect(page.get_by_role("button", name=guest.says("Reopen"))).to_be_visible()
