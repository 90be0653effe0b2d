"""Every page there is, wide and narrow, light and dark: nothing in anybody's way, nothing sideways.

What there is tells the resolver (``tests.journeys.pages``): a page without a row there fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, expect

from tests.journeys import steps
from tests.journeys.browser import PHONE, WIDE, Visitor, visitor
from tests.journeys.installation import Installation
from tests.journeys.pages import HOME, MISSING, NOT_PAGES, OF_STRANGERS, ROWS, addresses
from tests.servers.processes import free_port

NARROWEST = {"width": 360, "height": 740}
OF_COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe that another colour scheme can break: it changes nothing else."""
BELOW_THE_FRAME = "document.querySelector('.main') ? document.documentElement.scrollHeight - innerHeight : 0"
"""Inside the frame of a workspace its parts scroll, never the page itself."""
CUT_OFF = """[...document.querySelectorAll('.strip .btn, .head .btn')].filter((each) => each.checkVisibility()
  && each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.innerText)"""
"""Buttons that nothing scrolls to."""
CSV = (
    "id,author,text,created_at\n"
    '1,guest,"Is the osmanthus jelly safe to eat today?",2026-11-20T08:00:00Z\n'
    '2,guest,"今天的桂花凍可以吃嗎？",2026-11-20T09:00:00Z\n'
    "3,,,yesterday\n"
)
QUESTIONS = [
    {
        "id": f"q{number}",
        "author": f"guest{number}",
        "text": f"@tea 請問桂花凍第 {number} 批可以吃嗎？",
        "network": "forum",
    }
    for number in range(5)
]


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    """One installation for all languages, with questions to answer."""
    installation = Installation()
    try:
        steps.import_posts(installation, QUESTIONS, "--our", "@tea")
        yield installation
    finally:
        installation.stop()


def look(guest: Visitor, where: str) -> list[str]:
    """What is wrong with the page that the visitor is on: sideways, and to axe at both sizes and in both schemes."""
    found = []
    for size in (NARROWEST, PHONE, WIDE):
        guest.page.set_viewport_size(size)  # type: ignore[arg-type]
        sideways = guest.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{where} at {size['width']}: {sideways} px too wide"] * (sideways > 0)
        below = guest.page.evaluate(BELOW_THE_FRAME)
        found += [f"{where} at {size['width']}: scrolls {below} px into nothing"] * (below > 0)
        cut_off = guest.page.evaluate(CUT_OFF)
        found += [f"{where} at {size['width']}: {words!r} is cut off" for words in cut_off]
        if size is NARROWEST:
            continue
        guest.page.emulate_media(color_scheme="light")
        found += [f"{where} at {size['width']}, light: {barrier}" for barrier in guest.barriers()]
        guest.page.emulate_media(color_scheme="dark")
        found += [f"{where} at {size['width']}, dark: {barrier}" for barrier in guest.barriers(OF_COLOURS)]
    return found


def visit(guest: Visitor, earshot: Installation, path: str, status: int = 200) -> list[str]:
    answer = guest.page.goto(earshot.address + path)
    assert answer is not None
    wrong = [] if answer.status == status else [f"{path}: answers {answer.status}, not {status}"]
    return [*wrong, *look(guest, path)]


def make_an_import(guest: Visitor) -> Iterator[str]:
    """Upload a file, and look at every page on the way."""
    page = guest.page
    steps.go(guest, "Imports")
    page.locator("input[type=file]").set_input_files(
        {"name": f"posts-{guest.language}.csv", "mimeType": "text/csv", "buffer": CSV.encode()}
    )
    page.get_by_label(guest.says("History: opens no conversation, sends no notice, starts no clock")).check()
    steps.press(guest, "Look at it")
    expect(page.locator("main")).to_contain_text("桂花凍")
    yield from look(guest, "look at an import")
    page.get_by_role("button", name=guest.says("Import"), exact=True).click()
    expect(page.locator("#progress")).to_contain_text("3", timeout=30_000)


def make_a_channel(guest: Visitor) -> None:
    """One whose server nobody runs: its row says so."""
    steps.go(guest, "Channels")
    guest.page.locator("main a[href$='/add/bluesky/']").click()
    steps.fill(guest, "Name", f"Stream {guest.language}")
    steps.open_advanced(guest)
    steps.fill(guest, "Stream addresses", f"ws://127.0.0.1:{free_port()}")
    steps.press(guest, "Connect")
    expect(guest.page.get_by_role("row", name=f"Stream {guest.language}")).to_be_visible()


def add_watch(guest: Visitor) -> None:
    """Of one's own, on the page of the watches; it finds the questions that are there."""
    steps.go(guest, "Watches")
    guest.page.locator("[name=words]").fill("批 OR jelly")
    steps.press(guest, "Watch")
    expect(guest.page.locator("#watched")).to_be_visible()


