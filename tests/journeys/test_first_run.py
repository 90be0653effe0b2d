"""The first run, by the keyboard alone, from an empty folder: to the first real post that has somebody accountable,
and to the first answered post of the sample company. Prints the seconds and the decisions; asserts no time."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import steps
from tests.journeys.browser import PHONE, Visitor, visitor
from tests.journeys.installation import Installation
from tests.servers.bluesky import BlueskyNetwork
from tests.servers.jetstream import JetstreamBridge

BRAND = {
    "en": ("Chengye Tea", "bubble tea", "Two of us got food poisoning from Chengye Tea last night"),
    "zh-hant": ("澄野茶飲", "手搖飲", "喝完澄野茶飲全家拉肚子送急診"),
}
"""What the brand and its industry are called, and what somebody will say of it."""
MOST_DECISIONS = 8
SIZES = {"wide": {"width": 1280, "height": 800}, "phone": PHONE}


QUESTIONS = """() => {
  const fields = [...document.querySelectorAll("main form :is(input, select, textarea)")];
  const shown = fields.filter((each) => each.type !== "hidden" && each.checkVisibility());
  return new Set(shown.map((each) => each.closest("fieldset, .seats") ?? each)).size;
}"""
ALL = list(product(BRAND, SIZES))
SAMPLE = ALL if "EARSHOT_PROGRAM" in os.environ else [("en", "wide"), ("zh-hant", "phone")]
"""Each language and each size: all of them where somebody measures (``bench.newcomer``)."""


class Newcomer:
    """Somebody with a keyboard and a watch. ``decisions``: what the pages asked for, as they themselves count;
    ``asked``: as one counts who looks at them, a group of boxes, or of seats, being one question."""

    def __init__(self, guest: Visitor, size: str) -> None:
        self.guest, self.page, self.size = guest, guest.page, size
        self.page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
        self.begun = time.monotonic()
        self.decisions = self.asked = 0

    def tab_to(self, selector: str) -> None:
        """As often as it takes; what cannot be reached by Tab fails."""
        for _ in range(60):
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {selector} on {self.page.url}")

    def opens(self) -> None:
        """By the link that ``earshot up`` printed; sign-in is a button."""
        self.tab_to("main button")
        with self.page.expect_navigation(url=re.compile(r"/start/$")):
            self.page.keyboard.press("Enter")

    def goes_on(self, following: str) -> None:
        """Enter, wherever the focus is; the page that follows is there when this returns."""
        self.decisions = max(self.decisions, int(self.page.locator("progress.way").get_attribute("value") or 0))
        self.asked += self.page.evaluate(QUESTIONS)
        with self.page.expect_navigation(url=re.compile(rf"/start/{following}/$")):
            self.page.keyboard.press("Enter")

    def says(self, what: str) -> None:
        print(
            f"\n{self.guest.language}, {SIZES[self.size]['width']} px: {what} after {time.monotonic() - self.begun:.1f} s"
        )


@pytest.fixture
def listening(bluesky_network: BlueskyNetwork, jetstream: JetstreamBridge) -> Iterator[Installation]:
    """A fresh installation of a house with a stream of its own."""
    installation = Installation(EARSHOT_BLUESKY_STREAM=jetstream.url, EARSHOT_BLUESKY_APPVIEW=bluesky_network.appview)
    yield installation
    installation.stop()


@pytest.mark.servers
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", BRAND)
def test_a_newcomer_hears_the_first_real_post(
    language: str,
    size: str,
    browser: Browser,
    listening: Installation,
    bluesky_network: BlueskyNetwork,
    jetstream: JetstreamBridge,
) -> None:
    brand, industry, text = BRAND[language]
    fan = bluesky_network.person()
    with visitor(browser, language, wide=size == "wide") as guest:
        newcomer = Newcomer(guest, size)
        guest.page.goto(listening.link)
        newcomer.opens()
        look = f"first-{size}"
        guest.looks(f"{look}-1-who")
        guest.page.keyboard.press("ArrowDown")
        newcomer.goes_on("brand")
        expect(guest.page.locator("[name=brand]")).to_be_focused()  # where no field is, what is typed is lost
        guest.page.keyboard.insert_text(brand)
        newcomer.tab_to("[name=industry]")
        guest.page.keyboard.insert_text(industry)
        guest.looks(f"{look}-2-brand")
        newcomer.goes_on("ears")
        for feed in guest.page.locator("[name=ear]:checked").evaluate_all("all => all.map((each) => each.value)")[1:]:
            newcomer.tab_to(f"[value='{feed}']")
            guest.page.keyboard.press("Space")  # nothing here speaks for the news of the world
        guest.looks(f"{look}-3-ears")
        newcomer.goes_on("topics")
        guest.looks(f"{look}-4-topics")
        newcomer.goes_on("people")
        guest.looks(f"{look}-5-people")
        newcomer.goes_on("done")
        guest.looks(f"{look}-6-done")
        newcomer.tab_to("a.go")
        with guest.page.expect_navigation(url=re.compile(r"/w/[\w-]+/$")):
            guest.page.keyboard.press("Enter")
        expect(guest.page.locator("#heard-now")).to_be_visible()
        guest.looks(f"{look}-7-my-turn")
        newcomer.says(f"listening, {newcomer.decisions} decisions, {newcomer.asked} questions shown,")
        jetstream.wait_for_clients()

        fan.post(text)
        row = guest.page.locator("#turn-rows [data-row]").filter(has_text=text)
        expect(row).to_be_visible(timeout=steps.HEARD_MS)
        newcomer.says("the first real post has its owner")
        guest.looks(f"{look}-8-owned")
    assert newcomer.asked <= newcomer.decisions <= MOST_DECISIONS


@pytest.mark.parametrize(("language", "size"), SAMPLE)
def test_a_newcomer_answers_the_first_post_of_the_sample(
    language: str, size: str, browser: Browser, earshot: Installation
) -> None:
    with visitor(browser, language, wide=size == "wide") as guest:
        page = guest.page
        newcomer = Newcomer(guest, size)
        page.goto(earshot.link)
        newcomer.opens()
        newcomer.tab_to("form[action$='/sample/begin/'] button")
        page.keyboard.press("Enter")
        expect(page.locator("#turn-rows [data-row]").first).to_be_visible(timeout=240_000)
        newcomer.says("the sample company has moved in")
        guest.looks("first-sample-1-my-turn")
        with page.expect_navigation(url=re.compile(r"/inbox/c/\d+/")):
            page.keyboard.press("Enter")
        expect(page.locator("#timeline")).to_be_visible()
        page.keyboard.press("r")
        expect(page.locator("#reply-text")).to_be_focused()
        page.keyboard.insert_text("Thank you, we look into it at once.")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#conversation")).to_contain_text(
            re.compile(guest.says("Stands on %(network)s", network=".+")), timeout=60_000
        )
        newcomer.says("the first sample post is answered")
        guest.looks("first-sample-2-answered")
