"""Live: whatever is cut on the way, state plus events equals a fresh load; and nobody else sees any of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from earshot.connectors.bluesky.stream import WITHIN
from tests.journeys import steps
from tests.journeys.browser import Visitor
from tests.journeys.live_office import Office, open_office, shown
from tests.servers.bluesky import BlueskyNetwork
from tests.servers.jetstream import JetstreamBridge
from tests.servers.waiting import until

pytestmark = pytest.mark.servers
MANY = 52
"""More than one page of the list."""
BURSTS = (range(2, 8), range(19, 25))
"""Questions whose authors go on in one go, the stream cut in their midst."""


@pytest.fixture(scope="module")
def office(browser: Browser, bluesky_network: BlueskyNetwork, jetstream: JetstreamBridge) -> Iterator[Office]:
    with open_office(browser, bluesky_network, jetstream) as office:
        yield office


def ask(office: Office, text: str, fan: int = 0) -> dict[str, str]:
    """A fan asks the brand something."""
    return office.fans[fan].mention(text, office.brand)


def they_go_on(office: Office, asked: list[dict[str, str]], numbers: range) -> None:
    """Authors add a word while the public stream, which alone tells of it, cannot be had. Then it tells of all in one go
    to whoever comes, and cuts them off behind the middle one."""
    stream = office.jetstream
    stream.refusing = True
    stream.cut()
    said = [office.fans[number % 3].reply(on_top(number), asked[number])["uri"] for number in numbers]
    until(lambda: all(map(stream.holds, said)), "the stream holds them all")
    before = len(stream.cuts)
    stream.cut_behind = said[len(said) // 2]
    stream.refusing = False
    until(lambda: len(stream.cuts) > before, "whoever listens was cut off in the midst of them")


def on_top(number: int) -> str:
    return f"osmanthus on top of {number:03}"


def open_row(guest: Visitor, text: str) -> None:
    steps.row_of(guest, text).click(timeout=steps.HEARD_MS)
    expect(guest.page.locator("#timeline")).to_contain_text(text)


def test_a_list_grown_by_events_equals_a_fresh_load(office: Office) -> None:
    mei = office.mei.page
    office.show(office.mei, "unanswered")
    office.show(office.chen, "open")
    office.show(office.stranger, "open", "second")
    trouble = {
        4: office.jetstream.cut,
        9: lambda: office.chen.context.set_offline(True),
        11: office.jetstream.cut,
        12: lambda: they_go_on(office, asked, BURSTS[0]),
        14: office.kill_pages,
        19: office.jetstream.cut,
        21: lambda: office.chen.context.set_offline(False),
        24: lambda: office.mei.context.set_offline(True),
        27: office.jetstream.cut,
        29: lambda: they_go_on(office, asked, BURSTS[1]),
        31: lambda: office.mei.context.set_offline(False),
        34: office.kill_pages,
        35: office.jetstream.cut,
        43: office.jetstream.cut,
    }
    asked: list[dict[str, str]] = []
    for number in range(MANY):
        asked.append(ask(office, f"osmanthus question {number:03}?", number % 3))
        if number % 9 == 0:
            office.fans[number % 3].reply(f"one word more on {number:03}, osmanthus", asked[number])
        trouble.get(number, lambda: None)()
    office.fans[0].edit(asked[0]["uri"], f"@{office.brand.handle} osmanthus question 000, worded anew?")
    office.fans[1].delete(asked[1]["uri"])
    was_cut_within_a_batch(office)

    expect(mei.locator("nav.side .nav a", has_text="Unanswered").locator(".n")).to_have_text(
        str(MANY - 1), timeout=steps.HEARD_MS
    )
    mei.locator("[data-more]").click()
    expect(mei.locator("#rows [data-row]")).to_have_count(MANY - 1)
    ask(office, "osmanthus, the very last question?")
    expect(steps.row_of(office.mei, "the very last")).to_be_visible(timeout=steps.HEARD_MS)
    for number in (number for burst in BURSTS for number in burst):
        expect(steps.row_of(office.mei, on_top(number))).to_be_visible(timeout=steps.HEARD_MS)
    for guest in (office.mei, office.chen):
        equals_a_fresh_load(guest, more=guest is office.mei)
    says_what_the_network_says(office, mei)
    office.mei.looks("20-live-list")


def was_cut_within_a_batch(office: Office) -> None:
    """A batch is what comes within ``WITHIN`` seconds: the stream ended sooner behind its first event, with more of it
    to come. (A machine that stood still meanwhile would spoil one of two bursts, hardly both.)"""
    cuts = office.jetstream.cuts
    assert len(cuts) == len(BURSTS)
    assert all(cut.told > 1 and cut.left for cut in cuts), cuts
    assert min(cut.seconds for cut in cuts) < WITHIN, cuts


def equals_a_fresh_load(guest: Visitor, more: bool) -> None:
    fresh = guest.new_page()
    pair: list[object] = []

    def same() -> bool:
        fresh.goto(guest.page.url)
        if more:
            fresh.locator("[data-more]").click()
            expect(fresh.locator("[data-more]")).to_have_count(0)
        pair[:] = [shown(guest.page), shown(fresh)]
        return pair[0] == pair[1]

    try:
        until(same, "what grew by events equals a fresh load")
    except AssertionError:
        assert pair[0] == pair[1]
    fresh.close()


def says_what_the_network_says(office: Office, page: Page) -> None:
    """Every question that stands on the server is in the list once, whatever was sent twice after a cut."""
    standing = [record["value"] for fan in office.fans for record in fan.records()]
    asked = sorted(number_of(each["text"]) for each in standing if "reply" not in each)
    assert sorted(map(number_of, page.locator("#rows [data-row] .e").all_inner_texts())) == asked


def number_of(text: str) -> str:
    found = re.search(r"\d{3}|very last", text)
    assert found, text
    return found.group(0)


def test_what_a_colleague_does_shows_without_a_reload(office: Office) -> None:
    mei, chen = office.mei, office.chen
    office.show_all(mei, "open")
    office.show_all(chen, "open")
    ask(office, "osmanthus for my colleague?")
    for guest in (mei, chen):
        open_row(guest, "for my colleague?")
    owner = mei.page.locator(".raci-list > span").first.inner_text()

    mei.page.keyboard.press("a")
    mei.page.locator("#h-taker").select_option(label="Chen")
    mei.page.locator("#h-why").fill("you know the batch")
    mei.page.locator("#h-why").press("Control+Enter")
    strip = chen.page.locator("#conversation-strip")
    expect(strip).to_contain_text("you know the batch")
    chen.looks("21-offered")
    strip.get_by_role("button", name=chen.says("Accept")).click()
    expect(chen.page.locator(".raci-list")).to_contain_text("Chen")
    expect(mei.page.locator(".raci-list")).to_contain_text("Chen")
    expect(steps.row_of(mei, "for my colleague?").locator(".av")).to_have_attribute("aria-label", "Chen")

    ask(office, "osmanthus to be claimed?")
    for guest in (mei, chen):
        open_row(guest, "to be claimed?")
    expect(mei.page.locator(".raci-list")).to_contain_text(owner)
    chen.page.keyboard.press("c")
    expect(mei.page.locator(".raci-list")).to_contain_text("Chen")
    expect(mei.page.locator("#conversation-head [data-keys=c]")).to_have_count(0)


def test_an_edit_and_a_deletion_on_the_network_show(office: Office) -> None:
    mei, chen = office.mei, office.chen
    office.show_all(mei, "open")
    office.show_all(chen, "open")
    edited, deleted = ask(office, "osmanthus as first worded?"), ask(office, "osmanthus soon gone?", 1)
    open_row(mei, "as first worded?")
    open_row(chen, "soon gone?")
    office.fans[0].edit(edited["uri"], f"@{office.brand.handle} osmanthus as worded anew?")
    office.fans[1].delete(deleted["uri"])
    expect(mei.page.locator("#timeline")).to_contain_text("as worded anew?", timeout=steps.HEARD_MS)
    mei.page.locator("#timeline details.before > summary").click()
    expect(mei.page.locator("#timeline .old")).to_contain_text("as first worded?")
    expect(chen.page.locator("#timeline .gone")).to_contain_text(
        re.compile(chen.says("Deleted on the network, %(time)s. Its words are not kept.", time=".*")),
        timeout=steps.HEARD_MS,
    )
    expect(chen.page.locator("#timeline")).not_to_contain_text("soon gone?")
    expect(steps.row_of(mei, "soon gone?")).to_have_count(0)
    mei.looks("22-edited")
    chen.looks("23-deleted")


def test_an_answer_outside_earshot_ends_the_turn(office: Office) -> None:
    mei, chen = office.mei, office.chen
    office.show_all(mei, "unanswered")
    asked = ask(office, "osmanthus answered elsewhere?")
    open_row(mei, "answered elsewhere?")
    office.show_all(chen, "unanswered")
    expect(steps.row_of(chen, "answered elsewhere?")).to_be_visible(timeout=steps.HEARD_MS)
    office.brand.reply("We have said it here already.", asked)
    expect(steps.row_of(chen, "answered elsewhere?")).to_have_count(0, timeout=steps.HEARD_MS)
    expect(mei.page.locator("#timeline .ours")).to_contain_text("We have said it here already.")
    expect(mei.page.locator("#timeline .ours")).to_contain_text("answered outside Earshot")
    expect(mei.page.locator("#conversation-head .due")).to_contain_text("waiting")
    mei.looks("24-answered-outside")
    office.show_all(mei, "waiting")
    expect(steps.row_of(mei, "answered elsewhere?")).to_be_visible(timeout=steps.HEARD_MS)


def test_a_page_that_is_not_told_any_more_says_so(office: Office) -> None:
    """And it goes by itself once the server is back."""
    mei, chen = office.mei, office.chen
    office.show(mei, "open")
    steps.go(chen, "Topics")
    with office.earshot.without_pages():
        for guest in (mei, chen):  # a page that follows events, and one that does not
            expect(guest.page.locator("#stale")).to_be_visible(timeout=30_000)
        mei.looks("43-stale")
        expect(mei.page.locator("#stale")).to_contain_text(re.compile(r"\d\d:\d\d"))
    for guest in (mei, chen):
        expect(guest.page.locator("#stale")).to_be_hidden(timeout=60_000)
    office.forgive_the_cuts()


def test_another_workspace_has_seen_nothing(office: Office) -> None:
    """Runs last: what the others did was to be kept from the stranger, whose page stood open all the time."""
    stranger = office.stranger.page
    ask(office, "osmanthus behind the wall?")
    office.show_all(office.mei, "open")
    row = steps.row_of(office.mei, "behind the wall?")
    expect(row).to_be_visible(timeout=steps.HEARD_MS)
    number = row.get_attribute("data-id")

    assert stranger.url.endswith("/w/second/inbox/open/"), "the page was open all the time"
    expect(stranger.locator("#rows [data-row]")).to_have_count(0)
    stranger.wait_for_function("overheard.opened >= 1")  # the stranger's page does follow events
    assert stranger.evaluate("overheard") == []
    assert "osmanthus" not in stranger.content()

    address = office.earshot.address
    for path in ("", f"inbox/c/{number}/", "people/", "channels/", "topics/jelly/", "events"):
        answer = stranger.request.get(f"{address}/w/home/{path}")
        assert answer.status == (204 if path == "events" else 404), path
        assert "osmanthus" not in answer.text()
    assert stranger.request.get(f"{address}/w/second/inbox/c/{number}/").status == 404
    assert claim_of(stranger, f"/w/second/inbox/c/{number}/claim/") == 404
    assert claim_of(stranger, f"/w/home/inbox/c/{number}/claim/") == 404
    for path in ("", "inbox/?q=osmanthus", "topics/", "channels/", "audit/", "people/"):
        stranger.goto(f"{address}/w/second/{path}")
        expect(stranger.locator("nav.side")).to_be_visible()
        said = stranger.locator("main").inner_text()
        assert "jelly" not in said and "Chen" not in said and "question" not in said, path
    office.stranger.looks("25-stranger")


def claim_of(page: Page, path: str) -> int:
    """The status of a claim sent with the page's own token."""
    return int(
        page.evaluate(
            """async (path) => {
                 const body = new URLSearchParams({csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]").value});
                 return (await fetch(path, {method: "POST", body})).status;
               }""",
            path,
        )
    )
