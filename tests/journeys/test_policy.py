"""A manager writes a policy with a hole and a dead rule, sees both in words, mends them, puts it in force, and sees on
a real thread why it went to whom."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import steps
from tests.journeys.browser import visitor
from tests.journeys.installation import Installation

POLICY = """policy: Tea house
zone: Asia/Taipei
backstop: owner
roles:
  desk: {lead: owner, members: [owner], hours: always}
  care: {lead: owner, members: [owner], hours: always}
rules:
  - name: Harm
    when: risk>=70
    accountable: desk
  - name: Calm
    when: risk<60
    accountable: care
  - name: Never
    when: risk<20 AND intent:question
    accountable: desk
otherwise: {accountable: desk}
"""


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_a_hole_and_a_dead_rule_are_found_and_mended(browser: Browser, language: Literal["en", "zh-hant"]) -> None:
    earshot = Installation()
    try:
        with visitor(browser, language) as mei:
            steps.sign_in(mei, earshot)
            page = mei.page
            steps.go(mei, "Responsibility")
            text, found = page.locator("#policy-text"), page.locator("#policy-problems")
            in_force = text.input_value()

            text.fill(POLICY)
            expect(found.locator("li.blocks")).to_have_count(2)
            expect(found).to_contain_text("Never")
            found.scroll_into_view_if_needed()
            mei.looks("50-findings")
            steps.press(mei, "Put in force")
            expect(found.locator("li.blocks")).to_have_count(2)
            expect(text).to_have_value(POLICY)

            found.locator("li.blocks", has_text="Never").locator("[data-line]").first.click()
            assert page.evaluate("document.activeElement.id") == "policy-text"
            at = int(page.evaluate("document.getElementById('policy-text').selectionStart"))
            assert POLICY[at:].startswith("  - name: Never") or "Never" in POLICY[at : at + 30]

            text.fill(POLICY.replace("risk<20 AND ", "risk<70 AND "))
            expect(found.locator("li.blocks")).to_have_count(1)
            page.locator("#policy-rules > summary").click()
            page.locator("#policy-rules").get_by_role("button", name="Calm").click()
            expect(page.locator("#rule-name")).to_be_focused()
            assert mei.barriers() == []
            mei.looks("54-rule")
            page.locator("#rule-when").fill("risk<70 AND NOT intent:question")
            expect(text).to_have_value(re.compile("when: risk<70 AND NOT intent:question\n"))
            expect(found.locator("li.blocks")).to_have_count(0)
            found.locator("p.good").wait_for()
            expect(found.locator("#policy-moved details")).to_contain_text("Calm")
            found.locator("#policy-moved").get_by_role("button").first.click()
            expect(page.locator("#policy-tried")).to_be_visible()
            steps.press(mei, "Put in force")
            expect(page.locator("header")).to_contain_text(mei.says("version %(number)s in force", number="2"))
            assert text.input_value() != in_force
            found.scroll_into_view_if_needed()
            mei.looks("51-proved")

            other = page.context.new_page()
            other.goto(page.url)
            other.locator("#policy-text").fill(other.locator("#policy-text").input_value() + "# said meanwhile\n")
            other.locator("[name=put]").click()
            expect(other.locator("header")).to_contain_text(mei.says("version %(number)s in force", number="3"))
            other.close()
            text.fill(text.input_value() + "# mine\n")
            steps.press(mei, "Put in force")
            expect(page.locator("#policy-meanwhile ins")).to_contain_text("# said meanwhile")
            expect(page.locator("#policy-changes ins")).to_contain_text("# mine")
            assert mei.barriers() == []
            mei.looks("55-overtaken")
            page.locator("[name=over]").click()
            expect(page.locator("header")).to_contain_text(mei.says("version %(number)s in force", number="4"))

            steps.import_posts(
                earshot,
                [{"id": "q1", "author": "guest", "text": "@tea 請問桂花凍可以吃嗎？", "network": "forum"}],
                "--our",
                "@tea",
            )
            steps.press(mei, "Backtest on 90 days")
            expect(page.locator("#policy-backtest table").first.locator("tbody tr")).to_have_count(1)
            page.locator("#policy-backtest").scroll_into_view_if_needed()
            mei.looks("53-backtest")
            page.goto(f"{earshot.address}/w/home/inbox/mine/")
            steps.row_of(mei, "桂花凍").click()
            expect(page.locator("#context")).to_contain_text("Never")
            mei.looks("52-why")
    finally:
        earshot.stop()
