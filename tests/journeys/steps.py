"""What visitors do, in words of the pages themselves (so a journey runs in every language)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.journeys.browser import Visitor
from tests.journeys.installation import Installation
from tests.servers.bluesky import BlueskyNetwork, BlueskyPerson

PASSWORD = "osmanthus-jelly-on-ice"
"""Of everybody who joins."""
HEARD_MS = 90_000
"""Until a post is surely heard and shown on a busy machine."""


def sign_in(guest: Visitor, earshot: Installation) -> None:
    """By the link that ``earshot up`` printed."""
    sign_in_by(guest, earshot.link)


def sign_in_by(guest: Visitor, link: str) -> None:
    """By a one-time link; where nothing is set up yet, the first run is put aside."""
    guest.page.goto(link)
    guest.page.get_by_role("button", name=guest.says("Sign in")).click()
    guest.page.wait_for_url(re.compile(r"/w/[\w-]+/(start/)?$"))
    if "/start/" in guest.page.url:
        guest.page.get_by_role("button", name=guest.says("Set up later")).click()
    expect(guest.page.locator("h1")).to_have_text(re.compile(guest.says("My turn")))


def another_workspace(earshot: Installation, slug: str, posts: Sequence[Mapping[str, object]] = (), *words: str) -> str:
    """A workspace with an owner of its own and ``posts`` as work (``words``: options of the import); their sign-in link."""
    wanted = [str(write_posts(earshot, slug, posts)), *words] if posts else []
    said = earshot.run("tests.journeys.another_workspace", slug, f"owner@{slug}.test", *wanted)
    return earshot.address + said.split()[-1]


def see_standing(guest: Visitor, reply: str, network: str) -> None:
    """The reply stands on the network, and in the open conversation once: while its outcome is looked up, what the
    network tells of it and what was sent may stand there side by side."""
    ours = guest.page.locator("#timeline .ours", has_text=reply)
    expect(ours.filter(has_text=guest.says("Stands on %(network)s", network=network))).to_have_count(1, timeout=60_000)
    expect(ours).to_have_count(1, timeout=20_000)


def invite(guest: Visitor, name: str, handle: str) -> str:
    """A seat for a colleague; the link that the page gives to copy."""
    go(guest, "People")
    guest.page.locator("#invite [name=name]").fill(name)  # in Chinese a person's name is another word
    fill(guest, "Short name", handle)
    press(guest, "Make the link")
    expect(guest.page.get_by_role("cell", name=handle, exact=True)).to_be_visible()
    return guest.page.locator("#invitation-link").input_value()


def join(guest: Visitor, link: str, email: str) -> None:
    """Accept an invitation as somebody new."""
    guest.page.goto(link)
    fill(guest, "E-mail address", email)
    fill(guest, "Password", PASSWORD)
    press(guest, "Join")
    expect(guest.page.locator("h1")).to_have_text(re.compile(guest.says("My turn")))


def import_posts(earshot: Installation, posts: Sequence[Mapping[str, object]], *words: str) -> str:
    """Through ``earshot import`` as work; what it printed."""
    file = write_posts(earshot, str(len(posts)), posts)
    answer = earshot.command("import", str(file), "--as", "work", *words)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def write_posts(earshot: Installation, name: str, posts: Sequence[Mapping[str, object]]) -> Path:
    """A file to import."""
    file = earshot.home / f"posts-{name}.jsonl"
    file.write_text("".join(json.dumps(post) + "\n" for post in posts), "ascii")
    return file


def to_inbox(guest: Visitor, address: str) -> None:
    """A page of the inbox, by its address; it answers to keys when this returns."""
    guest.page.goto(address)
    expect(guest.page.locator("[data-inbox][data-ready]")).to_be_attached()


def go(guest: Visitor, name: str) -> None:
    """By the main navigation; the other page is there when this returns."""
    link = guest.page.locator("nav.side").get_by_role("link", name=guest.says(name)).first
    with guest.page.expect_navigation(url=f"**{link.get_attribute('href')}"):
        link.click()


def fill(guest: Visitor, label: str, value: str) -> None:
    guest.page.get_by_label(guest.says(label), exact=True).fill(value)


def press(guest: Visitor, name: str) -> None:
    guest.page.get_by_role("button", name=guest.says(name), exact=True).first.click()


def open_advanced(guest: Visitor) -> None:
    """The settings that only servers of one's own need are folded away."""
    guest.page.locator("main details > summary").first.click()


def connect_stream(guest: Visitor, network: BlueskyNetwork, stream: str) -> None:
    """The public stream, without an account."""
    go(guest, "Channels")
    guest.page.locator("main a[href$='/add/bluesky/']").click()
    fill(guest, "Name", "Public stream")
    open_advanced(guest)
    fill(guest, "Stream addresses", stream)
    fill(guest, "Names and threads from", network.appview)
    press(guest, "Connect")
    expect(guest.page.get_by_role("row", name="Public stream")).to_contain_text(
        re.compile(f"{guest.says('listening')}|{guest.says('starting')}")
    )


def connect_account(guest: Visitor, network: BlueskyNetwork, brand: BlueskyPerson, server: str = "") -> None:
    """Our own account, with an app password. ``server``: what stands before its server."""
    go(guest, "Channels")
    guest.page.locator("main a[href$='/add/bluesky/']").click()
    fill(guest, "Name", "Brand account")
    fill(guest, "Handle", brand.handle)
    fill(guest, "App password", brand.app_password())
    open_advanced(guest)
    fill(guest, "Server", server or network.pds)
    press(guest, "Connect")
    expect(guest.page.get_by_role("row", name="Brand account")).to_contain_text(f"@{brand.handle}")


def add_topic(guest: Visitor, name: str, query: str) -> None:
    go(guest, "Topics")
    guest.page.get_by_role("link", name=guest.says("New topic")).first.click()
    fill(guest, "Name", name)
    fill(guest, "Query", query)
    press(guest, "Save")
    expect(guest.page.get_by_role("row", name=name)).to_be_visible()


def done(guest: Visitor, key: str = "e") -> None:
    """By its key; the server has taken it when this returns (a page that is left takes its requests with it)."""
    with guest.page.expect_response(re.compile(r"/done/$")):
        guest.page.keyboard.press(key)


def row_of(guest: Visitor, text: str) -> Locator:
    """The conversation in the list whose newest post says ``text``."""
    return guest.page.locator("[data-row]").filter(has_text=text)