def add_campaign(guest: Visitor) -> None:
    """One that runs now, for a month."""
    today = datetime.now(UTC).date()
    steps.go(guest, "Campaigns")
    guest.page.locator("main a[href$='/campaigns/add/']").first.click()
    page = guest.page
    page.locator("[name=name]").fill(f"Season {guest.language}")
    page.locator("[name=message]").fill("Slow down for a cup of tea.")
    page.locator("[name=starts_at]").fill(f"{today - timedelta(days=10)}T09:00")
    page.locator("[name=ends_at]").fill(f"{today + timedelta(days=20)}T09:00")
    steps.press(guest, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Season {guest.language}")


def begin_a_backtest(guest: Visitor) -> None:
    """Of the policy in force against itself; it is over before long."""
    steps.go(guest, "Responsibility")
    steps.press(guest, "Backtest on 90 days")
    expect(guest.page.locator("#policy-backtest table").first).to_be_visible(timeout=30_000)


def things(guest: Visitor, earshot: Installation) -> dict[str, list[str]]:
    """What stands in the places of the rows' paths, as the listings link to it."""
    places = {"topic": "topics", "channel": "channels", "import": "imports", "member": "people", "watch": "watches"}
    places |= {"campaign": "campaigns", "backtest": "policy/backtests"}
    found = {name: links(guest, earshot, listing, rf"/{listing}/(\d+)/$")[:1] for name, listing in places.items()}
    found["kind"] = links(guest, earshot, "channels", r"/channels/add/([\w-]+)/$")
    found["conversation"] = links(guest, earshot, "inbox", r"/inbox/c/(\d+)/")[:1]
    return found


def links(guest: Visitor, earshot: Installation, listing: str, form: str) -> list[str]:
    guest.page.goto(f"{earshot.address}{HOME}{listing}/")
    hrefs = guest.page.locator("main a").evaluate_all("all => all.map((each) => each.getAttribute('href') || '')")
    found = [match[1] for href in hrefs if (match := re.search(form, href))]
    assert found, f"{listing}: no link like {form}"
    return list(dict.fromkeys(found))


def filled(path: str, there: dict[str, list[str]]) -> list[str]:
    """The path with each of what stands in its place."""
    name = re.search(r"{(\w+)}", path)
    return [path.replace(name[0], one) for one in there[name[1]]] if name else [path]


def sign_in_again(guest: Visitor, earshot: Installation) -> None:
    """By a fresh link: each makes the one before useless."""
    steps.sign_in_by(guest, earshot.command("link", "--url", earshot.address).stdout.split()[0])


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_no_page_is_in_anybodys_way(language: str, browser: Browser, running: Installation) -> None:
    wrong: list[str] = []
    with visitor(browser, language) as guest:
        sign_in_again(guest, running)
        wrong += make_an_import(guest)
        steps.add_topic(guest, f"jelly-{language}", "osmanthus OR 桂花")
        make_a_channel(guest)
        add_watch(guest)
        add_campaign(guest)
        begin_a_backtest(guest)
        there = things(guest, running)
        for row in [row for rows in ROWS.values() for row in rows]:
            for path in filled(row, there):
                wrong += visit(guest, running, path)
        for path in MISSING:
            wrong += visit(guest, running, path, 404)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_no_page_is_in_a_strangers_way(language: str, browser: Browser, running: Installation) -> None:
    wrong: list[str] = []
    handle = f"jun-{language}"
    with visitor(browser, language) as guest, visitor(browser, language) as stranger:
        sign_in_again(guest, running)
        link = steps.invite(guest, "Jun", handle)
        wrong += look(guest, "people with an invitation")
        for path in [path for paths in OF_STRANGERS.values() for path in paths]:
            wrong += visit(stranger, running, path)
        wrong += visit(stranger, running, "/join/nothing/", 404)
        stranger.page.goto(link)
        wrong += look(stranger, "join")
        steps.join(stranger, link, f"{handle}@home.test")
        wrong += visit(stranger, running, HOME)
        wrong += visit(stranger, running, f"{HOME}audit/", 403)
    assert not wrong, "\n".join(wrong)


def test_every_address_has_its_row(browser: Browser, running: Installation) -> None:
    """What has none must be an act: it answers no GET."""
    rows = {**ROWS, **OF_STRANGERS}
    names = {each.name for each in addresses()}
    assert not [name for name in (*rows, *NOT_PAGES) if name not in names], "there is no such address any more"
    for name, paths in rows.items():
        for path in paths:
            assert resolve(re.sub(r"{\w+}", "1", path.partition("?")[0])).url_name == name, path
    with visitor(browser, "en") as guest:
        sign_in_again(guest, running)
        left = [each for each in addresses() if each.name not in rows and each.name not in NOT_PAGES]
        asked = {each: guest.page.request.get(running.address + each.example).status for each in left}
    unseen = {f"{each.name} {each.example}": status for each, status in asked.items() if status != 405}
    assert not unseen, f"pages without a row in tests/journeys/pages.py: {unseen}"
