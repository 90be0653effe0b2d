"""By keys alone, by touch, without a script, and over a thin line; the answers really go out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.journeys import steps
from tests.journeys.browser import Visitor, visitor
from tests.journeys.installation import Installation
from tests.servers.bluesky import BlueskyNetwork, BlueskyPerson
from tests.servers.jetstream import JetstreamBridge
from tests.servers.waiting import until

pytestmark = pytest.mark.servers
MANY = 25
CHEN = "chen@example.org"
SCRIPT_LIMIT, PAGE_LIMIT = 60_000, 100_000
"""Bytes over the line, compressed as they are sent: all scripts of a first visit, and everything of it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """``mei`` is signed in; a channel listens and answers; a colleague has a seat."""

    earshot: Installation
    mei: Visitor
    brand: BlueskyPerson
    fan: BlueskyPerson

    def asked(self, text: str) -> dict[str, str]:
        """A fan's question, once it is in the inbox."""
        post = self.fan.mention(text, self.brand)
        self.mei.page.goto(self.inbox("open"))
        expect(steps.row_of(self.mei, text)).to_be_visible(timeout=steps.HEARD_MS)
        return post

    def inbox(self, view: str) -> str:
        return f"{self.earshot.address}/w/home/inbox/{view}/"

    def answers(self, post: dict[str, str]) -> list[str]:
        """What stands on the server under that post, by our account."""
        records = [record["value"] for record in self.brand.records()]
        return [each["text"] for each in records if each.get("reply", {}).get("parent", {}).get("uri") == post["uri"]]


@pytest.fixture(scope="module")
def desk(browser: Browser, bluesky_network: BlueskyNetwork, jetstream: JetstreamBridge) -> Iterator[Desk]:
    earshot = Installation()
    try:
        with visitor(browser, "en") as mei:
            brand, fan = bluesky_network.person(), bluesky_network.person()
            steps.sign_in(mei, earshot)
            steps.connect_stream(mei, bluesky_network, jetstream.url)
            steps.connect_account(mei, bluesky_network, brand)
            with visitor(browser, "en") as chen:
                steps.join(chen, steps.invite(mei, "Chen", "chen"), CHEN)
            jetstream.wait_for_clients()
            yield Desk(earshot, mei, brand, fan)
    finally:
        earshot.stop()


