"""Two colleagues at one inbox, a stranger at another, and fans who write on the real network."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.browser import Visitor, visitor
from tests.journeys.installation import Installation
from tests.servers.bluesky import BlueskyNetwork, BlueskyPerson
from tests.servers.jetstream import JetstreamBridge
from tests.servers.waiting import until

BROKEN_LINE = "Failed to load resource: net::ERR_"

ONLY_EVENTS = """
// Neither the clock nor the return of the tab may mend what events have missed.
const every = globalThis.setInterval;
globalThis.setInterval = (act, pause, ...more) => (pause >= 60000 ? 0 : every(act, pause, ...more));
addEventListener("visibilitychange", (event) => event.stopImmediatePropagation(), true);
"""
ALONE = ONLY_EVENTS + "delete globalThis.SharedWorker;"
OVERHEARD = (
    ALONE
    + """
globalThis.overheard = [];
const Source = globalThis.EventSource;
globalThis.EventSource = class extends Source {
  constructor(...how) {
    super(...how);
    this.addEventListener("message", (message) => overheard.push(message.data));
    this.addEventListener("open", () => overheard.opened = (overheard.opened ?? 0) + 1);
  }
};
"""
)

SHOWN = """() => {
  const words = (node) => (node?.textContent ?? "").replace(/\\s+/g, " ").trim();
  const plain = (node) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll(".due, time").forEach((each) => each.remove());
    return words(copy);
  };
  return {
    rows: [...document.querySelectorAll("#rows [data-row]")].map((row) => [row.dataset.id, row.className, plain(row)]),
    count: words(document.getElementById("list-count")),
    end: words(document.getElementById("list-end")),
    places: [...document.querySelectorAll("nav.side .nav a")].map(words),
  };
}"""


@dataclass(frozen=True, slots=True)
class Office:
    """``mei`` owns the workspace and its tabs share one event source; ``chen`` works there, each tab on its own."""

    earshot: Installation
    network: BlueskyNetwork
    jetstream: JetstreamBridge
    brand: BlueskyPerson
    fans: list[BlueskyPerson]
    mei: Visitor
    chen: Visitor
    stranger: Visitor

    @property
    def people(self) -> tuple[Visitor, ...]:
        return self.mei, self.chen, self.stranger

    def show(self, guest: Visitor, view: str, workspace: str = "home") -> None:
        """A view of the inbox."""
        guest.page.goto(f"{self.earshot.address}/w/{workspace}/inbox/{view}/")
        expect(guest.page.locator("[data-inbox][data-ready]")).to_be_attached()

    def show_all(self, guest: Visitor, view: str) -> None:
        """A view of the inbox with its further pages: whose deadline comes last stands last, be it ever so new."""
        self.show(guest, view)
        more = guest.page.locator("[data-more]")
        while more.count():
            shown = guest.page.locator("#rows [data-row]").count()
            more.click()
            expect(guest.page.locator("#rows [data-row]").nth(shown)).to_be_attached()

    def kill_pages(self) -> None:
        """End the page server without a word; the supervisor starts it again."""
        before = self.earshot.page_server()
        assert before, "no page server runs"
        os.kill(before, signal.SIGKILL)
        until(lambda: self.earshot.page_server() not in (0, before), "the page server runs again")

    def forgive_the_cuts(self) -> None:
        """What a browser says of a connection that the test has cut is no complaint."""
        for guest in self.people:
            guest.complaints[:] = [each for each in guest.complaints if not each.startswith(BROKEN_LINE)]


@contextmanager
def open_office(browser: Browser, network: BlueskyNetwork, jetstream: JetstreamBridge) -> Iterator[Office]:
    """Everybody signed in, the channels connected, one topic."""
    with ExitStack() as stack:
        earshot = Installation()
        stack.callback(earshot.stop)
        mei = stack.enter_context(visitor(browser, "en", first=ONLY_EVENTS))
        chen = stack.enter_context(visitor(browser, "zh-hant", first=ALONE))
        stranger = stack.enter_context(visitor(browser, "en", first=OVERHEARD))
        brand = network.person()
        steps.sign_in(mei, earshot)
        steps.connect_stream(mei, network, jetstream.url)
        steps.connect_account(mei, network, brand)
        steps.add_topic(mei, "jelly", "osmanthus")
        steps.join(chen, steps.invite(mei, "Chen", "chen"), "chen@example.org")
        steps.sign_in_by(stranger, steps.another_workspace(earshot, "second"))
        jetstream.wait_for_clients()
        fans = [network.person() for _ in range(3)]
        office = Office(earshot, network, jetstream, brand, fans, mei, chen, stranger)
        stack.callback(office.forgive_the_cuts)
        yield office


def shown(page: Page) -> object:
    """The list as it stands on the page: ids, classes, words, order, and every count beside it."""
    return page.evaluate(SHOWN)
