"""Pages that failed: each says what, why and what to do next, in the reader's language; and an act that could not be done."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import steps
from tests.journeys.browser import Visitor, visitor
from tests.journeys.installation import Installation

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh-hant"])
POSTS = [
    {"id": f"f{number}", "author": f"guest{number}", "text": f"@tea 請問第 {number} 批？", "network": "forum"}
    for number in range(3)
]
CSV = "id,author,text\n" + "".join(f"row{number},guest,an old word {number}\n" for number in range(50))


@dataclass(frozen=True, slots=True)
class House:
    """``mei`` owns the workspace, ``chen`` works there; both are signed in."""

    earshot: Installation
    mei: Visitor
    chen: Visitor

    @property
    def home(self) -> str:
        return f"{self.earshot.address}/w/home/"

    @contextmanager
    def damaged(self) -> Iterator[None]:
        """Something in the database cannot be read."""
        self._write("UPDATE conversations_conversation SET more = '{'")
        yield
        self._write("UPDATE conversations_conversation SET more = '{}'")

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Notes cannot be stored."""
        self._write(
            "CREATE TRIGGER broken BEFORE INSERT ON conversations_note BEGIN SELECT RAISE(ABORT, 'broken'); END"
        )
        yield
        self._write("DROP TRIGGER broken")

    def _write(self, statement: str) -> None:
        with closing(sqlite3.connect(self.earshot.home / "earshot.sqlite3", timeout=30)) as database, database:
            database.execute("PRAGMA ignore_check_constraints = ON")
            database.execute(statement)


@pytest.fixture(scope="module")
def house(browser: Browser) -> Iterator[House]:
    earshot = Installation()
    try:
        with visitor(browser, "en") as mei, visitor(browser, "en") as chen:
            steps.sign_in(mei, earshot)
            steps.import_posts(earshot, POSTS, "--our", "@tea")
            steps.join(chen, steps.invite(mei, "Chen", "chen"), "chen@example.org")
            yield House(earshot, mei, chen)
    finally:
        earshot.stop()


@contextmanager
def seen_by(browser: Browser, who: Visitor, language: str) -> Iterator[Visitor]:
    """The same person, in ``language``: English on a wide screen in the light, Chinese on a phone in the dark."""
    wide = language == "en"
    with visitor(browser, language, scheme="light" if wide else "dark", wide=wide, like=who) as guest:
        yield guest
        guest.complaints[:] = [each for each in guest.complaints if "status of 50" not in each]


def says(guest: Visitor, text: str, name: str) -> None:
    """It says so, and offers a way on."""
    expect(guest.page.get_by_role("heading", name=guest.says(text))).to_be_visible()
    expect(guest.page.locator("main a.btn").first).to_be_visible()
    guest.looks(name)


@LANGUAGES
def test_what_is_not_to_be_had_says_why(language: str, browser: Browser, house: House) -> None:
    with seen_by(browser, house.chen, language) as guest:
        page = guest.page
        page.goto(f"{house.home}nothing-here/")
        says(guest, "There is nothing at this address", "failed-404")
        page.goto(f"{house.home}audit/")
        says(guest, "Your role in this workspace does not allow this.", "failed-403")
        page.goto(f"{house.earshot.address}/me/")
        page.evaluate(
            "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((each) => { each.value = 'x'; })"
        )
        steps.press(guest, "Save")
        says(guest, "This form was too old", "failed-csrf")


@LANGUAGES
def test_a_page_that_broke_says_what_to_do(language: str, browser: Browser, house: House) -> None:
    with seen_by(browser, house.mei, language) as guest:
        page = guest.page
        page.goto(f"{house.home}inbox/open/")
        address = page.locator("#rows [data-row]").first.get_attribute("href")
        with house.damaged():
            answer = page.goto(f"{house.earshot.address}{address}")
            assert answer is not None and answer.status == 500
            says(guest, "Something broke on our side", "failed-500")
            expect(page.locator("main")).to_contain_text(re.compile(r"\d\d:\d\d:\d\d"))
            expect(page.locator("main")).to_contain_text("earshot doctor")
            assert "Traceback" not in page.content()
        page.get_by_role("link", name=guest.says("Load again")).click()
        expect(page.locator("#timeline")).to_contain_text("請問第")


