"""A post arrives, the bell tells whose it is, they take it up by keys; and it comes by mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from tests.adapters.ways.test_mail import Post, post_office
from tests.journeys import steps
from tests.journeys.browser import visitor
from tests.journeys.installation import Installation
from tests.servers.waiting import until

POST = {"id": "1", "author": "guest", "text": "@tea 奶茶裡有鐵絲，小孩差點吞下去", "network": "forum"}
BELL = "#places a[href$='/notices/'] .n"


@dataclass(frozen=True, slots=True)
class Office:
    earshot: Installation
    post: Post


@pytest.fixture
def office() -> Iterator[Office]:
    """An installation that sends by a mail server on loopback."""
    with post_office() as (post, port):
        earshot = Installation(EARSHOT_SMTP=f"smtp://127.0.0.1:{port}?tls=none&from=earshot@acme.test")
        try:
            yield Office(earshot, post)
        finally:
            earshot.stop()


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_a_post_rings_the_bell_and_is_taken_up(browser: Browser, office: Office, language: str) -> None:
    with visitor(browser, language) as mei:
        page = mei.page
        steps.sign_in(mei, office.earshot)
        page.goto(f"{office.earshot.address}/me/notices/")
        page.locator("form[action$='/mail/'] button").click()
        steps.press(mei, "Send me a test")
        until(lambda: len(office.post.letters) == 1, "the test has come by mail")
        assert mei.barriers() == []

        page.goto(f"{office.earshot.address}/w/home/")
        expect(page.locator(BELL)).to_have_count(0)
        steps.import_posts(office.earshot, [POST], "--our", "@tea")
        expect(page.locator(BELL)).to_have_text("1", timeout=steps.HEARD_MS)

        page.keyboard.press("g")
        page.keyboard.press("b")
        page.wait_for_url(re.compile(r"/notices/$"))
        expect(page.locator("#notices")).to_contain_text("鐵絲")
        assert mei.barriers() == []
        page.keyboard.press("j")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=mei.says("I have it"))).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#notices")).to_have_count(0)
        expect(page.locator(BELL)).to_have_count(0)

        page.goto(f"{office.earshot.address}/w/home/notices/?all=1")
        expect(page.locator("#notices")).to_contain_text(mei.says("taken up"))
