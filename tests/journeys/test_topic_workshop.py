"""The topic workshop: a query is written with an error, mended, tried, judged by labels, widened by what the data proposes,
saved, and found again among its versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.browser import PHONE, Visitor, visitor
from tests.journeys.installation import Installation
from tests.journeys.test_hands import PAGE_LIMIT, SCRIPT_LIMIT

WORDS = ("The osmanthus jelly", "My osmanthus jelly", "Another osmanthus jelly", "This osmanthus jelly")
ENDS = ("was late again", "came with a wire in it", "is the best of the season", "melts in the bag")
POSTS = [
    {"id": f"test://jelly/{number}", "text": f"{WORDS[number % 4]} {ENDS[number // 4 % 4]}, shop {number}.", "network": "web"}
    for number in range(24)
] + [
    {"id": f"test://slip/{number}", "text": f"Who sells osmantus jelly in street {number}?", "network": "web"}
    for number in range(6)
] + [
    {"id": f"test://other/{number}", "text": f"Rain over harbour {number} all day long.", "network": "web"}
    for number in range(12)
]  # fmt: skip
COMPOSED = """(area) => {
  area.focus();
  area.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
  area.value = "ㄍㄨㄟˋ";
  area.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
}"""


@pytest.fixture(scope="module")
def earshot() -> Iterator[Installation]:
    """With a few dozen posts to look at."""
    installation = Installation()
    yield installation
    installation.stop()


@pytest.fixture(scope="module")
def mei(browser: Browser, earshot: Installation) -> Iterator[Visitor]:
    """Signed in, at the page of a topic that is saved."""
    with visitor(browser, "en") as guest:
        steps.sign_in(guest, earshot)
        steps.import_posts(earshot, POSTS)
        steps.add_topic(guest, "jelly", "osmanthus jelly")
        guest.page.get_by_role("row", name="jelly").get_by_role("link").first.click()
        expect(guest.page.locator("[data-topic][data-ready]")).to_be_attached()
        yield guest


def query(page: Page) -> Any:
    return page.locator("#id_query")


def test_a_query_from_its_error_to_its_version(mei: Visitor) -> None:
    page = mei.page
    expect(page.locator("[data-count=matches]")).to_have_text("24")
    expect(page.locator("#topic-receivers .trace")).to_be_visible()
    query(page).fill("osmanthus AND")
    expect(page.locator("#topic-findings .bad")).to_contain_text("A term is missing after AND.")
    expect(page.locator(".qed-paper .err")).to_have_text("AND")
    expect(query(page)).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Remove AND").click()
    expect(query(page)).to_have_value("osmanthus")
    expect(query(page)).to_be_focused()
    expect(page.locator("#query-state")).to_contain_text("can be saved")
    expect(page.locator("[data-count=matches]")).to_have_text("24")
    mei.looks("60-workshop")

    page.keyboard.press("Escape")
    page.locator("body").press("j")
    first = page.locator("#found-matches [data-post]").first
    expect(first).to_be_focused()
    for key in "yyyx":
        with page.expect_response(re.compile(r"/label/$")):
            page.keyboard.press(key)
    expect(page.locator("#found-matches [data-word=right][aria-pressed=true]")).to_have_count(3)
    expect(page.locator("#topic-facts")).to_contain_text("75%")
    expect(page.locator("#topic-facts")).to_contain_text("95% interval")

    page.locator("[data-tab=proposals]").click()
    proposal = page.locator("#topic-proposals .proposal", has_text="osmantus").first
    expect(proposal).to_contain_text("another spelling")
    mei.looks("61-workshop-proposals")
    proposal.get_by_role("button").click()
    expect(query(page)).to_have_value(re.compile("osmantus"))
    expect(page.locator("[data-count=gained]")).to_have_text("6")

    page.locator("#topic-note input").fill("People forget the h.")
    page.keyboard.press("Control+s")
    expect(page.locator(".toasts, .strip")).to_contain_text(["Saved as version 2. 6 posts more, 0 posts fewer"])
    page.get_by_role("link", name="2 versions").click()
    expect(page.locator("main ins")).to_contain_text(["osmantus"])
    expect(page.locator("main")).to_contain_text("People forget the h.")
    mei.looks("62-workshop-versions")
    page.get_by_role("link", name="Version 1").click()
    mei.looks("62-workshop-version")
    page.get_by_role("button", name="Restore").click()
    expect(query(page)).to_have_value("osmanthus jelly")


def test_completion_is_by_keys_and_leaves_composition_alone(mei: Visitor, earshot: Installation) -> None:
    page = mei.page
    page.goto(f"{earshot.address}/w/home/topics/add/")
    expect(page.locator("[data-topic][data-ready]")).to_be_attached()
    query(page).focus()
    page.keyboard.type("tea kin")
    names = page.get_by_role("listbox", name="Fields and operators")
    expect(names.get_by_role("option")).to_have_count(1)
    mei.looks("63-workshop-completion")
    page.keyboard.press("Tab")
    expect(query(page)).to_have_value("tea kind:")
    expect(names.get_by_role("option")).to_contain_text(["post", "comment", "message", "review", "mail", "news"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(query(page)).to_have_attribute("aria-activedescendant", "query-name-1")
    page.keyboard.press("Enter")
    expect(query(page)).to_have_value("tea kind:comment")
    expect(names).to_be_hidden()
    page.keyboard.press("Control+z")
    expect(query(page)).to_have_value("tea kind:")
    page.keyboard.press("Escape")
    page.keyboard.type("\nAN")
    expect(names).to_be_visible()
    page.keyboard.press("Enter")
    expect(query(page)).to_have_value("tea kind:\nAN\n")

    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    query(page).fill("rain")
    expect(page.locator("[data-count=matches]")).to_have_text("12")
    mei.settle()
    asked.clear()
    query(page).evaluate(COMPOSED)
    page.wait_for_timeout(600)
    assert asked == []
    expect(names).to_be_hidden()
    expect(page.locator(".qed-paper")).to_contain_text("ㄍㄨㄟˋ")


def test_a_late_answer_never_wins(mei: Visitor, earshot: Installation) -> None:
    page = mei.page
    page.goto(f"{earshot.address}/w/home/topics/add/")
    held: list[Any] = []

    def first_waits(route: Any) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/topics/check/", first_waits)
    query(page).fill("tea AND")
    expect(page.locator(".qed-paper")).to_contain_text("tea AND")
    page.wait_for_timeout(500)
    assert held
    query(page).fill("rain")
    expect(page.locator("[data-count=matches]")).to_have_text("12")
    with page.expect_response("**/topics/check/"):
        held[0].continue_()
    mei.settle()
    expect(page.locator("#query-state")).to_contain_text("can be saved")
    expect(page.locator("#topic-findings .bad")).to_have_count(0)
    page.unroute("**/topics/check/")


def test_tests_and_reasons_show_while_one_types(mei: Visitor, earshot: Installation) -> None:
    page = mei.page
    page.goto(f"{earshot.address}/w/home/topics/add/")
    query(page).fill("rain NOT harbour")
    page.locator(".topic-tests > summary").click()
    page.get_by_label("Text of the test").first.fill("Rain over the harbour")
    expect(page.locator("[data-outcome] .bad")).to_contain_text("fails")
    query(page).fill("rain")
    expect(page.locator("[data-outcome] .good")).to_contain_text("holds")
    query(page).fill("rain snow")
    expect(page.locator("#query-state")).to_contain_text("can be saved")
    page.get_by_label("A post: its text, or its address").fill("Rain over the harbour")
    page.get_by_role("button", name="Explain").click()
    expect(page.locator("#topic-why")).to_contain_text("It does not match")
    expect(page.locator(".qed-paper .blamed")).to_have_text("snow")
    mei.looks("64-workshop-why")


def test_it_fits_a_phone_and_a_thin_line(browser: Browser, mei: Visitor, earshot: Installation) -> None:
    mei.page.goto(f"{earshot.address}/w/home/topics/")
    address = mei.page.get_by_role("row", name="jelly").get_by_role("link").first.get_attribute("href")
    sizes: dict[str, int] = {}
    kinds: dict[str, str] = {}
    with visitor(browser, "zh-hant", scheme="dark", like=mei) as guest:
        line = guest.context.new_cdp_session(guest.page)
        line.send("Network.enable")
        line.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event.get("type", "")}))
        line.on(
            "Network.loadingFinished", lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])})
        )
        guest.page.goto(f"{earshot.address}{address}")
        expect(guest.page.locator("[data-count=matches]")).to_have_text("24")
        guest.looks("65-workshop-dark")
        assert sum(sizes.values()) < PAGE_LIMIT
        assert sum(size for request, size in sizes.items() if kinds.get(request) == "Script") < SCRIPT_LIMIT
        guest.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        guest.looks("66-workshop-phone")
        assert guest.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_works_without_a_script(browser: Browser, mei: Visitor, earshot: Installation) -> None:
    with visitor(browser, "en", scripts=False, like=mei) as guest:
        page = guest.page
        page.goto(f"{earshot.address}/w/home/topics/add/")
        steps.fill(guest, "Name", "rain")
        steps.fill(guest, "Query", "rain AND")
        page.get_by_role("button", name="Try on what is stored").click()
        page.get_by_role("button", name="Remove AND").click()
        expect(query(page)).to_have_value("rain")
        page.get_by_role("button", name="Try on what is stored").click()
        expect(page.locator("#topic-count")).to_contain_text("12 stored posts match")
        steps.press(guest, "Save")
        expect(page.get_by_role("row", name="rain")).to_be_visible()
