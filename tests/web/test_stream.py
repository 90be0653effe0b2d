"""The event stream: who may listen, what arrives, and that nothing is lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

import pytest
from django.test import Client

from earshot.features.people.models import Membership
from earshot.kernel.clock import HeldClock
from earshot.web import live
from earshot.web.live import stream, tail
from earshot.web.models import LiveEvent
from tests.features.factories import a_member, a_workspace

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_S = 30  # a machine may be busy with other things


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tail, "PAUSE_S", 0.01)


@pytest.fixture
def mei() -> Membership:
    return a_member(a_workspace("acme"), "mei")


def cookie(member: Membership) -> bytes:
    client = Client()
    assert member.person
    client.force_login(member.person)
    return f"earshot_session={client.cookies['earshot_session'].value}".encode()


class Page:
    """One open page: what it was sent."""

    def __init__(self) -> None:
        self.status = 0
        self.text = ""
        self._changed = asyncio.Event()
        self.closed = asyncio.Event()

    async def send(self, message: dict[str, Any]) -> None:
        self.status = message.get("status", self.status)
        self.text += message.get("body", b"").decode()
        self._changed.set()

    async def receive(self) -> dict[str, str]:
        await self.closed.wait()
        return {"type": "http.disconnect"}

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not true():
                self._changed.clear()
                await self._changed.wait()

    @property
    def events(self) -> list[tuple[int, dict[str, Any]]]:
        found = []
        for block in self.text.split("\n\n"):
            lines = dict(
                line.split(": ", 1) for line in block.splitlines() if ": " in line and not line.startswith(":")
            )
            if "data" in lines and lines.get("event") != "reload":
                found.append((int(lines["id"]), json.loads(lines["data"])))
        return found


@asynccontextmanager
async def opened(
    token: bytes, slug: str = "acme", after: int | None = None, last: int | None = None
) -> AsyncIterator[Page]:
    page = Page()
    headers = [(b"cookie", token)] + ([(b"last-event-id", str(last).encode())] if last is not None else [])
    query = b"" if after is None else f"after={after}".encode()
    scope = {"type": "http", "path": f"/w/{slug}/events", "headers": headers, "query_string": query}
    task = asyncio.create_task(stream.events(scope, page.receive, page.send))
    try:
        yield page
    finally:
        page.closed.set()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(task, PATIENCE_S)


def run(scenario: Any) -> Any:
    return asyncio.run(scenario)


async def publish(clock: HeldClock, workspace_id: int, number: int) -> None:
    await asyncio.to_thread(live.publish, clock, workspace_id, "conversation.changed", number)


def test_events_arrive_in_order_with_their_ids(mei: Membership, clock: HeldClock) -> None:
    token = cookie(mei)

    async def scenario() -> None:
        async with opened(token) as page:
            await page.until(lambda: page.status == 200 and "retry" in page.text)
            for number in range(5):
                await publish(clock, mei.workspace_id, number)
            await page.until(lambda: len(page.events) == 5)
            assert [event["ref"] for _, event in page.events] == list(range(5))
            assert [number for number, _ in page.events] == sorted(number for number, _ in page.events)
            assert page.events[0][1]["kind"] == "conversation.changed"

    run(scenario())


def test_a_reconnect_resumes_without_a_gap_and_without_repeating(mei: Membership, clock: HeldClock) -> None:
    live.publish(clock, mei.workspace_id, "conversation.new")
    token, start = cookie(mei), live.newest()

    async def scenario() -> None:
        got: list[int] = []
        last: int | None = None
        sent = 0
        for turn in range(20):
            async with opened(token, after=start, last=last) as page:
                await page.until(lambda page=page: page.status == 200)  # type: ignore[misc]
                for _ in range(3):
                    await publish(clock, mei.workspace_id, sent)
                    sent += 1
                take = 1 + turn % 3
                await page.until(lambda page=page, take=take: len(page.events) >= take)  # type: ignore[misc]
                for number, event in page.events[:take]:
                    got.append(event["ref"])
                    last = number
        async with opened(token, last=last) as page:
            await page.until(lambda: len(page.events) == sent - len(got))
            got += [event["ref"] for _, event in page.events]
        assert got == list(range(sent))

    run(scenario())


def test_an_event_meant_for_one_person_reaches_nobody_else(mei: Membership, clock: HeldClock) -> None:
    token = cookie(mei)

    async def scenario() -> None:
        async with opened(token) as page:
            await page.until(lambda: page.status == 200)
            for number, seat in enumerate((mei.pk + 1, mei.pk, 0)):
                told = partial(live.publish, clock, mei.workspace_id, "notice.new", number, only=seat)
                await asyncio.to_thread(told)
            await publish(clock, mei.workspace_id, 9)
            await page.until(lambda: any(event["ref"] == 9 for _, event in page.events))
            assert [event["ref"] for _, event in page.events] == [1, 9]

    run(scenario())


def test_only_the_own_workspace(mei: Membership, clock: HeldClock) -> None:
    other = a_workspace("other")
    token = cookie(mei)

    async def scenario() -> None:
        async with opened(token) as page:
            await page.until(lambda: page.status == 200)
            await publish(clock, other.pk, 1)
            await publish(clock, mei.workspace_id, 2)
            await page.until(lambda: len(page.events) == 1)
            assert page.events[0][1]["ref"] == 2

    run(scenario())


@pytest.mark.parametrize("case", ["nobody", "foreign", "unknown", "nonsense"])
def test_who_has_no_seat_is_told_not_to_come_back(mei: Membership, case: str) -> None:
    a_workspace("other")
    token, slug = {
        "nobody": (b"", "acme"),
        "foreign": (cookie(mei), "other"),
        "unknown": (cookie(mei), "nowhere"),
        "nonsense": (b"earshot_session=\xff; =;;", "acme"),
    }[case]

    async def scenario() -> None:
        async with opened(token, slug) as page:
            await page.until(lambda: page.status != 0)
            assert page.status == 204
            assert page.text == ""

    run(scenario())


def test_a_seat_taken_away_ends_the_stream(mei: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.05)
    token = cookie(mei)

    async def scenario() -> None:
        async with opened(token) as page:
            await page.until(lambda: "event: beat" in page.text)
            await asyncio.to_thread(Membership.objects.filter(pk=mei.pk).update, active=False)
            before = page.text
            await asyncio.sleep(0.3)
            after = page.text
            await asyncio.sleep(0.3)
            assert page.text == after
            assert after.count("event: beat") <= before.count("event: beat") + 2

    run(scenario())


@pytest.mark.parametrize("asked", [1, 10_000])
def test_an_id_that_is_not_kept_asks_to_load_anew(mei: Membership, clock: HeldClock, asked: int) -> None:
    for number in range(5):
        live.publish(clock, mei.workspace_id, "conversation.changed", number)
    first = LiveEvent.objects.order_by("id")[3].pk
    LiveEvent.objects.filter(pk__lt=first).delete()
    token = cookie(mei)

    async def scenario() -> None:
        async with opened(token, after=asked if asked > 1 else first - 3) as page:
            await page.until(lambda: "event: reload" in page.text)
            await publish(clock, mei.workspace_id, 9)
            await page.until(lambda: len(page.events) == 1)
            assert page.events[0][1]["ref"] == 9

    run(scenario())


def test_the_table_keeps_only_so_many(mei: Membership, clock: HeldClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "KEPT", 10)
    monkeypatch.setattr(live, "_TRIM_EVERY", 5)
    for number in range(40):
        live.publish(clock, mei.workspace_id, "conversation.changed", number)
    assert LiveEvent.objects.count() <= 15
    assert live.oldest() >= live.newest() - 15


def test_a_page_far_behind_is_served_from_the_table(
    mei: Membership, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tail, "MEMORY", 3)
    monkeypatch.setattr(tail, "PAGE", 4)
    token = cookie(mei)
    other = a_workspace("other")

    async def scenario() -> None:
        async with opened(token) as near:
            await near.until(lambda: near.status == 200)
            for number in range(25):
                await publish(clock, mei.workspace_id if number % 2 else other.pk, number)
            await near.until(lambda: len(near.events) == 12)
            async with opened(token, after=near.events[0][0]) as far:
                await far.until(lambda: len(far.events) == 11)
                assert far.events == near.events[1:]

    run(scenario())


def test_the_mark_of_a_page_comes_before_its_data(mei: Membership, clock: HeldClock) -> None:
    live.publish(clock, mei.workspace_id, "conversation.changed", 1)
    client = Client()
    assert mei.person
    client.force_login(mei.person)
    page = client.get("/w/acme/inbox/").content.decode()
    assert f'data-live="/w/acme/events?after={live.newest()}"' in page