def test_a_day_by_keys_alone(desk: Desk) -> None:
    wish = "想吃豆花", "請問桂花凍可以吃嗎"
    posts = [
        {"id": f"day{n}", "author": f"guest{n}", "text": f"@tea {wish[n % 5 > 0]}，第 {n} 位？", "network": "forum"}
        for n in range(MANY)
    ]
    steps.import_posts(desk.earshot, posts, "--our", "@tea")
    guest, page = desk.mei, desk.mei.page
    keys = page.keyboard
    steps.to_inbox(guest, desk.inbox("mine"))
    left = page.locator("#rows [data-row]:not(.done)")
    expect(left).to_have_count(MANY)
    for key in ("j", "j", "k"):
        keys.press(key)
    expect(page.locator("#rows [data-row]").nth(0)).to_have_attribute("aria-current", "true")
    keys.press("Enter")
    expect(page.locator("#composer")).to_be_visible()

    keys.press("n")
    keys.insert_text("先問倉庫")
    keys.press("Control+Enter")
    expect(page.locator("#timeline .intern")).to_contain_text("先問倉庫")
    on_its_way: list[Route] = []
    page.route("**/tag/", lambda route: on_its_way.append(route))
    keys.press("t")
    keys.insert_text("warehouse")
    keys.press("Enter")
    keys.press("a")  # the next key is the page's while the tag is still on its way
    expect(page.locator("#h-taker")).to_be_focused()
    on_its_way.pop().continue_()
    page.unroute("**/tag/")
    expect(page.locator("#context")).to_contain_text("warehouse")
    expect(page.locator("#h-taker")).to_be_focused()
    keys.type("Ch")
    keys.press("Tab")
    keys.insert_text("please ask them")
    keys.press("Control+Enter")
    expect(page.locator("#conversation-strip")).to_contain_text("Chen")
    guest.looks("40-keys")
    keys.press("j")
    expect(page.locator("#conversation-strip")).not_to_contain_text("Chen")
    keys.press("s")
    expect(page.get_by_role("button", name="In 1 hour").first).to_be_visible()
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator("#conversation-strip")).to_contain_text("Snoozed until")

    steps.to_inbox(guest, desk.inbox("unanswered"))
    keys.press("j")
    keys.press("Enter")
    expect(page.locator("#composer")).to_be_visible()
    for count in range(left.count(), 1, -1):
        open_one = page.locator("[data-inbox]").get_attribute("data-open")
        steps.done(guest)
        expect(page.locator(f'[data-inbox]:not([data-open="{open_one}"])')).to_be_attached()
        expect(left).to_have_count(count - 1)
        expect(page.locator("#conversation-head [data-act=done]")).to_be_visible()
    steps.done(guest)
    expect(left).to_have_count(0)

    keys.press("/")
    expect(page.locator("#q")).to_be_focused()
    keys.insert_text("豆花")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"q=%E8%B1%86%E8%8A%B1"))
    expect(page.locator("#rows [data-row]")).to_have_count(MANY // 5)
    guest.looks("41-keys-search")
    keys.press("?")
    expect(page.locator("#help")).to_be_visible()
    guest.looks("42-keys-help")
    keys.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    keys.press("Control+k")
    keys.type("topics")
    keys.press("Enter")
    page.wait_for_url(re.compile("/topics/"))
    keys.press("g")
    keys.press("i")
    page.wait_for_url(re.compile("/inbox/"))
    keys.press("g")
    keys.press("t")
    expect(page.locator("h1")).to_have_text("My turn")


def test_single_keys_are_switched_off_in_the_settings(desk: Desk) -> None:
    page = desk.mei.page
    desk.asked("do single keys rest?")
    page.goto(f"{desk.earshot.address}/me/")
    single_keys(desk.mei, on=False)
    steps.to_inbox(desk.mei, desk.inbox("open"))
    for key in ("j", "Enter", "?", "g", "t"):
        page.keyboard.press(key)
    expect(page.locator("#rows [aria-current]")).to_have_count(0)
    expect(page.locator("#help")).to_be_hidden()
    assert page.url == desk.inbox("open")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.goto(f"{desk.earshot.address}/me/")
    single_keys(desk.mei, on=True)


def single_keys(guest: Visitor, on: bool) -> None:
    """On the page of one's own settings; saved when this returns."""
    guest.page.get_by_label("Single-key shortcuts").set_checked(on)
    steps.press(guest, "Save")
    expect(guest.page.get_by_text("Saved.").first).to_be_visible()


def test_without_a_script(browser: Browser, desk: Desk) -> None:
    post = desk.asked("may I ask without a script?")
    with visitor(browser, "en", scripts=False) as guest:
        page = guest.page
        page.goto(f"{desk.earshot.address}/accounts/login/")
        page.locator("[name=login]").fill(CHEN)
        page.locator("[name=password]").fill(steps.PASSWORD)
        steps.press(guest, "Sign in")
        page.goto(desk.inbox("open"))
        steps.row_of(guest, "without a script?").click()
        expect(page.locator("#timeline")).to_contain_text("without a script?")
        claim = page.get_by_role("button", name="Claim")
        claim.click()
        expect(claim).to_have_count(0)
        page.locator(".comp label", has_text="Note").click()
        page.locator("#note-text").fill("a plain form")
        page.get_by_role("button", name="Keep the note").click()
        expect(page.locator("#timeline .intern")).to_contain_text("a plain form")
        page.locator("#pop-offer > summary").click()
        page.locator("#h-taker").select_option(index=1)
        page.locator("#pop-offer").get_by_role("button", name="Hand over").click()
        steps.press(guest, "Withdraw")
        page.locator("#reply-text").fill("Yes, plainly.")
        page.get_by_role("button", name="Send").click()
        expect(page.locator("#timeline")).to_contain_text("Yes, plainly.")
        guest.looks("43-no-script", check=False)
        expect_standing(guest, "Yes, plainly.")
        page.get_by_role("button", name="Done for all").click()
        expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    assert desk.answers(post) == ["Yes, plainly."]


def expect_standing(guest: Visitor, text: str) -> None:
    """Without a script nothing moves by itself: the page is asked for again."""
    stands = guest.page.locator("#timeline article", has_text=text).filter(has_text="Stands on Bluesky")

    def asked_again() -> bool:
        guest.page.goto(guest.page.url)
        return stands.count() > 0

    until(asked_again, f"{text!r} stands there")


@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("zh-hant", "light")])
def test_on_a_phone(browser: Browser, desk: Desk, language: str, scheme: Literal["light", "dark"]) -> None:
    post = desk.asked(f"a question to the phone ({language})?")
    with visitor(browser, language, scheme=scheme, wide=False, like=desk.mei) as guest:
        page = guest.page
        page.goto(f"{desk.earshot.address}/w/home/")
        small(guest, "44-phone-turn")
        page.goto(desk.inbox("open"))
        small(guest, "45-phone-list")
        steps.row_of(guest, f"({language})").tap()
        expect(page.locator("#timeline")).to_contain_text(f"({language})")
        small(guest, "46-phone-conversation")
        page.locator("#reply-text").tap()
        page.keyboard.insert_text("好的，馬上來。")
        small(guest, "47-phone-writing")
        page.locator("#composer form.reply [data-send]").tap()
        expect(page.locator("[data-toast]").first).to_be_visible()
        small(guest, "48-phone-undo")
        stands = guest.says("Stands on %(network)s", network="Bluesky")
        expect(page.locator("#timeline")).to_contain_text(stands, timeout=60_000)
        page.locator("[data-pane-to=ctx]").tap()
        expect(page.locator("#context")).to_be_visible()
        small(guest, "49-phone-context")
        page.locator("#context [data-pane-to=conv]").tap()
        with page.expect_response(re.compile(r"/done/$")):  # a page that is left takes its requests with it
            page.locator("#conversation-head [data-act=done] button").tap()
        page.goto(desk.inbox("done"))
        expect(steps.row_of(guest, f"({language})")).to_be_visible()
    assert desk.answers(post) == ["好的，馬上來。"]


