"""The contract that every connector keeps, tried against a real server.

A connector's module inherits :class:`HearingContract` and, where it publishes, :class:`SpeakingContract`, and gives
the fixture ``harness``::

    @pytest.mark.servers
    class TestBluesky(HearingContract, SpeakingContract):
        @pytest.fixture(scope="class")
        @classmethod
        def harness(cls, bluesky_network): return BlueskyHarness(bluesky_network)

and the manifest's tests, which need no server, with :class:`ManifestContract` and the fixture ``connector``.
"""

from __future__ import annotations

import asyncio
import inspect
import itertools
import re
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest

from earshot.kernel.errors import BadInput
from earshot.ports.connector import (
    Checks,
    Connector,
    OutcomeUnknown,
    Outgoing,
    Profiles,
    Rejected,
    Speaks,
    Threads,
    Unauthorised,
    Unavailable,
)
from earshot.ports.heard import HeardPost
from tests.contracts.harness import Harness
from tests.contracts.hearing import Heard, hear
from tests.servers.fault_proxy import Fault, FaultProxy, answer, cut_answer, drop, hang, lose_answer

_numbers = itertools.count(1)


def words(about: str = "") -> str:
    """A text that nobody wrote before."""
    return f"{about or 'the lift is stuck again'} {next(_numbers)} {secrets.token_hex(4)}"


class ManifestContract:
    """What a connector declares. Needs no server. A connector that opens without settings gives ``incomplete``."""

    incomplete: ClassVar[dict[str, str]] = {}
    """Settings that want another one."""

    def test_the_kind_is_a_plain_word(self, connector: Connector) -> None:
        assert re.fullmatch(r"[a-z][a-z0-9_]{1,39}", connector.kind)
        assert connector.name.strip()

    def test_every_field_can_be_filled_in(self, connector: Connector) -> None:
        names = [field.name for field in connector.fields]
        assert len(names) == len(set(names))
        for field in connector.fields:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", field.name)
            assert field.label.strip()
            assert not (field.kind == "secret" and field.default), f"{field.name}: a secret has no default"
            if field.kind == "choice":
                assert field.default in {value for value, _ in field.choices} | {""}
                assert field.choices
            else:
                assert not field.choices

    def test_what_is_missing_is_said_in_words(self, connector: Connector) -> None:
        with pytest.raises(BadInput) as caught:
            connector.open(self.incomplete, None)  # type: ignore[arg-type]  # refused before the tools are touched
        assert caught.value.message.strip()
        assert caught.value.mend.strip()

    def test_how_it_speaks_is_declared(self, connector: Connector) -> None:
        if connector.speaks is None:
            pytest.skip("it only listens")
        assert connector.speaks.limit.length > 0
        assert connector.speaks.settle >= timedelta(0)
        assert connector.speaks.delivery in "ABCD"

    def test_its_folder_is_whole(self, connector: Connector) -> None:
        folder = Path(inspect.getfile(type(connector))).parent
        assert (folder / "README.md").read_text().strip()
        assert "<svg" in (folder / "icon.svg").read_text()


class _WithHarness:
    @pytest.fixture
    def harness(self) -> Harness:
        raise NotImplementedError("give the fixture `harness`")

    def hear(self, harness: Harness, cursor: str, enough: Callable[[Heard], bool]) -> Heard:
        """Listen from ``cursor`` with a session of its own."""

        async def listen() -> Heard:
            session = harness.connector.open(harness.hears, harness.tools())
            return await hear(session, cursor, enough, harness.patience)

        return asyncio.run(listen())

    def said(self, harness: Harness, text: str, answer_to: str = "") -> tuple[HeardPost, str]:
        """Somebody outside says ``text``: the post as it was heard, and the cursor after it."""
        start = harness.start()
        said = harness.say(text, answer_to)
        heard = self.hear(harness, start, lambda heard: said in heard.ids)
        return heard.post(said), heard.cursor