@LANGUAGES
def test_an_act_that_broke_gives_the_form_back(language: str, browser: Browser, house: House) -> None:
    with seen_by(browser, house.mei, language) as guest:
        page = guest.page
        page.goto(f"{house.home}inbox/open/")
        address = page.locator("#rows [data-row]").first.get_attribute("href")
        steps.to_inbox(guest, f"{house.earshot.address}{address}")
        kept = page.locator("#timeline .intern")
        notes = kept.count()
        write_note(guest)
        with house.refusing():
            page.get_by_role("button", name=guest.says("Keep the note")).click()
            told = page.locator(".toast.error")
            expect(told).to_contain_text(guest.says("Something broke on our side"))
            expect(told).to_contain_text(
                guest.says("Nothing you sent was half done: changes are stored whole or not at all.")
            )
            guest.looks("failed-act")
        told.locator("[data-dismiss]").click()
        expect(page.locator("#note-text")).to_have_value("先問倉庫")
        page.get_by_role("button", name=guest.says("Keep the note")).click()
        expect(kept).to_have_count(notes + 1)
        write_note(guest)
        with house.damaged():  # the note is kept, the page behind it broke: it must not look like a note to send again
            page.get_by_role("button", name=guest.says("Keep the note")).click()
            expect(page.get_by_role("heading", name=guest.says("Something broke on our side"))).to_be_visible()
        page.get_by_role("link", name=guest.says("Load again")).click()
        expect(kept).to_have_count(notes + 2)


def write_note(guest: Visitor) -> None:
    guest.page.locator(".comp label").nth(1).click()
    guest.page.locator("#note-text").fill("先問倉庫")


@LANGUAGES
def test_work_that_failed_can_be_begun_again(language: str, browser: Browser, house: House) -> None:
    with seen_by(browser, house.mei, language) as guest:
        page = guest.page
        page.goto(f"{house.home}policy/")
        text, found = page.locator("#policy-text"), page.locator("#policy-problems")
        with house.damaged():
            steps.press(guest, "Backtest on 90 days")
            backtest = page.locator("#policy-backtest")
            again = backtest.get_by_role("button", name=guest.says("Begin again"))
            expect(again).to_be_visible(timeout=60_000)
            expect(backtest).to_contain_text(guest.says("It failed; what went wrong stands in Earshot’s log."))
            backtest.scroll_into_view_if_needed()
            guest.looks("failed-backtest")
        again.click()
        expect(page.locator("#policy-backtest table").first).to_be_visible(timeout=60_000)
        page.goto(f"{house.home}policy/")
        text.fill("policy: [")
        expect(found.locator(".bad").first).to_be_visible()
        found.scroll_into_view_if_needed()
        guest.looks("failed-policy")


@LANGUAGES
def test_an_import_whose_file_is_gone_says_so(language: str, browser: Browser, house: House) -> None:
    with seen_by(browser, house.mei, language) as guest:
        page = guest.page
        page.goto(f"{house.home}imports/")
        name = f"old-{language}.csv"
        file = {"name": name, "mimeType": "text/csv", "buffer": CSV.encode()}
        page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
        page.get_by_label(guest.says("History: opens no conversation, sends no notice, starts no clock")).check()
        steps.press(guest, "Look at it")
        begin = page.get_by_role("button", name=guest.says("Import"), exact=True)
        expect(begin).to_be_visible()
        with house.earshot.work_at_rest():
            begin.click()
            expect(page.locator("#import-state")).to_be_visible()
            for kept in house.earshot.home.rglob(name):
                kept.unlink()
        expect(page.locator("#import-state")).to_contain_text(guest.says("failed"))
        expect(page.get_by_role("link", name=guest.says("Import a file"))).to_be_visible()
        guest.looks("failed-import")
