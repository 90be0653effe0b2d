"""Somebody presses Send, and the work process dies at the worst moments: the reply stands on the real server, once.

The drill of ``tests/servers/test_delivery_kills.py``, begun by a person in a browser.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import steps
from tests.journeys.browser import Visitor, visitor
from tests.journeys.halves import Halves, killed_again_and_again
from tests.servers.bluesky import BlueskyNetwork
from tests.servers.desks import BlueskyDesk
from tests.servers.fault_proxy import FaultProxy
from tests.servers.jetstream import JetstreamBridge
from tests.servers.outbox_drill import FAULTS

pytestmark = pytest.mark.servers

PLACES = ("before-claim-commit", "after-claim-commit", "during-call", "after-unread-response") * 2
A_LIFE = 4
"""Replies that a life may take on before it dies of one: so many go out at the same time on one channel."""
REPLIES = A_LIFE * (len(PLACES) + 1)
AHEAD = 2
"""Lives for which there always is something to send."""


@pytest.fixture
def halves() -> Iterator[Halves]:
    halves = Halves()
    yield halves
    halves.stop()


def answer(guest: Visitor, halves: Halves, question: str, reply: str) -> str:
    """Open the conversation, write, and press Send; the conversation's address."""
    page = guest.page
    page.goto(f"{halves.address}/w/home/inbox/open/")
    steps.row_of(guest, question).click()
    expect(page.locator("#timeline")).to_contain_text(question)
    page.locator("#reply-text").fill(reply)
    page.get_by_role("button", name=guest.says("Send")).first.click()
    # Whoever is about to be killed may hold the database for as long as a busy machine takes to kill it.
    expect(page.locator("#timeline .ours", has_text=reply)).to_be_visible(timeout=60_000)
    return page.url


def test_a_reply_stands_once_whenever_the_work_process_dies(
    browser: Browser, halves: Halves, bluesky_network: BlueskyNetwork, jetstream: JetstreamBridge
) -> None:
    brand, fan = bluesky_network.person(), bluesky_network.person()
    words = {f"where is parcel {number:02}?": f"It is on its way: {number:02}." for number in range(REPLIES)}
    with FaultProxy(bluesky_network.pds) as proxy, visitor(browser, "en") as guest, ThreadPoolExecutor(1) as pool:
        work = halves.begin_work("hearing.log")
        steps.sign_in(guest, halves)
        steps.connect_stream(guest, bluesky_network, jetstream.url)
        steps.connect_account(guest, bluesky_network, brand, proxy.url)
        jetstream.wait_for_clients()
        asked = {fan.mention(question, brand)["uri"]: reply for question, reply in words.items()}
        guest.page.goto(f"{halves.address}/w/home/inbox/open/")
        expect(guest.page.locator("#rows [data-row]")).to_have_count(REPLIES, timeout=steps.HEARD_MS)
        work.stop()

        died: Counter[str] = Counter()
        dying = pool.submit(killed_again_and_again, halves, proxy, PLACES, FAULTS, BlueskyDesk.write, died)
        places: dict[str, str] = {}
        for question, reply in words.items():
            while len(places) >= A_LIFE * (died.total() + AHEAD) and not dying.done():
                guest.page.wait_for_timeout(100)
            if dying.done():
                break
            places[reply] = answer(guest, halves, question, reply)
        dying.result()
        assert died == Counter(PLACES)

        last = halves.begin_work("last.log")
        for reply, address in places.items():
            guest.page.goto(address)
            steps.see_standing(guest, reply, "Bluesky")
        last.stop()
    standing = [(each["value"]["reply"]["parent"]["uri"], each["value"]["text"]) for each in brand.records()]
    assert sorted(standing) == sorted((uri, reply) for uri, reply in asked.items() if reply in places)
