"""A manager writes a policy with a hole and a dead rule, sees both in words, mends them, looks at the difference, puts it
in force, and sees on a real thread why it went to whom: with keys alone, and with the forms of rules."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys import steps
from tests.journeys.browser import Visitor, visitor
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
DEAD, HOLE = 14, 17
"""Lines of the policy."""
SAID = {
    ("en", DEAD): 'The rule "Never" never decides: all that it matches is decided before it by "Calm".',
    ("en", HOLE): "No rule matches a post with risk 60: only otherwise decides it.",
    ("zh-hant", DEAD): "規則「Never」永遠不會生效：它涵蓋的對話都先由「Calm」決定了。",
    ("zh-hant", HOLE): "沒有規則涵蓋風險為60的貼文：只能由otherwise決定。",
}
FURTHEST = 150
"""Presses of Tab: more than any of these pages has stops."""
QUESTION = {"id": "q1", "author": "guest", "text": "@tea 請問桂花凍可以吃嗎？", "network": "forum"}


def tab_to(page: Page, target: Locator) -> None:
    """With Tab alone, from wherever the focus is."""
    expect(target).to_be_visible()
    for _ in range(FURTHEST):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")


def follow(page: Page, link: Locator) -> None:
    """To another page; it is there when this returns."""
    tab_to(page, link)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def button(guest: Visitor, name: str) -> Locator:
    return guest.page.locator("form[data-policy]").get_by_role("button", name=guest.says(name), exact=True).first


def nav(guest: Visitor, name: str) -> Locator:
    return guest.page.locator("nav.side").get_by_role("link", name=guest.says(name)).first


def write_line(page: Page, words: str) -> None:
    """In place of the line in which the caret stands."""
    expect(page.locator("#policy-text")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.insert_text(words)


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_a_policy_is_mended_with_keys_alone(browser: Browser, language: Literal["en", "zh-hant"]) -> None:
    earshot = Installation()
    try:
        with visitor(browser, language) as mei:
            steps.sign_in(mei, earshot)
            page = mei.page
            follow(page, nav(mei, "Responsibility"))
            expect(page.locator("#policy-keys")).to_be_visible()
            sees_both_in_words(mei, language)
            mends_both(mei)
            looks_at_the_difference(mei)
            follow(page, button(mei, "Put in force"))
            expect(page.locator("header")).to_contain_text(mei.says("version %(number)s in force", number="2"))
            steps.import_posts(earshot, [QUESTION], "--our", "@tea")
            sees_why(mei)
    finally:
        earshot.stop()


def sees_both_in_words(mei: Visitor, language: str) -> None:
    """At their lines, where the caret comes to them, and at the rows of the rules."""
    page = mei.page
    text, here = page.locator("#policy-text"), page.locator("#policy-here")
    tab_to(page, text)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(POLICY)
    expect(page.locator("#policy-lines li.blocks")).to_have_count(2)
    expect(page.locator("#policy-told")).not_to_be_empty()
    for line in (DEAD, HOLE):
        said = SAID[language, line]
        page.keyboard.press("F8")
        expect(text).to_be_focused()
        expect(here).to_contain_text(said)
        expect(page.locator(f'#policy-lines [data-line="{line}"]')).to_contain_text(said)
        expect(page.locator("#policy-problems")).to_contain_text(said)
    expect(page.locator('#policy-rules [data-told="Never"]')).to_contain_text(SAID[language, DEAD])
    expect(page.locator('#policy-rules [data-told="otherwise"]')).to_contain_text(SAID[language, HOLE])
    expect(page.locator('#policy-rules [data-told="Calm"] .cut')).to_be_empty()
    expect(text).to_have_value(POLICY)
    mei.looks("56-lines")


def mends_both(mei: Visitor) -> None:
    page = mei.page
    marked = page.locator("#policy-lines li.blocks")
    tab_to(page, page.locator("#policy-text"))
    page.keyboard.press("Shift+F8")
    page.keyboard.press("ArrowDown")
    write_line(page, "    when: risk<70 AND intent:question")
    expect(marked).to_have_count(1)
    page.keyboard.press("F8")
    for _ in range(HOLE - POLICY.split("\n").index("    when: risk<60") - 1):
        page.keyboard.press("ArrowUp")
    write_line(page, "    when: risk<70 AND NOT intent:question")
    expect(marked).to_have_count(0)
    proved = mei.says("Proved for every conversation and every minute of the next 90 days.")
    expect(page.locator("#policy-told")).to_contain_text(proved)
    expect(page.locator("#policy-here")).to_be_empty()


def looks_at_the_difference(mei: Visitor) -> None:
    """What changes hands, and what changes in the text."""
    page = mei.page
    expect(page.locator("#policy-moved details")).to_contain_text("Calm")
    follow(page, button(mei, "Check and prove"))
    changes = page.locator("#policy-changes")
    tab_to(page, changes.locator("summary"))
    page.keyboard.press("Enter")
    expect(changes.locator("ins", has_text="when: risk<70 AND NOT intent:question")).to_be_visible()
    expect(changes.locator("del").first).to_be_visible()


def sees_why(mei: Visitor) -> None:
    """Which rule it was, why not those before it, who has it and for what reason."""
    page = mei.page
    follow(page, nav(mei, "Inbox"))
    expect(page.locator("[data-inbox][data-ready]")).to_be_visible()
    expect(steps.row_of(mei, "桂花凍")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    why = page.locator("#context .trace").first
    expect(why.locator("li:not(.hit, .you)", has_text="1 Harm").locator("code")).to_have_text("risk>=70")
    passed = why.locator("li:not(.hit, .you)", has_text="2 Calm")
    expect(passed).to_contain_text("intent:question")
    expect(why.locator("li.hit")).to_contain_text("3 Never")
    expect(why.locator("li", has_text="Owner").first).to_contain_text(mei.says("the only one on duty"))
    expect(why.locator("li.you")).to_have_text(mei.says("So: you"))
    mei.looks("52-why")


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

            steps.import_posts(earshot, [QUESTION], "--our", "@tea")
            steps.press(mei, "Backtest on 90 days")
            expect(page.locator("#policy-backtest table").first.locator("tbody tr")).to_have_count(1)
            page.locator("#policy-backtest").scroll_into_view_if_needed()
            mei.looks("53-backtest")
    finally:
        earshot.stop()
