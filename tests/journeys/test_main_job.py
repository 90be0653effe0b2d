"""From an empty folder to the answered conversation: only the real network and a browser are touched."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import steps
from tests.journeys.browser import visitor
from tests.journeys.installation import Installation
from tests.servers.bluesky import BlueskyNetwork, BlueskyPerson
from tests.servers.jetstream import JetstreamBridge

pytestmark = pytest.mark.servers

WORDS = {
    "en": (
        "is the osmanthus jelly safe to eat today?",
        "Yes, it is. We checked this morning’s batch at nine.",
        "osmanthus",
    ),
    "zh-hant": ("請問今天的桂花凍可以吃嗎？", "可以的，今天早上九點的批次我們檢查過了。", "桂花"),
}


def answers_standing(brand: BlueskyPerson, parent: str) -> list[str]:
    """What the brand's account on the real server says under that post."""
    return [
        record["value"]["text"]
        for record in brand.records()
        if record["value"].get("reply", {}).get("parent", {}).get("uri") == parent
    ]


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_a_question_is_heard_owned_and_answered_once(
    language: str, browser: Browser, earshot: Installation, bluesky_network: BlueskyNetwork, jetstream: JetstreamBridge
) -> None:
    question, answer, topic = WORDS[language]
    brand, fan = bluesky_network.person(), bluesky_network.person()
    with visitor(browser, language) as guest:
        guest.page.goto(earshot.link)
        guest.looks("01-link")
        steps.sign_in(guest, earshot)
        guest.looks("02-my-turn-empty")
        steps.connect_stream(guest, bluesky_network, jetstream.url)
        steps.connect_account(guest, bluesky_network, brand)
        guest.looks("03-channels")
        steps.add_topic(guest, "jelly", f"osmanthus OR {topic}")
        guest.looks("04-topics")
        steps.go(guest, "Inbox")
        guest.looks("05-inbox-empty")
        jetstream.wait_for_clients()

        post = fan.mention(question, brand)
        said = time.monotonic()
        row = steps.row_of(guest, question)
        expect(row).to_be_visible(timeout=steps.HEARD_MS)
        print(f"in the inbox after {time.monotonic() - said:.2f} s")
        guest.looks("06-inbox")

        guest.page.keyboard.press("j")
        guest.page.keyboard.press("Enter")
        why = guest.page.get_by_role("heading", name=guest.says("Why me?"))
        expect(why).to_be_visible()
        expect(guest.page.locator("#timeline")).to_contain_text(question)
        expect(guest.page.locator("#timeline mark").first).to_have_text(topic)
        guest.looks("07-conversation")

        guest.page.keyboard.press("r")
        expect(guest.page.locator("#reply-text")).to_be_focused()
        guest.page.keyboard.insert_text(answer)
        expect(guest.page.locator(".comp")).to_contain_text(f"@{brand.handle}")
        guest.looks("08-writing")
        guest.page.keyboard.press("Control+Enter")
        expect(guest.page.locator("[data-toast]").first).to_be_visible()
        assert answers_standing(brand, post["uri"]) == [], "nothing goes out while it can be taken back"
        expect(guest.page.locator("#timeline")).to_contain_text(answer)
        guest.looks("09-undo")
        expect(guest.page.locator("#conversation")).to_contain_text(
            guest.says("Stands on %(network)s", network="Bluesky"), timeout=60_000
        )
        guest.looks("10-answered")
        guest.page.locator("#reply-text").fill(f"{answer} {answer}")
        expect(guest.page.locator("#composer form[data-draft] [data-send]")).to_be_enabled()
        guest.page.reload()
        expect(guest.page.locator("#timeline")).to_contain_text(answer)

    assert answers_standing(brand, post["uri"]) == [answer]
