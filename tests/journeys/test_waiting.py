"""What a slow server shows: that something is on its way, in its place and as a word; and what is asked for meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.journeys import steps
from tests.journeys.browser import Visitor, visitor
from tests.journeys.installation import Installation

MANY = 53
"""More than one page of the list."""
TOLD_BY_THE_TEST = """
delete globalThis.SharedWorker;
globalThis.EventSource = class {
  constructor() { globalThis.theSource = this; setTimeout(() => this.onopen?.()); }
  addEventListener() {}
  close() {}
};
// Neither the clock nor the return of the tab may ask for what an event has asked for.
const every = globalThis.setInterval;
globalThis.setInterval = (act, pause, ...more) => (pause >= 60000 ? 0 : every(act, pause, ...more));
addEventListener("visibilitychange", (event) => event.stopImmediatePropagation(), true);
"""
UNREACHED = "The server cannot be reached. Your text is kept here; try again."
TELL = "(id) => theSource.onmessage({ lastEventId: String(id), data: JSON.stringify({ kind: 'conversation.new', ref: 0 }) })"


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    """With more conversations than fit on one page."""
    installation = Installation()
    try:
        posts = [
            {"id": f"w{number}", "author": f"guest{number}", "text": f"@tea 請問第 {number} 批？", "network": "forum"}
            for number in range(MANY)
        ]
        steps.import_posts(installation, posts, "--our", "@tea")
        yield installation
    finally:
        installation.stop()


def signed_in(guest: Visitor, running: Installation) -> Page:
    steps.sign_in_by(guest, running.command("link", "--url", running.address).stdout.split()[0])
    return guest.page


class Held:
    """Requests that a test has taken and answers when it likes."""

    def __init__(self, page: Page, part: str) -> None:
        self.routes: list[Route] = []
        self.holding = True
        self._page, self._part = page, part
        page.route("**/w/**", self._take)

    def _take(self, route: Route) -> None:
        asked = route.request
        wanted = self._part in asked.headers.get("x-parts", "").split(",") or asked.url.endswith(self._part)
        if self.holding and wanted:
            self.routes.append(route)
        else:
            route.continue_()

    def lose(self) -> None:
        """The oldest never arrives."""
        self.routes.pop(0).abort()

    def refuse(self) -> None:
        """The oldest is refused by a server that is starting."""
        self.routes.pop(0).fulfill(status=503, content_type="text/html", body="<p>starting</p>")

    def wait_for(self, number: int) -> None:
        """Until so many have come."""
        for _ in range(400):
            if len(self.routes) >= number:
                return
            self._page.wait_for_timeout(50)
        raise AssertionError(f"{len(self.routes)} of {number} requests came")


@contextmanager
def held(page: Page, part: str) -> Iterator[Held]:
    """What a script asks for with this ``part`` of a page (or of an address that ends so) is kept from the server until
    the end of the block."""
    taken = Held(page, part)
    yield taken
    taken.holding = False
    for route in taken.routes:
        route.continue_()
    page.unroute("**/w/**")


def says_so(guest: Visitor, place: Locator, name: str) -> None:
    """That it waits: to the eye, and as a word."""
    expect(place).to_have_attribute("aria-busy", "true")
    expect(guest.page.locator("#loading")).to_have_text(guest.says("Loading"))
    guest.wait_for_none()
    guest.looks(name)


def forgive(guest: Visitor) -> None:
    """What a browser says of a request that the test has lost is no complaint."""
    guest.complaints[:] = [each for each in guest.complaints if not each.startswith("Failed to load resource")]


def is_over(page: Page) -> None:
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    expect(page.locator("#loading")).to_be_empty()


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_a_slow_conversation_says_that_it_is_on_its_way(language: str, browser: Browser, running: Installation) -> None:
    with visitor(browser, language, scheme="dark" if language == "zh-hant" else "light") as guest:
        page = signed_in(guest, running)
        steps.to_inbox(guest, f"{running.address}/w/home/inbox/open/")
        rows, pane = page.locator("#rows [data-row]"), page.locator("#conversation")
        with held(page, "conversation"):
            rows.nth(0).click()
            says_so(guest, pane, "waiting-first")
            rows.nth(1).click()
            expect(pane).to_have_attribute("aria-busy", "true")
        shows_row(page, 1)
        with held(page, "conversation"):
            rows.nth(2).click()
            says_so(guest, pane, "waiting-next")
            page.keyboard.press("e")  # what is out of sight is out of reach
        shows_row(page, 2)
        with held(page, "list-end"):
            page.locator("[data-more]").click()
            says_so(guest, page.locator("#list-end"), "waiting-more")
        expect(rows).to_have_count(MANY)
        expect(page.locator("#rows .done")).to_have_count(0)
        is_over(page)


def shows_row(page: Page, number: int) -> None:
    """The conversation of that row is there, and nothing is awaited."""
    chosen = page.locator("#rows [data-row]").nth(number).get_attribute("data-id") or ""
    expect(page.locator("#conversation")).to_have_attribute("data-id", chosen)
    is_over(page)


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_a_conversation_that_does_not_come_leaves_the_page(
    language: str, browser: Browser, running: Installation
) -> None:
    with visitor(browser, language, wide=False, scheme="light" if language == "zh-hant" else "dark") as guest:
        page = signed_in(guest, running)
        steps.to_inbox(guest, f"{running.address}/w/home/inbox/open/")
        row = page.locator("#rows [data-row]").first
        with held(page, "conversation") as taken:
            row.tap()
            says_so(guest, row, "waiting-phone")
            taken.lose()
            expect(page.locator(".toast.error")).to_contain_text(guest.says(UNREACHED))
            is_over(page)
            guest.looks("failed-unreached")
        page.locator(".toast.error [data-dismiss]").tap()
        row.tap()
        expect(page.locator("#composer")).to_be_visible()
        forgive(guest)


def test_what_is_asked_for_meanwhile_is_asked_for_again(browser: Browser, running: Installation) -> None:
    with visitor(browser, "en", first=TOLD_BY_THE_TEST) as guest:
        page = signed_in(guest, running)
        steps.to_inbox(guest, f"{running.address}/w/home/inbox/open/")
        with held(page, "rows") as taken:
            page.evaluate(TELL, 1)
            taken.wait_for(1)
            before = taken.routes[0].fetch()
            late = {"id": "late", "author": "late", "text": "@tea 最後一批還有嗎？", "network": "forum"}
            steps.import_posts(running, [late], "--our", "@tea")
            page.evaluate(TELL, 2)
            page.evaluate(TELL, 3)
            taken.routes.pop(0).fulfill(response=before)
            taken.wait_for(1)
            expect(steps.row_of(guest, "最後一批")).to_have_count(0)
        expect(steps.row_of(guest, "最後一批")).to_be_visible()


def test_what_failed_is_asked_for_again(browser: Browser, running: Installation) -> None:
    with visitor(browser, "en", first=TOLD_BY_THE_TEST) as guest:
        page = signed_in(guest, running)
        steps.to_inbox(guest, f"{running.address}/w/home/inbox/open/")
        with held(page, "rows") as taken:
            for event, loss in enumerate((taken.lose, taken.refuse), 1):
                page.evaluate(TELL, event)
                taken.wait_for(1)
                loss()
                taken.wait_for(1)  # nobody told it to
                late = {"id": f"again{event}", "author": "late", "text": f"@tea 補問 {event}？", "network": "forum"}
                steps.import_posts(running, [late], "--our", "@tea")
                taken.routes.pop(0).continue_()
                expect(steps.row_of(guest, f"補問 {event}？")).to_be_visible()
        forgive(guest)


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_a_slow_answer_to_what_is_typed_says_so(language: str, browser: Browser, running: Installation) -> None:
    with visitor(browser, language, scheme="dark" if language == "en" else "light") as guest:
        page = signed_in(guest, running)
        page.goto(f"{running.address}/w/home/topics/add/")
        expect(page.locator("[data-topic][data-ready]")).to_be_attached()
        with held(page, "check"):
            page.locator("#id_query").fill("桂花凍")
            says_so(guest, page.locator("#topic-findings"), "waiting-query")
        expect(page.locator("[data-count=matches]")).to_have_text("0")
        is_over(page)
        with held(page, "trial"):
            page.locator("#id_query").fill("批")
            says_so(guest, page.locator("#topic-facts"), "waiting-finds")
        expect(page.locator("[data-count=matches]")).not_to_have_text("0")
        is_over(page)
        steps.go(guest, "Responsibility")
        text, found = page.locator("#policy-text"), page.locator("#policy-problems")
        with held(page, "/policy/check/"):
            text.fill(text.input_value() + "rules: []\n")
            says_so(guest, found, "waiting-policy")
        expect(found.locator(".bad").first).to_be_visible()
        is_over(page)
