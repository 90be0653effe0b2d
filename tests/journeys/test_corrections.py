"""Corrections at once, with keys alone: two keystrokes, shown at once, taken back by a third; and the next like it is right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys import steps
from tests.journeys.browser import Visitor, visitor
from tests.journeys.installation import Installation

TALE = {
    "en": "@tea the osmanthus jelly of your little house on the corner was something else again, my friends say",
    "zh-hant": "@tea 上次跟朋友在轉角那家店吃到的桂花凍真的是讓人永生難忘的味道",
}
OTHER = {"en": "@tea do you open on Mondays?", "zh-hant": "@tea 請問星期一有開嗎？"}
AGAIN = {"en": "Wow! {} https://pic.example/9", "zh-hant": "哇 {} https://pic.example/9"}
WORDS = {
    "m": ("sentiment", "Positive"),
    "i": ("intent", "Complaint"),
    "l": ("language", "English"),
    "h": ("risk", "30"),
}
DIGIT = {"m": "3", "i": "1", "l": "1", "h": "2"}


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    """One installation for all; every test has a workspace of its own in it."""
    installation = Installation()
    yield installation
    installation.stop()


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    return count(1)


def posts(language: str, *texts: str) -> list[dict[str, str]]:
    return [
        {"id": f"p{number}", "author": f"guest{number}", "text": text, "network": "forum"}
        for number, text in enumerate(texts)
    ]


@pytest.fixture
def slug(numbers: Iterator[int]) -> str:
    return f"right{next(numbers)}"


def enter(guest: Visitor, link: str) -> Page:
    steps.sign_in_by(guest, link)
    steps.go(guest, "Inbox")
    expect(guest.page.locator("[data-inbox][data-ready]")).to_be_visible()
    return guest.page


def word(page: Page, kind: str) -> Locator:
    return page.locator(f"#fix-{kind} [data-word]")


def sent(page: Page, address: str, key: str) -> None:
    """Presses a key that sends; the server has taken it when this returns."""
    with page.expect_response(re.compile(rf"/{address}/$")):
        page.keyboard.press(key)


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_two_keystrokes_correct_and_a_third_takes_it_back(
    browser: Browser, running: Installation, slug: str, language: str
) -> None:
    link = steps.another_workspace(running, slug, posts(language, TALE[language]), "--our", "@tea")
    with visitor(browser, language) as guest:
        page = enter(guest, link)
        page.keyboard.press("j")
        for key, (kind, said) in WORDS.items():
            page.keyboard.press(key)
            expect(page.locator(f"#fix-{kind}[open]")).to_be_visible()
            before = word(page, kind).inner_text()
            sent(page, "correct", DIGIT[key])
            wanted = said if kind in ("language", "risk") else guest.says(said)
            expect(word(page, kind)).to_have_text(wanted)
            expect(page.locator("#toasts [data-undoing]")).to_be_visible()
            sent(page, "correct", "z")
            expect(word(page, kind)).to_have_text(before)
            expect(page.locator("#toasts [data-undoing]")).to_have_count(0)
        page.keyboard.press("m")
        guest.looks("corrections")
        assert not guest.complaints


def test_a_refusal_is_taken_back_in_sight(browser: Browser, running: Installation, slug: str) -> None:
    link = steps.another_workspace(running, slug, posts("en", TALE["en"]), "--our", "@tea")
    with visitor(browser, "en") as guest:
        page = enter(guest, link)
        page.route("**/correct/", lambda route: route.fulfill(status=409, content_type="text/html", body="<p>no"))
        page.keyboard.press("j")
        page.keyboard.press("m")
        before = word(page, "sentiment").inner_text()
        page.keyboard.press("1" if before == guest.says("Positive") else "3")
        expect(page.locator(".toast.error")).to_contain_text(guest.says("That did not work. Nothing was changed."))
        expect(word(page, "sentiment")).to_have_text(before)


def test_digits_and_letters_rest_while_somebody_writes_or_where_single_keys_are_off(
    browser: Browser, running: Installation, slug: str
) -> None:
    link = steps.another_workspace(running, slug, posts("en", TALE["en"]), "--our", "@tea")
    with visitor(browser, "zh-hant") as guest:
        page = enter(guest, link)
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        expect(page.locator("#composer")).to_be_visible()
        page.keyboard.press("n")
        page.locator("#note-text").click()
        page.keyboard.type("m3 x1")
        expect(page.locator("#note-text")).to_have_value("m3 x1")
        expect(page.locator("details.fix[open]")).to_have_count(0)
        page.keyboard.press("Escape")
        page.evaluate("""() => document.body.dispatchEvent(
          new KeyboardEvent("keydown", { key: "m", bubbles: true, cancelable: true, keyCode: 229 }))""")
        page.evaluate("document.documentElement.dataset.singleKeys = 'off'")
        page.keyboard.press("m")
        expect(page.locator("details.fix[open]")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_the_next_like_it_is_right_and_says_why(
    browser: Browser, running: Installation, slug: str, language: str
) -> None:
    link = steps.another_workspace(running, slug, posts(language, TALE[language], OTHER[language]), "--our", "@tea")
    with visitor(browser, language) as guest:
        page = enter(guest, link)
        steps.row_of(guest, TALE[language][5:25]).click()
        expect(word(page, "intent")).to_be_visible()
        page.keyboard.press("i")
        sent(page, "correct", "5")
        file = steps.write_posts(running, slug, [{"id": "later", "author": "zoe", "network": "forum",
            "text": AGAIN[language].format(TALE[language])}])  # fmt: skip
        answer = running.command("import", str(file), "--as", "work", "--our", "@tea", "--workspace", slug)
        assert answer.returncode == 0, answer.stderr
        steps.row_of(guest, "https://pic.example/9").click()
        expect(word(page, "intent")).to_have_text(guest.says("Press enquiry"))
        expect(page.locator("#context")).to_contain_text(TALE[language][:30])
        assert not guest.complaints


def test_not_about_us_with_one_key_and_about_us_after_all(browser: Browser, running: Installation, slug: str) -> None:
    link = steps.another_workspace(running, slug, posts("en", TALE["en"]), "--our", "@tea")
    with visitor(browser, "en") as guest:
        page = enter(guest, link)
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        expect(page.locator("#findings")).to_be_visible()
        sent(page, "not-about-us", "x")
        expect(page.get_by_role("button", name=guest.says("About us after all"))).to_be_visible()
        sent(page, "about-us", "z")
        expect(page.get_by_role("button", name=guest.says("Not about us"))).to_be_visible()
        page.keyboard.press("Control+k")
        page.keyboard.type("Correct")
        expect(page.locator("#palette-list [role=option]")).to_have_count(6)  # five findings, and the search for it
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        expect(page.locator("#help")).to_contain_text("Correct mood")


def test_it_works_without_a_script_and_on_a_phone(browser: Browser, running: Installation, slug: str) -> None:
    link = steps.another_workspace(running, slug, posts("en", TALE["en"]), "--our", "@tea")
    with visitor(browser, "en", scripts=False, wide=False) as guest:
        page = guest.page
        page.goto(link)
        page.get_by_role("button", name=guest.says("Sign in")).click()
        page.goto(f"{page.url}inbox/")
        page.locator("#rows a").first.click()
        page.locator("#fix-sentiment > summary").click()
        page.locator("#fix-sentiment button[value=negative]").click()
        expect(word(page, "sentiment")).to_have_text(guest.says("Negative"))
        page.locator("#fix-sentiment > summary").click()
        page.locator("#fix-sentiment button[name=take_back]").click()
        expect(page.locator("#fix-sentiment button[name=take_back]")).to_have_count(0)


def test_a_choice_without_a_digit_is_found_by_its_name(browser: Browser, running: Installation, slug: str) -> None:
    link = steps.another_workspace(running, slug, posts("en", TALE["en"]), "--our", "@tea")
    with visitor(browser, "en") as guest:
        page = enter(guest, link)
        page.keyboard.press("j")
        page.keyboard.press("l")
        field = page.locator("#fix-language [data-narrows]")
        expect(field).to_be_focused()
        page.keyboard.insert_text("nothing is called so")
        expect(page.locator("#fix-language [data-none]")).to_be_visible()
        expect(page.locator("#fix-language button.menu-item:visible")).to_have_count(0)
        field.fill("")
        page.keyboard.insert_text("indo")
        expect(page.locator("#fix-language button.menu-item:visible")).to_have_count(1)
        guest.looks("corrections-found")
        sent(page, "correct", "Enter")
        expect(word(page, "language")).to_have_text("Bahasa Indonesia")
        page.keyboard.press("l")
        expect(field).to_be_focused()
        expect(field).to_have_value("")
        sent(page, "correct", "1")
        expect(word(page, "language")).to_have_text("English")
