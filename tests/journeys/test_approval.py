"""An author asks for approval, the approver reads it on a phone and approves; the reply stands on the real server once.
Between, it is sent back once, and nothing else leads out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Keyboard, expect

from tests.journeys import steps
from tests.journeys.browser import visitor
from tests.journeys.installation import Installation
from tests.journeys.test_main_job import answers_standing
from tests.servers.bluesky import BlueskyNetwork
from tests.servers.jetstream import JetstreamBridge

pytestmark = pytest.mark.servers

POLICY = """policy: Tea house
zone: Asia/Taipei
backstop: owner
roles:
  desk: {lead: owner, members: [owner], hours: always}
  legal: {lead: ana, members: [ana], hours: always}
rules:
  - name: All that is said
    when: risk>=0
    accountable: desk
    answer within: 4h
    approve by: [legal]
otherwise: {accountable: desk}
"""
QUESTION = "is the osmanthus jelly safe to eat today?"
FIRST = "Sure it is."
ANSWER = "Yes, it is. We checked this morning’s batch at nine."


def test_a_reply_goes_out_once_somebody_else_has_approved_it(
    browser: Browser, earshot: Installation, bluesky_network: BlueskyNetwork, jetstream: JetstreamBridge
) -> None:
    brand, fan = bluesky_network.person(), bluesky_network.person()
    with visitor(browser, "en") as mei, visitor(browser, "zh-hant", scheme="dark", wide=False) as ana:
        steps.sign_in(mei, earshot)
        link = steps.invite(mei, "Ana", "ana")
        steps.join(ana, link, "ana@tea.test")
        steps.connect_stream(mei, bluesky_network, jetstream.url)
        steps.connect_account(mei, bluesky_network, brand)
        steps.add_topic(mei, "jelly", "osmanthus")
        steps.go(mei, "Responsibility")
        mei.page.locator("#policy-text").fill(POLICY)
        steps.press(mei, "Put in force")
        expect(mei.page.locator("header")).to_contain_text(mei.says("version %(number)s in force", number="2"))
        mei.page.goto(f"{earshot.address}/w/home/policy/map/")
        expect(mei.page.locator(".rmap")).to_contain_text("jelly")
        mei.looks("70-map")

        jetstream.wait_for_clients()
        post = fan.mention(QUESTION, brand)
        steps.to_inbox(mei, f"{earshot.address}/w/home/inbox/")
        row = steps.row_of(mei, QUESTION)
        expect(row).to_be_visible(timeout=steps.HEARD_MS)
        row.click()
        expect(mei.page.locator("#composer-approval")).to_contain_text("it is approved by legal")
        _write(mei.page.keyboard, FIRST)
        expect(mei.page.locator("#timeline .asks")).to_contain_text("legal: waits for Ana")
        mei.looks("71-asked")

        ana.page.goto(f"{earshot.address}/w/home/")
        waiting = ana.page.locator("[aria-labelledby=g-approve]")
        expect(waiting).to_contain_text(FIRST)
        ana.looks("72-my-turn")
        waiting.locator("a").first.click()
        asked = ana.page.locator("#timeline .asks")
        expect(asked).to_contain_text(FIRST)
        ana.looks("73-to-approve")
        asked.locator("details.back > summary").click()
        asked.locator("textarea").fill("哪一批？")
        asked.locator("[value=decline]").click()
        expect(ana.page.locator("#timeline")).to_contain_text("哪一批？")

        expect(mei.page.locator("#timeline")).to_contain_text("哪一批？")
        mei.page.reload()
        expect(mei.page.locator("#reply-text")).to_have_value(FIRST)
        mei.page.locator("#reply-text").fill(ANSWER)
        mei.page.keyboard.press("Control+Enter")

        expect(asked).to_contain_text(ANSWER)
        expect(asked.locator("del").first).to_be_visible()
        ana.looks("74-changed")
        assert answers_standing(brand, post["uri"]) == []
        asked.locator("[value=approve]").click()
        expect(asked).to_have_count(0)
        ana.looks("75-approved")

        steps.see_standing(mei, ANSWER, "Bluesky")
        mei.looks("76-stands")
        assert answers_standing(brand, post["uri"]) == [ANSWER]


def _write(keyboard: Keyboard, text: str) -> None:
    """In the composer, by keys alone, and ask."""
    keyboard.press("r")
    keyboard.insert_text(text)
    keyboard.press("Control+Enter")
