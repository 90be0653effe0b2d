"""From a post on Bluesky's own network (on loopback) until it is a conversation that can be answered, as an open page
of the inbox is told by its event stream. Skipped, with the reason, where the network's servers are not installed.

The clock starts before the author's data server is asked to take the post, so its share is in the figures: the server
stores it, tells the firehose, the bridge makes a Jetstream event of it, Earshot hears, matches, understands, stores,
decides and publishes. ``latency:100`` for a hundred posts.
"""

from __future__ import annotations

import os
import queue
import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.servers.bluesky import PROJECT, BlueskyNetwork, BlueskyPerson
from tests.servers.jetstream import JetstreamBridge
from tests.servers.node import installed
from tests.servers.processes import ServerFailed

from bench import figures
from bench.installation import Up
from bench.visitor import Told, Visitor

POSTS = 30
WORD = "quillfeather"
LIMIT = 30.0
"""Seconds after which a post is called lost."""
Arrived = tuple[float, Told]


def main(count: int) -> None:
    if not installed(PROJECT, "bluesky"):
        print("skipped: Bluesky's servers are not installed here; `make contract` installs them (below .servers)")
        return
    with ExitStack() as stack:
        try:
            network = stack.enter_context(BlueskyNetwork())
            bridge = stack.enter_context(JetstreamBridge(network.pds))
        except ServerFailed as failed:
            print(f"skipped: Bluesky's servers do not start here: {failed}")
            return
        up = stack.enter_context(Up(Path(os.environ["EARSHOT_HOME"]) / "home"))
        up.until_page(), up.until_link()
        measure(Visitor(up.link), network, bridge, count)


def measure(colleague: Visitor, network: BlueskyNetwork, bridge: JetstreamBridge, count: int) -> None:
    connect(colleague, network, bridge, network.person())
    author, events = network.person(), listen(colleague)
    once(author, "the first one, not counted", colleague, events)
    found = []
    for number in range(count):
        time.sleep(random.Random(number).uniform(0.1, 0.6))
        found.append(once(author, f"was late again, number {number}", colleague, events))
    figures.quantiles("a post, until the open inbox is told of it", [told for told, _ in found])
    figures.quantiles("a post, until its page with the composer was read", [shown for _, shown in found])


def connect(colleague: Visitor, network: BlueskyNetwork, bridge: JetstreamBridge, brand: BlueskyPerson) -> None:
    """The public stream, an account to answer with, and a topic; through the pages."""
    stream = {"setting-jetstream": bridge.url, "setting-appview": network.appview}
    colleague.send("channels/add/bluesky/", name="Public stream", **stream)
    account = {"setting-handle": brand.handle, "setting-app_password": brand.app_password()}
    colleague.send("channels/add/bluesky/", name="Brand account", **account, **{"setting-service": network.pds})
    colleague.send("topics/add/", name="brand", query=WORD)
    bridge.wait_for_clients()


def listen(colleague: Visitor) -> queue.Queue[Arrived]:
    """What the stream of an open inbox tells, with the instant (``perf_counter``) at which each line was read."""
    told: queue.Queue[Arrived] = queue.Queue()
    events = colleague.follow("inbox/open/")
    threading.Thread(target=_pass_on, args=(events, told), daemon=True).start()
    return told


def _pass_on(events: Iterator[Told], told: queue.Queue[Arrived]) -> None:
    for event in events:
        told.put((time.perf_counter(), event))


def once(author: BlueskyPerson, words: str, colleague: Visitor, events: queue.Queue[Arrived]) -> tuple[float, float]:
    """Seconds from a post until it was told as a new conversation, and until the page to answer it on was read."""
    began = time.perf_counter()
    author.post(f"{WORD} {words}")
    at, event = next_conversation(events)
    page = colleague.open(f"inbox/c/{event.ref}/")
    shown = time.perf_counter()
    if words not in page or 'id="reply-text"' not in page:  # the word itself is marked in the page
        raise SystemExit(f"conversation {event.ref} is not the post, or cannot be answered")
    return at - began, shown - began


def next_conversation(events: queue.Queue[Arrived]) -> Arrived:
    """The next new conversation; everything else is passed over."""
    while True:
        try:
            at, event = events.get(timeout=LIMIT)
        except queue.Empty:
            raise SystemExit(f"a post was not told within {LIMIT:.0f} s") from None
        if event.kind == "conversation.new":
            return at, event


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else POSTS)
