"""Hostile posts through the real road, on every page that shows them: nothing runs, and the words stand there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, Dialog, expect

from tests.journeys import steps
from tests.journeys.browser import PHONE, Visitor, visitor
from tests.journeys.hostile_posts import NAME, RUNS, SET_ASIDE, TEXTS, as_shown, posts
from tests.journeys.installation import Installation
from tests.servers.bluesky import BlueskyNetwork
from tests.servers.jetstream import JetstreamBridge

TO_A_THREAD = 700
WATCH = """
globalThis.violations = [];
addEventListener("securitypolicyviolation", (event) =>
  violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
TRACES = """() => {
  const all = [...document.querySelectorAll("*")];
  const tag = (each) => each.outerHTML.slice(0, 200);
  return {
    violations,
    ran: typeof hostile === "undefined" ? [] : [String(hostile)],
    handlers: all.filter((each) => [...each.attributes].some((one) => /^on/i.test(one.name))).map(tag),
    strangers: [...document.querySelectorAll(
      "main script, main style, iframe, object, embed, base, main img, main video, body meta, body link, math, svg a, template template, marquee",
    )].map(tag),
    marked: [...document.querySelectorAll(".post .words *")].filter((each) => !each.matches("mark")).map(tag),
    links: [...document.querySelectorAll("[href], [action], [formaction], [src]")]
      .flatMap((each) => ["href", "action", "formaction", "src"].map((name) => each.getAttribute(name)).filter(Boolean))
      .filter((address) => !/^https?:$/.test(new URL(address, location.href).protocol)),
  };
}"""


class Watcher:
    """A visitor who notices whatever a page does that nobody asked for."""

    def __init__(self, guest: Visitor, earshot: Installation) -> None:
        self.guest, self.earshot, self.page = guest, earshot, guest.page
        self.page.on("dialog", self._interrupted)
        self.page.on("request", lambda request: self._asked(request.url))

    def _interrupted(self, dialog: Dialog) -> None:
        self.guest.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _asked(self, url: str) -> None:
        if not url.startswith((self.earshot.address, "data:", "blob:")):
            self.guest.complaints.append(f"asked for {url}")

    def go(self, path: str) -> None:
        """A page below the workspace, looked over."""
        self.page.goto(f"{self.earshot.address}/w/home/{path}")
        self.look_over()

    def look_over(self) -> None:
        traces = self.page.evaluate(TRACES)
        assert not any(traces.values()), (self.page.url, {name: found[:5] for name, found in traces.items() if found})
        assert not self.guest.complaints, (self.page.url, self.guest.complaints[:5])
        assert self.page.title().endswith("Earshot")

    def words(self, selector: str = "#timeline .post .words") -> list[str]:
        return self.page.locator(selector).all_text_contents()

    def rows(self, path: str) -> list[tuple[str, str]]:
        """(address, words) of every row of a list, over all its pages."""
        self.go(path)
        while self.page.locator("[data-more]").count():
            before = self.page.locator("#rows [data-row]").count()
            self.page.locator("[data-more]").click()
            expect(self.page.locator("#rows [data-row]").nth(before)).to_be_attached()
        self.look_over()
        return [
            (row[0].split("/w/home/", 1)[1], row[1])
            for row in self.page.locator("#rows [data-row]").evaluate_all(
                '(all) => all.map((each) => [each.href, each.querySelector(".e").textContent])'
            )
        ]


@pytest.fixture(scope="module")
def watcher(browser: Browser) -> Iterator[Watcher]:
    """Signed in, with the hostile posts uploaded in the browser as work."""
    earshot = Installation()
    try:
        with visitor(browser, "en", first=WATCH) as guest:
            steps.sign_in(guest, earshot)
            yield Watcher(guest, earshot)
    finally:
        earshot.stop()


@pytest.fixture(scope="module")
def imported(watcher: Watcher) -> Watcher:
    """The file is looked at, imported as work, and what was set aside is shown."""
    page, guest = watcher.page, watcher.guest
    file = watcher.earshot.home / "hostile<img src=x>.jsonl"
    lines = [json.dumps(post) for post in posts()]
    file.write_text("\n".join([*lines[:1], *SET_ASIDE, *lines[1:]]) + "\n", "ascii")
    watcher.go("imports/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label(guest.says("Work: each post is decided, and deadlines start now")).check()
    steps.press(guest, "Look at it")
    expect(page.locator("main")).to_contain_text(TEXTS[0])
    watcher.look_over()
    guest.looks("30-hostile-look")
    page.get_by_role("button", name=guest.says("Import"), exact=True).click()
    expect(page.locator("#progress")).to_contain_text(
        f"{len(TEXTS) + len(SET_ASIDE)} of {len(TEXTS) + len(SET_ASIDE)}", timeout=60_000
    )
    page.reload()
    watcher.look_over()
    guest.looks("31-hostile-imported")
    return watcher


def test_what_is_set_aside_stands_there_and_is_no_formula(imported: Watcher) -> None:
    page = imported.page
    said = page.locator("main").inner_text()
    for line in SET_ASIDE:
        assert line[:150] in said
    link = page.get_by_role("link", name=imported.guest.says("All of them as CSV")).get_attribute("href")
    answer = page.request.get(f"{imported.earshot.address}{link}")
    rows = list(csv.reader(io.StringIO(answer.body().decode("utf-8-sig"))))[1:]
    for row, line in zip(rows, SET_ASIDE, strict=True):
        if row[2]:  # the row as it stood: nothing could cut it into columns
            assert row[2].lstrip("'") == line
        else:
            assert set(json.loads(line).values()) <= set(row[3:])
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "attachment" in answer.headers["content-disposition"]


def test_every_text_stands_in_the_list_and_in_its_conversation(imported: Watcher) -> None:
    rows = imported.rows("inbox/watching/") + imported.rows("inbox/open/")
    imported.guest.looks("32-hostile-list")
    assert {words for _, words in rows} == {as_shown(text)[:200] for text in TEXTS}
    expected = sorted(map(as_shown, TEXTS))
    shown: list[str] = []
    for number, (path, _) in enumerate(rows):
        imported.go(path)
        shown += imported.words()
        if number % 10 == 0:
            assert imported.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert sorted(shown) == expected
    imported.guest.looks("33-hostile-conversation")


def test_names_do_not_turn_what_stands_beside_them(imported: Watcher) -> None:
    imported.go("inbox/watching/")
    kinds = imported.page.locator("#rows b").evaluate_all(
        "(all) => [...new Set(all.map((each) => getComputedStyle(each).unicodeBidi))]"
    )
    assert set(kinds) <= {"isolate", "plaintext"}


def test_the_longest_words_fit_a_phone(browser: Browser, imported: Watcher) -> None:
    page = imported.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    rows = imported.rows("inbox/watching/") + imported.rows("inbox/open/")
    for path in ("inbox/watching/", *(path for path, words in rows if len(words) > 190)):
        imported.go(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    imported.guest.looks("34-hostile-phone")
    page.set_viewport_size({"width": 1440, "height": 900})


def test_searches_queries_and_the_trail_say_it_back(imported: Watcher) -> None:
    page, guest = imported.page, imported.guest
    for text in (*TEXTS[:12], *TEXTS[27:34]):
        imported.go(f"inbox/?q={quote(text)}")
        assert page.locator("#q").input_value() == text.strip()
    imported.go("topics/add/")
    steps.fill(guest, "Name", "hostile")
    steps.fill(guest, "Query", f'"{RUNS}" OR "7*7"')
    expect(page.locator("#topic-count")).to_contain_text("onerror=")
    imported.look_over()
    steps.press(guest, "Save")
    expect(page.get_by_role("row", name="hostile")).to_be_visible()
    imported.go("topics/add/")
    steps.fill(guest, "Name", "broken")
    steps.fill(guest, "Query", f"{NAME} AND (")
    expect(page.locator("#topic-findings .bad")).to_be_visible()
    imported.look_over()

    link = steps.invite(guest, NAME, "img")
    assert link
    imported.look_over()
    expect(page.get_by_role("row", name=NAME)).to_be_visible()
    path, _ = imported.rows("inbox/watching/")[0]
    imported.go(path)
    page.keyboard.press("n")
    page.locator("#note-text").fill(TEXTS[2])
    page.keyboard.press("Control+Enter")
    expect(page.locator("#timeline .intern")).to_contain_text(TEXTS[2])
    page.keyboard.press("t")
    page.keyboard.insert_text(NAME[:60])
    page.keyboard.press("Enter")
    expect(page.locator("#context")).to_contain_text(NAME[:60])
    imported.look_over()
    imported.go("audit/")
    expect(page.locator("main")).to_contain_text(NAME[:60])
    guest.looks("35-hostile-trail")


def corpus(realdata: Path) -> list[str]:
    """Every payload of the collections, one a text."""
    lines = (realdata / "xss/payloads.txt").read_text("utf-8", errors="replace").split("\n")
    return [text for text in [*lines, *json.loads((realdata / "blns/blns.json").read_text())] if text.strip()]


def test_the_whole_corpus_stands_there(imported: Watcher, realdata: Path) -> None:
    texts = corpus(realdata)
    assert len(texts) > 5000
    told = steps.import_posts(imported.earshot, list(as_threads(texts)))
    assert f"{len(texts):,} posts added, 0 duplicates, 0 rows set aside" in told
    rows = imported.rows("inbox/watching/") + imported.rows("inbox/open/")
    shown: list[str] = []
    for path, _ in rows:
        imported.go(path + "&everything=1")
        thread = imported.words()
        if len(thread) > 100:
            shown += thread
    assert sorted(shown) == sorted(map(as_shown, texts))


def as_threads(texts: Sequence[str]) -> Iterator[dict[str, str]]:
    """Long threads, each of one author whose name is a payload as well."""
    for number, text in enumerate(texts):
        thread = number - number % TO_A_THREAD
        name = texts[thread][:100]
        yield {
            "id": f"corpus-{number}",
            "root": f"corpus-{thread}",
            "reply_to": f"corpus-{thread}" if thread != number else "",
            "text": text,
            "author": f"corpus{thread}",
            "author_name": name,
            "network": "forum",
        }


@pytest.mark.servers
def test_a_hostile_post_on_the_real_network(
    imported: Watcher, bluesky_network: BlueskyNetwork, jetstream: JetstreamBridge
) -> None:
    guest = imported.guest
    steps.connect_stream(guest, bluesky_network, jetstream.url)
    steps.add_topic(guest, "shout", "osmanthus")
    jetstream.wait_for_clients()
    fan = bluesky_network.person()
    profile = {"repo": fan.did, "collection": "app.bsky.actor.profile", "rkey": "self"}
    fan.call("com.atproto.repo.putRecord", data={**profile, "record": {"displayName": NAME, "description": TEXTS[0]}})
    text = f"osmanthus {TEXTS[2]} {TEXTS[27]}"
    link = {"$type": "app.bsky.richtext.facet#link", "uri": f"javascript:{RUNS}"}
    facets = [{"index": {"byteStart": 0, "byteEnd": 9}, "features": [link]}]
    external = {"uri": f"javascript:{RUNS}", "title": NAME, "description": TEXTS[1]}
    embed = {"$type": "app.bsky.embed.external", "external": external}
    with suppress(httpx.HTTPStatusError):  # a server may refuse the link; the words are enough
        fan.post(f"{text} linked", facets=facets, embed=embed)
    fan.post(text)
    imported.page.goto(f"{imported.earshot.address}/w/home/inbox/watching/")
    row = imported.page.locator("#rows [data-row]", has_text=text).first
    expect(row).to_be_visible(timeout=steps.HEARD_MS)
    row.click()
    expect(imported.page.locator("#timeline .words")).to_have_text(text)
    expect(imported.page.locator("#context")).to_contain_text(NAME)
    imported.look_over()
    guest.looks("36-hostile-bluesky")