def small(guest: Visitor, name: str) -> None:
    """Looked at, without a barrier, and nothing to scroll sideways."""
    guest.looks(name)
    wide = guest.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1], (name, wide)


def test_a_first_visit_is_light(browser: Browser, desk: Desk) -> None:
    desk.asked("how heavy is this page?")
    conversation = steps.row_of(desk.mei, "how heavy").get_attribute("href")
    for path in (desk.inbox("open"), f"{desk.earshot.address}{conversation}", f"{desk.earshot.address}/w/home/"):
        scripts, whole = first_visit(browser, desk, path)
        print(f"{path}: {scripts:,} bytes of scripts, {whole:,} in all")
        assert scripts < SCRIPT_LIMIT, (path, scripts)
        assert whole < PAGE_LIMIT, (path, whole)


def first_visit(browser: Browser, desk: Desk, address: str) -> tuple[int, int]:
    """Bytes over the line with an empty cache: of the scripts, and of everything."""
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def asked(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event.get("type", "")

    def finished(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = int(event["encodedDataLength"])

    with visitor(browser, "en", like=desk.mei) as guest:
        line = guest.context.new_cdp_session(guest.page)
        line.send("Network.enable")
        line.on("Network.responseReceived", asked)
        line.on("Network.loadingFinished", finished)
        guest.page.goto(address)
        expect(guest.page.locator("nav.side")).to_be_visible()
        guest.settle()
    assert sizes, "nothing was measured"
    scripts = sum(size for request, size in sizes.items() if kinds.get(request) == "Script")
    assert scripts, "no script was measured"
    return scripts, sum(sizes.values())
