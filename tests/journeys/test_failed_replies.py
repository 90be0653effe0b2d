"""Replies that the network refuses, loses or lets wait: each says what to do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import steps
from tests.journeys.browser import Visitor, visitor
from tests.journeys.installation import Installation
from tests.servers.surly import LOST, PAUSED, REFUSED, Surly

SAID = {
    REFUSED: "Nothing was posted; your text is back in the composer.",
    LOST: "No answer from the network. Earshot looks whether it stands there before anything is tried again.",
    PAUSED: "The server asks for a pause.",
}
"""What a reply with that word comes to, as the page says it."""


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    installation = Installation()
    yield installation
    installation.stop()


def connect(guest: Visitor, server: Surly) -> None:
    steps.go(guest, "Channels")
    guest.page.locator("main a[href$='/add/mastodon/']").click()
    steps.fill(guest, "Name", "Fediverse")
    steps.fill(guest, "Server", server.url)
    steps.fill(guest, "Access token", "token")
    steps.press(guest, "Connect")
    expect(guest.page.get_by_role("row", name="Fediverse")).to_contain_text("@brand")


def answer(guest: Visitor, running: Installation, word: str) -> str:
    """Open the question with ``word`` and answer with it; the conversation's address, once the page says so."""
    page = guest.page
    steps.to_inbox(guest, f"{running.address}/w/home/inbox/open/")
    steps.row_of(guest, word).click(timeout=steps.HEARD_MS)
    expect(page.locator("#timeline")).to_contain_text(word)
    page.locator("#reply-text").fill(f"We {word} nothing.")
    page.get_by_role("button", name=guest.says("Send")).first.click()
    expect(page.locator("#timeline .going")).to_contain_text(guest.says(SAID[word]), timeout=60_000)
    guest.looks(f"failed-reply-{word}")
    return page.url


def test_what_the_network_refuses_says_what_to_do(browser: Browser, running: Installation) -> None:
    with Surly() as server, visitor(browser, "en") as mei:
        steps.sign_in(mei, running)
        connect(mei, server)
        for word in SAID:
            server.ask(f"do you {word}?")
        addresses = {word: answer(mei, running, word) for word in SAID}
        with visitor(browser, "zh-hant", scheme="dark", wide=False, like=mei) as guest:
            for word, address in addresses.items():
                guest.page.goto(address)
                expect(guest.page.locator("#timeline .going")).to_contain_text(guest.says(SAID[word]))
                guest.looks(f"failed-reply-{word}")
