"""A mention on a real server of the Fediverse: heard, answered in the browser, and standing there once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import steps
from tests.journeys.browser import Visitor, visitor
from tests.journeys.installation import Installation
from tests.servers.desks import MastodonDesk
from tests.servers.snac import Snac

pytestmark = pytest.mark.servers

QUESTION, ANSWER = "请问今天的桂花冻还有吗？", "有的，下午三点前到店都可以买到。"


@dataclass(frozen=True, slots=True)
class Server:
    """snac with our account and somebody outside."""

    address: str
    token: str
    desk: MastodonDesk


@pytest.fixture
def server() -> Iterator[Server]:
    with Snac() as snac:
        brand = snac.person("brand")
        yield Server(snac.url, brand.token, MastodonDesk(brand, snac.person("guest")))


def connect(guest: Visitor, server: Server) -> None:
    """Our account, by its access token."""
    steps.go(guest, "Channels")
    guest.page.locator("main a[href$='/add/mastodon/']").click()
    steps.fill(guest, "Name", "Fediverse")
    steps.fill(guest, "Server", server.address)
    steps.fill(guest, "Access token", server.token)
    steps.press(guest, "Connect")
    expect(guest.page.get_by_role("row", name="Fediverse")).to_contain_text(f"@{server.desk.account[1]}")


def test_a_mention_is_answered_once(browser: Browser, earshot: Installation, server: Server) -> None:
    with visitor(browser, "zh-hans") as guest:
        page = guest.page
        steps.sign_in(guest, earshot)
        connect(guest, server)
        steps.go(guest, "Inbox")
        server.desk.ask(QUESTION)
        steps.row_of(guest, QUESTION).click(timeout=steps.HEARD_MS)
        expect(page.locator("#timeline")).to_contain_text(QUESTION)
        page.locator("#reply-text").fill(ANSWER)
        guest.looks("60-fediverse")
        page.get_by_role("button", name=guest.says("Send")).first.click()
        steps.see_standing(guest, ANSWER, "Mastodon")
    assert [post.text for post in server.desk.standing()] == [ANSWER]