class HearingContract(_WithHarness):
    """Hears everything, from any cursor, in the shape of ``ports.heard``."""

    def test_a_post_is_heard_whole(self, harness: Harness) -> None:
        text = words("排隊兩小時 the queue is long")
        before = datetime.now(UTC)
        post, cursor = self.said(harness, text)
        assert text in post.text
        assert post.network
        assert post.author.external_id
        assert post.parent_id == ""
        assert post.posted_at is not None and abs(post.posted_at - before) < timedelta(minutes=5)
        assert post.posted_at.utcoffset() == timedelta(0)
        assert cursor

    def test_an_answer_names_what_it_answers(self, harness: Harness) -> None:
        post, _ = self.said(harness, words())
        reply, _ = self.said(harness, words("me too"), answer_to=post.canonical_id)
        assert reply.is_reply
        assert reply.parent_id == post.canonical_id
        assert reply.root_id in ("", post.canonical_id)

    def test_nothing_is_missed_while_nobody_listens(self, harness: Harness) -> None:
        _, cursor = self.said(harness, words())
        away = {harness.say(words()) for _ in range(5)}
        first = self.hear(harness, cursor, lambda heard: heard.ids >= away)
        again = self.hear(harness, cursor, lambda heard: heard.ids >= away)
        assert first.ids >= away
        assert again.ids >= away, "the same cursor gives the same posts again"

    def test_every_cursor_can_be_resumed_from(self, harness: Harness) -> None:
        _, cursor = self.said(harness, words())
        waiting: list[str] = []
        for _ in range(4):
            waiting.append(harness.say(words()))
            heard = self.hear(harness, cursor, lambda heard: waiting[-1] in heard.ids)
            assert all(batch.cursor for batch in heard.batches)
            cursor = heard.batches[0].cursor

    def test_a_deletion_is_heard(self, harness: Harness) -> None:
        if not harness.hears_deletions:
            pytest.skip("this network tells no deletions on this channel")
        post, cursor = self.said(harness, words())
        harness.unsay(post.canonical_id)
        heard = self.hear(harness, cursor, lambda heard: post.canonical_id in heard.deleted)
        assert post.canonical_id in heard.deleted

    def test_an_edit_is_the_same_post_with_another_text(self, harness: Harness) -> None:
        if not harness.hears_edits:
            pytest.skip("this network tells no edits on this channel")
        post, cursor = self.said(harness, words())
        text = words("it moves again")
        harness.edit(post.canonical_id, text)
        heard = self.hear(harness, cursor, lambda heard: any(text in each.text for each in heard.posts))
        assert text in heard.post(post.canonical_id).text

    def test_the_author_has_a_name(self, harness: Harness) -> None:
        post, _ = self.said(harness, words())

        async def look() -> str:
            session = harness.connector.open(harness.hears, harness.tools())
            if post.author.handle or not isinstance(session, Profiles):
                return post.author.handle
            (author,) = await session.profiles([post.author.external_id])
            assert author.external_id == post.author.external_id
            return author.handle

        assert asyncio.run(look())

    def test_what_stands_above_is_found(self, harness: Harness) -> None:
        root, _ = self.said(harness, words("the first"))
        middle, _ = self.said(harness, words("the second"), answer_to=root.canonical_id)
        last, _ = self.said(harness, words("the third"), answer_to=middle.canonical_id)

        async def look() -> list[str] | None:
            session = harness.connector.open(harness.hears, harness.tools())
            if not isinstance(session, Threads):
                return None
            return [above.canonical_id for above in await session.ancestors(last)]

        found = asyncio.run(look())
        if found is None:
            pytest.skip("it does not read threads")
        assert found == [root.canonical_id, middle.canonical_id]

    def test_a_server_that_is_not_there_is_unavailable(self, harness: Harness) -> None:
        async def listen() -> None:
            session = harness.connector.open(harness.unreachable, harness.tools())
            await hear(session, "", lambda heard: True, harness.patience)

        with pytest.raises(Unavailable) as caught:
            asyncio.run(listen())
        assert caught.value.message.strip()


