"""The sample company, page by page: nothing empty, nothing broken, nothing left in another language.

Which pages there are tell the resolver and ``tests.journeys.pages``, as for every other workspace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, expect

from earshot.features.sample.company import company
from tests.journeys.browser import Visitor, visitor
from tests.journeys.installation import Installation
from tests.journeys.pages import HOME, ROWS
from tests.journeys.steps import sign_in_by

SAMPLE = "/w/sample/"
LISTINGS: Mapping[str, str] = {
    "topic": "topics", "channel": "channels", "import": "imports", "member": "people", "watch": "watches",
    "campaign": "campaigns", "conversation": "inbox/open", "backtest": "policy/backtests",
}  # fmt: skip
NOT_OF_THE_SAMPLE = frozenset(
    (
        "home", "me", "phone", "styleguide", "account_logout", "start", "start-step", "start-done", "sample",
    )
)  # fmt: skip
"""Pages of the person, of the house, and the first run, whose questions a sample has answered."""
NOTHING_FOUND = ("?q=late+AND",)
"""Searches that are wrong on purpose."""
BROKEN = """() => [
  ...[...document.images].filter((each) => each.complete && !each.naturalWidth).map((each) => each.src),
  ...[...document.querySelectorAll("svg use")].filter((each) => !each.getBBox().width && !each.getBBox().height
    && each.getClientRects().length).map((each) => each.getAttribute("href")),
]"""
"""Pictures that did not come, and signs whose drawing is not in the sprite."""
EMPTY_TABLES = """() => [...document.querySelectorAll("main table, main ol, main ul, main dl")]
  .filter((each) => each.offsetParent && !each.closest("[aria-hidden=true]")
    && !each.children.length && !each.hidden && each.textContent.trim() === ""
    && each.getBoundingClientRect().height > 0).map((each) => each.outerHTML.slice(0, 120))"""
BACKTESTED = """async (address) => (await (await fetch(address)).text()).includes('<td class="num">')"""
"""Whether the draft of the sample's policy has been replayed: that begins when the four weeks have been told."""
UNSAID = re.compile(r"%\(\w+\)[sd]|\{\{|\{%|\bNone\b|Traceback")
"""What no page may show: parts of a sentence that were not filled in."""


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    """One installation for all languages: each makes a sample of its own and removes it."""
    installation = Installation()
    yield installation
    installation.stop()


def begin(guest: Visitor, earshot: Installation) -> None:
    """Sign in, ask for the sample, and wait until its four weeks have been told and replayed."""
    sign_in_by(guest, earshot.command("link", "--url", earshot.address).stdout.split()[0])
    guest.page.goto(f"{earshot.address}{HOME}start/")
    guest.page.locator("form[action$='/sample/begin/'] button:visible").first.click()
    guest.page.wait_for_url(re.compile(r"/w/sample/$"), timeout=240_000)
    guest.page.wait_for_function(BACKTESTED, arg=f"{SAMPLE}policy/backtests/", timeout=60_000)


def paths(guest: Visitor, earshot: Installation) -> Iterator[str]:
    """Every page of a workspace, with something of the sample in each place."""
    there = {name: first(guest, earshot, listing) for name, listing in LISTINGS.items()} | {"kind": "feeds"}
    for name, rows in ROWS.items():
        if name not in NOT_OF_THE_SAMPLE:
            for row in rows:
                if not row.endswith(NOTHING_FOUND):
                    yield row.replace(HOME, SAMPLE).format(**there)


def first(guest: Visitor, earshot: Installation, listing: str) -> str:
    """The number of the first thing that a listing links to."""
    guest.page.goto(f"{earshot.address}{SAMPLE}{listing}/")
    hrefs = guest.page.locator("main a").evaluate_all("all => all.map((each) => each.getAttribute('href') || '')")
    form = r"/inbox/c/(\d+)/" if listing.startswith("inbox") else rf"/{listing}/(\d+)/$"
    found = [match[1] for href in hrefs if (match := re.search(form, href))]
    assert found, f"{listing}: there is nothing"
    return found[0]


def wrong_with(guest: Visitor, path: str) -> list[str]:
    """What a newcomer would stumble over on the page that is open."""
    page = guest.page
    guest.settle()
    empty = [each for each in page.locator("main .empty:visible").all() if not is_invitation(guest, each.inner_text())]
    found = [f"{path}: empty: {each.inner_text()[:80]!r}" for each in empty]
    found += [f"{path}: broken: {each}" for each in page.evaluate(BROKEN)]
    found += [f"{path}: nothing in {each}" for each in page.evaluate(EMPTY_TABLES)]
    text = page.locator("body").inner_text()
    found += [f"{path}: unsaid: {each!r}" for each in UNSAID.findall(text)]
    language = page.locator("html").get_attribute("lang") or ""
    found += [f"{path}: in {language}"] * (language.lower() != guest.language)
    return found + [f"{path}: in English: {each!r}" for each in left_in_english(guest, text)]


def is_invitation(guest: Visitor, text: str) -> bool:
    """Whether it only says that no conversation is open yet, or that no notice waits: the story's past rings nobody, so
    that there is none before the first post has arrived, a minute after the beginning."""
    return any(guest.says(words) in text for words in ("No conversation is open", "Nothing waits for you here"))


def left_in_english(guest: Visitor, text: str) -> list[str]:
    """Names of the company that the reader's language has another word for."""
    if guest.language == "en":
        return []
    names = [row["en"] for word, row in company().words.items() if word.startswith("rule_")]
    names += [topic["title"]["en"] for topic in company().topics] + [each["name"]["en"] for each in company().campaigns]
    return [name for name in names if len(name) > 5 and name in text]


@pytest.mark.parametrize(
    ("language", "scheme", "wide"), [("en", "light", True), ("zh-hant", "light", True), ("zh-hans", "dark", False)]
)
def test_every_page_of_the_sample_has_something_to_say(
    language: str, scheme: str, wide: bool, browser: Browser, running: Installation
) -> None:
    wrong: list[str] = []
    with visitor(browser, language, scheme=scheme, wide=wide) as guest:
        begin(guest, running)
        expect(guest.page.locator("#sample-strip")).to_be_visible()
        for path in list(paths(guest, running)):
            answer = guest.page.goto(running.address + path)
            assert answer is not None
            wrong += [f"{path}: answers {answer.status}"] * (answer.status != 200)
            wrong += wrong_with(guest, path)
            wrong += [f"{path}: {barrier}" for barrier in guest.barriers()]
        guest.page.goto(f"{running.address}{SAMPLE}")
        guest.page.locator("#sample-strip form button").click()
        guest.page.wait_for_url(re.compile(r"/w/home/"))
        assert guest.page.request.get(running.address + SAMPLE).status == 404
    assert not wrong, "\n".join(wrong)
