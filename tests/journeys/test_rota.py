"""Jun cannot work his shift: he asks mei, mei accepts on her phone, and the rota and his calendar say so."""

from __future__ import annotations

import urllib.request
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import icalendar
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import steps
from tests.journeys.browser import Visitor, visitor
from tests.journeys.installation import Installation

POLICY = """policy: Tea house
zone: UTC
roles:
  desk: {lead: owner, members: [owner], hours: always}
  night: {lead: owner, members: [jun, mei], rota: nights}
hours:
  late: {from: "20:00", to: "23:00"}
rotas:
  nights: {hours: late, rotation: weekly, people: [jun, mei], start: %s}
rules:
  - {name: Everything, when: risk>=0, accountable: desk}
otherwise: {accountable: desk}
"""
"""Jun has the nights of next week, mei those of the week after."""


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_jun_asks_mei_and_mei_accepts_on_her_phone(browser: Browser, language: Literal["en", "zh-hant"]) -> None:
    earshot = Installation()
    try:
        with visitor(browser, language) as owner:
            steps.sign_in(owner, earshot)
            links = {name: steps.invite(owner, name.title(), name) for name in ("jun", "mei")}
            steps.go(owner, "Responsibility")
            owner.page.locator("#policy-text").fill(POLICY % monday())
            steps.press(owner, "Put in force")
            expect(owner.page.locator("header")).to_contain_text(owner.says("version %(number)s in force", number="2"))
        with visitor(browser, language) as jun, visitor(browser, language, wide=False) as mei:
            steps.join(mei, links["mei"], "mei@tea.test")
            steps.join(jun, links["jun"], "jun@tea.test")
            calendar = make_calendar(jun, earshot)
            assert len(shifts(calendar)) > 3
            ask(jun, earshot)
            accept(mei, earshot)
            jun.page.goto(f"{earshot.address}/w/home/rota/?from={monday()}")
            bars = jun.page.locator("ol.lane li.shift", has_text="20:00")
            expect(bars.first).to_contain_text("Mei")
            expect(jun.page.locator("ol.lane li.mine")).to_have_count(6)
            jun.looks("60-rota")
            begins = {each["DTSTART"].dt for each in shifts(calendar)}
            assert first_night() not in begins
            assert first_night() + timedelta(days=1) in begins
    finally:
        earshot.stop()


def monday() -> str:
    """Of next week."""
    here = datetime.now(UTC)
    return (here + timedelta(days=7 - here.weekday())).date().isoformat()


def first_night() -> datetime:
    """Monday, 20:00."""
    return datetime.fromisoformat(f"{monday()}T20:00:00+00:00")


def shifts(calendar: str) -> list[Any]:
    """What a calendar program reads there."""
    with urllib.request.urlopen(calendar) as answer:
        return list(icalendar.Calendar.from_ical(answer.read()).walk("VEVENT"))


def make_calendar(jun: Visitor, earshot: Installation) -> str:
    """The address, as the page tells it once."""
    jun.page.goto(f"{earshot.address}/w/home/shifts/")
    steps.press(jun, "Make an address")
    address = jun.page.locator("#feed-address").input_value()
    assert address.startswith(earshot.address)
    jun.page.goto(f"{earshot.address}/w/home/shifts/")
    expect(jun.page.locator("#feed-address")).to_have_count(0)
    return address


def ask(jun: Visitor, earshot: Installation) -> None:
    """By keys alone, from the first of his shifts."""
    page = jun.page
    jun.looks("61-my-shifts")
    page.get_by_role("link", name=jun.says("Ask a colleague")).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(jun.says("Take my shift"))
    jun.looks("62-ask")
    colleague = page.get_by_role("radio", name="Mei")
    colleague.focus()
    page.keyboard.press("Space")
    expect(colleague).to_be_checked()
    page.get_by_label(jun.says("Note"), exact=True).fill("The dentist")
    page.get_by_role("button", name=jun.says("Ask"), exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(
        jun.says("%(name)s has not answered yet; until then it is yours", name="Mei")
    )


def accept(mei: Visitor, earshot: Installation) -> None:
    """On "My turn", where it waits for her; a narrow screen."""
    mei.page.goto(f"{earshot.address}/w/home/")
    aside = mei.page.locator("#turn-aside")
    expect(aside).to_contain_text("20:00")
    aside.scroll_into_view_if_needed()
    mei.looks("63-asked")
    aside.get_by_role("button", name=mei.says("Accept")).click()
    expect(mei.page.locator("#toasts")).to_contain_text(mei.says("The shift is yours. The rota says so from now on."))
    mei.page.goto(f"{earshot.address}/w/home/rota/?from={monday()}")
    expect(mei.page.locator("li.shift.mine")).to_have_count(1)
    wide = int(mei.page.evaluate("document.documentElement.scrollWidth"))
    assert wide <= 390
    mei.looks("64-phone")