class SpeakingContract(_WithHarness):
    """Publishes at most once, and always finds out what became of it."""

    def speak(
        self,
        harness: Harness,
        act: Callable[[Speaks], Awaitable[object]],
        server: str = "",
    ) -> object:
        config = harness.through(server) if server else harness.speaks
        assert config is not None

        async def run() -> object:
            session = harness.connector.open(config, harness.tools())
            assert isinstance(session, Speaks)
            return await act(session)

        return asyncio.run(run())

    def outgoing(self, harness: Harness, text: str, parent: HeardPost | None = None) -> Outgoing:
        now = datetime.now(UTC)
        return Outgoing(secrets.token_hex(16), text, parent, lang="en", created_at=now, first_attempt_at=now)

    def settle(self, harness: Harness) -> None:
        assert harness.connector.speaks is not None
        asyncio.run(asyncio.sleep(harness.connector.speaks.settle.total_seconds()))

    def parent(self, harness: Harness) -> HeardPost:
        """A post of somebody outside, as a channel hears it."""
        post, _ = self.said(harness, words("where is my parcel?"))
        return post

    def test_it_knows_who_we_are(self, harness: Harness) -> None:
        async def ask(session: object) -> object:
            assert isinstance(session, Checks)
            return await session.account()

        account = self.speak(harness, ask)
        assert account is not None
        assert account.external_id  # type: ignore[attr-defined]
        assert account.handle  # type: ignore[attr-defined]

    def test_a_post_stands_once(self, harness: Harness) -> None:
        outgoing = self.outgoing(harness, words("our lift runs again 電梯修好了"))
        receipt = self.speak(harness, lambda session: session.publish(outgoing))
        (standing,) = harness.standing(outgoing.text)
        assert standing.canonical_id == receipt.canonical_id  # type: ignore[attr-defined]
        assert standing.parent_id == ""

    def test_a_reply_stands_under_what_it_answers(self, harness: Harness) -> None:
        parent = self.parent(harness)
        outgoing = self.outgoing(harness, words("it left this morning"), parent)
        self.speak(harness, lambda session: session.publish(outgoing))
        (standing,) = harness.standing(outgoing.text)
        assert standing.parent_id == parent.canonical_id

    def test_the_same_key_twice_stands_once(self, harness: Harness) -> None:
        assert harness.connector.speaks is not None
        if harness.connector.speaks.delivery != "A":
            pytest.skip("the network has no key of its own")
        outgoing = self.outgoing(harness, words(), self.parent(harness))
        first = self.speak(harness, lambda session: session.publish(outgoing))
        second = self.speak(harness, lambda session: session.publish(outgoing))
        assert first.canonical_id == second.canonical_id  # type: ignore[attr-defined]
        assert len(harness.standing(outgoing.text)) == 1

    def test_two_keys_are_two_posts(self, harness: Harness) -> None:
        text = words("thank you")
        for _ in range(2):
            outgoing = self.outgoing(harness, text, self.parent(harness))
            self.speak(harness, lambda session, outgoing=outgoing: session.publish(outgoing))  # type: ignore[misc]
        assert len(harness.standing(text)) == 2

    def test_a_look_up_finds_what_stands(self, harness: Harness) -> None:
        outgoing = self.outgoing(harness, words(), self.parent(harness))
        receipt = self.speak(harness, lambda session: session.publish(outgoing))
        self.settle(harness)
        found = self.speak(harness, lambda session: session.look_up(outgoing))
        assert found is not None
        assert found.canonical_id == receipt.canonical_id  # type: ignore[attr-defined]

    def test_a_look_up_confirms_absence(self, harness: Harness) -> None:
        outgoing = self.outgoing(harness, words(), self.parent(harness))
        assert self.speak(harness, lambda session: session.look_up(outgoing)) is None

    @pytest.mark.parametrize(
        "fault",
        [lose_answer(), cut_answer(), answer(500, b"{}", after=True), answer(502, after=True), answer(504, after=True)],
        ids=lambda fault: fault.name,
    )
    def test_an_answer_that_never_came_is_looked_up_and_never_repeated(self, harness: Harness, fault: Fault) -> None:
        outgoing = self.outgoing(harness, words(), self.parent(harness))
        with FaultProxy(harness.server) as proxy:
            proxy.fault(fault, path=harness.write_path)
            with pytest.raises(OutcomeUnknown):
                self.speak(harness, lambda session: session.publish(outgoing), proxy.url)
            assert len(proxy.seen(harness.write_path, "POST")) == 1
        self.settle(harness)
        found = self.speak(harness, lambda session: session.look_up(outgoing))
        (standing,) = harness.standing(outgoing.text)
        assert found is not None
        assert found.canonical_id == standing.canonical_id  # type: ignore[attr-defined]

    def test_what_never_arrived_is_confirmed_absent_and_goes_out_once(self, harness: Harness) -> None:
        outgoing = self.outgoing(harness, words(), self.parent(harness))
        with FaultProxy(harness.server) as proxy:
            proxy.fault(drop(), path=harness.write_path)
            with pytest.raises((OutcomeUnknown, Unavailable)):
                self.speak(harness, lambda session: session.publish(outgoing), proxy.url)
        self.settle(harness)
        assert self.speak(harness, lambda session: session.look_up(outgoing)) is None
        self.speak(harness, lambda session: session.publish(outgoing))
        assert len(harness.standing(outgoing.text)) == 1

    def test_a_caller_who_gives_up_does_not_know(self, harness: Harness) -> None:
        """Cancelled once the server has done its work: the same key goes on to one post."""
        outgoing = self.outgoing(harness, words(), self.parent(harness))
        with FaultProxy(harness.server) as proxy:
            proxy.fault(hang(60, after=True), path=harness.write_path)

            async def give_up(session: Speaks) -> None:
                publishing = asyncio.create_task(session.publish(outgoing))
                await asyncio.to_thread(proxy.wait_for, harness.write_path, "answered")
                publishing.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await publishing

            self.speak(harness, give_up, proxy.url)
        self.settle(harness)
        assert self.speak(harness, lambda session: session.look_up(outgoing)) is not None
        assert len(harness.standing(outgoing.text)) == 1

    def test_wrong_credentials_are_unauthorised(self, harness: Harness) -> None:
        refused = harness.refused
        if refused is None:
            pytest.skip("it needs no credentials")
        outgoing = self.outgoing(harness, words())

        async def check() -> None:
            session = harness.connector.open(refused, harness.tools())
            assert isinstance(session, Checks)
            assert isinstance(session, Speaks)
            with pytest.raises(Unauthorised) as caught:
                await session.account()
            assert caught.value.message.strip() and caught.value.mend.strip()
            with pytest.raises(Unauthorised):
                await session.publish(outgoing)

        asyncio.run(check())
        assert harness.standing(outgoing.text) == []

    def test_a_text_beyond_the_limit_is_rejected(self, harness: Harness) -> None:
        assert harness.connector.speaks is not None
        start = words()
        outgoing = self.outgoing(harness, start + " x" * harness.connector.speaks.limit.length)
        with pytest.raises(Rejected) as caught:
            self.speak(harness, lambda session: session.publish(outgoing))
        assert caught.value.message.strip()
        assert harness.standing(outgoing.text) == []
