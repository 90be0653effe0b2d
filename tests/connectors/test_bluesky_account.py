"""An account's session before a scripted server: signing in, every error path, and replies that stand once."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from earshot.connectors.bluesky.account import AccountSession
from earshot.connectors.bluesky.connector import Bluesky
from earshot.connectors.bluesky.publishing import record_key
from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import BadInput
from earshot.ports.connector import (
    Anomalous,
    Checks,
    ConnectorError,
    OutcomeUnknown,
    Outgoing,
    Profiles,
    Published,
    Pulls,
    RateLimited,
    Rejected,
    Speaks,
    Streams,
    Threads,
    Tools,
    Unauthorised,
    Unavailable,
    Unsupported,
)
from earshot.ports.heard import HeardAuthor, HeardPost
from earshot.ports.http import HttpAnswer, HttpFailed, HttpRefused
from tests.connectors.scripted_http import ScriptedHttp, says

DID = "did:plc:brand"
CONFIG = {"handle": "@Brand.example", "app_password": "aaaa-bbbb", "service": "https://pds.example/"}
SIGNED_IN = says({"did": DID, "handle": "brand.example", "accessJwt": "access", "refreshJwt": "refresh"})
WRITTEN = says({"uri": f"at://{DID}/app.bsky.feed.post/3mptbyqhi7s2f", "cid": "cid9"})
ABSENT = says({"error": "RecordNotFound", "message": "Could not locate record"}, 400)
EXPIRED = says({"error": "ExpiredToken", "message": "Token has expired"}, 400)
SWAPPED = says({"error": "InvalidSwap", "message": "Record was at x"}, 400)
LOST = HttpFailed("read timed out", sent=True)
UNSENT = HttpFailed("connection refused", sent=False)
KEY = "3mptbyqhi7s2f"

PARENT = HeardPost(
    "bluesky",
    "at://did:plc:guest/app.bsky.feed.post/1",
    HeardAuthor("did:plc:guest"),
    "where is it?",
    native={"cid": "cid1"},
)
REFERENCE = {"uri": PARENT.canonical_id, "cid": "cid1"}


def server(**replies: Any) -> ScriptedHttp:
    """A server that signs in and writes; ``replies`` by the last part of a method's name."""
    usual: dict[str, Any] = {
        "createSession": SIGNED_IN,
        "refreshSession": SIGNED_IN,
        "putRecord": WRITTEN,
        "getRecord": ABSENT,
    }
    return ScriptedHttp({**usual, **replies})


def opened(http: ScriptedHttp, clock: HeldClock, connector: Bluesky | None = None, **config: str) -> AccountSession:
    session = (connector or Bluesky()).open({**CONFIG, **config}, Tools(http, clock))
    assert isinstance(session, AccountSession)
    return session


def outgoing(text: str = "on its way", parent: HeardPost | None = PARENT, **more: Any) -> Outgoing:
    return Outgoing(
        KEY, text, parent, lang="en", created_at=datetime(2026, 11, 23, 2, 0, 0, 123456, tzinfo=UTC), **more
    )


def publish(http: ScriptedHttp, clock: HeldClock, what: Outgoing | None = None) -> Published:
    return asyncio.run(opened(http, clock).publish(what or outgoing()))


def test_an_account_channel_pulls_and_speaks(clock: HeldClock) -> None:
    session = opened(server(), clock)
    for capability in (Pulls, Speaks, Profiles, Threads, Checks):
        assert isinstance(session, capability)
    assert not isinstance(session, Streams)


class TestSettings:
    def test_a_handle_without_its_password_is_refused_in_words(self, clock: HeldClock) -> None:
        for half in ({"handle": "a.example"}, {"app_password": "x"}):
            with pytest.raises(BadInput) as caught:
                Bluesky().open(half, Tools(ScriptedHttp(), clock))
            assert caught.value.mend

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("service", "ftp://x"),
            ("appview", "https://"),
            ("jetstream", "wss://[oops"),
            ("service", "https://x.example/?q=1"),
        ],
    )
    def test_what_is_no_address_is_refused(self, clock: HeldClock, name: str, value: str) -> None:
        with pytest.raises(BadInput):
            Bluesky().open({name: value}, Tools(ScriptedHttp(), clock))

    def test_what_people_type_as_handle(self, clock: HeldClock) -> None:
        http = ScriptedHttp({"createSession": SIGNED_IN, "getProfiles": says({"profiles": []})})
        asyncio.run(opened(http, clock, handle=" @Brand ", service="").account())
        (asked,) = http.of("createSession")
        assert asked.json == {"identifier": "brand.bsky.social", "password": "aaaa-bbbb"}
        assert asked.url.startswith("https://bsky.social/xrpc/")


class TestSigningIn:
    def test_who_we_are_with_the_name_that_people_see(self, clock: HeldClock) -> None:
        http = server(getProfiles=says({"profiles": [{"did": DID, "handle": "brand.example", "displayName": "Brand"}]}))
        account = asyncio.run(opened(http, clock).account())
        assert (account.external_id, account.handle, account.name) == (DID, "brand.example", "Brand")

    def test_a_server_without_names_does_not_matter(self, clock: HeldClock) -> None:
        assert asyncio.run(opened(server(getProfiles=says({}, 502)), clock).account()).name == ""

    def test_sessions_of_a_channel_share_one_sign_in(self, clock: HeldClock) -> None:
        http, connector = server(), Bluesky()
        for _ in range(3):
            asyncio.run(opened(http, clock, connector).publish(outgoing()))
        assert len(http.of("createSession")) == 1
        asyncio.run(opened(http, clock, connector, app_password="cccc").publish(outgoing()))
        assert len(http.of("createSession")) == 2

    def test_bluesky_entrance_names_the_server_that_holds_the_account(self, clock: HeldClock) -> None:
        document = {"service": [{"id": "#atproto_pds", "serviceEndpoint": "https://morel.example/"}]}
        content = {"did": DID, "handle": "b", "accessJwt": "a", "refreshJwt": "r", "didDoc": document}
        http = server(createSession=says(content))
        asyncio.run(opened(http, clock, service="").publish(outgoing()))
        assert http.of("createSession")[0].url.startswith("https://bsky.social/")
        assert http.of("putRecord")[0].url.startswith("https://morel.example/xrpc/")

    def test_a_server_that_was_named_is_taken_at_its_word(self, clock: HeldClock) -> None:
        document = {"service": [{"id": "#atproto_pds", "serviceEndpoint": "https://morel.example"}]}
        content = {"did": DID, "handle": "b", "accessJwt": "a", "refreshJwt": "r", "didDoc": document}
        http = server(createSession=says(content))
        asyncio.run(opened(http, clock).publish(outgoing()))
        assert http.of("putRecord")[0].url.startswith("https://pds.example/xrpc/")

    @pytest.mark.parametrize(
        ("answer", "error"),
        [
            (says({"error": "AuthenticationRequired", "message": "Invalid identifier or password"}, 401), Unauthorised),
            (says({"error": "AccountTakedown"}, 400), Unauthorised),
            (says({"error": "RateLimitExceeded"}, 429, ratelimit_reset="1795399300"), RateLimited),
            (says(b"<html>", 200), Anomalous),
            (says({"did": DID}, 200), Anomalous),
            (says(b"", 503), Unavailable),
            (says(b"<html>", 404), Rejected),
            (says({"error": "MethodNotImplemented"}, 501), Unsupported),
            (says(b"", 302, location="https://else.example"), Anomalous),
            (UNSENT, Unavailable),
            (LOST, Unavailable),
            (HttpRefused("10.0.0.1 is not allowed"), Unavailable),
        ],
    )
    def test_what_goes_wrong_is_said_and_nothing_is_published(
        self, clock: HeldClock, answer: HttpAnswer | HttpFailed, error: type[ConnectorError]
    ) -> None:
        http = server(createSession=answer)
        with pytest.raises(error) as caught:
            publish(http, clock)
        assert type(caught.value) in (error, *error.__subclasses__())
        assert caught.value.message
        assert http.of("putRecord") == []

    def test_an_expired_token_is_renewed_and_the_call_made_again(self, clock: HeldClock) -> None:
        http = server(putRecord=[EXPIRED, WRITTEN])
        assert publish(http, clock).native == {"cid": "cid9"}
        assert [asked.headers["authorization"] for asked in http.of("refreshSession")] == ["Bearer refresh"]
        assert len(http.of("putRecord")) == 2

    def test_where_renewing_is_refused_it_signs_in_anew(self, clock: HeldClock) -> None:
        http = server(putRecord=[EXPIRED, WRITTEN], refreshSession=EXPIRED)
        publish(http, clock)
        assert len(http.of("createSession")) == 2

    def test_a_refused_token_is_forgotten(self, clock: HeldClock) -> None:
        http, connector = server(putRecord=[says({"error": "InvalidToken"}, 401), WRITTEN]), Bluesky()
        with pytest.raises(Unauthorised):
            asyncio.run(opened(http, clock, connector).publish(outgoing()))
        asyncio.run(opened(http, clock, connector).publish(outgoing()))
        assert len(http.of("createSession")) == 2


class TestPublishing:
    def test_the_record_says_what_and_whom_it_answers(self, clock: HeldClock) -> None:
        http = server()
        receipt = publish(http, clock)
        (asked,) = http.of("putRecord")
        assert asked.json == {
            "repo": DID,
            "collection": "app.bsky.feed.post",
            "rkey": KEY,
            "swapRecord": None,
            "record": {
                "$type": "app.bsky.feed.post",
                "text": "on its way",
                "createdAt": "2026-11-23T02:00:00.123Z",
                "langs": ["en"],
                "reply": {"root": REFERENCE, "parent": REFERENCE},
            },
        }
        assert receipt.canonical_id == f"at://{DID}/app.bsky.feed.post/{KEY}"
        assert receipt.url == f"https://bsky.app/profile/{DID}/post/{KEY}"

    def test_an_answer_to_an_answer_keeps_the_root(self, clock: HeldClock) -> None:
        root = {"uri": "at://did:plc:r/app.bsky.feed.post/0", "cid": "cid0"}
        parent = replace(PARENT, parent_id=root["uri"], native={"cid": "cid1", "root": root})
        http = server()
        publish(http, clock, outgoing(parent=parent))
        assert http.of("putRecord")[0].json["record"]["reply"]["root"] == root
        assert http.of("getRecord") == []

    def test_what_was_not_heard_is_asked_for(self, clock: HeldClock) -> None:
        root = {"uri": "at://did:plc:r/app.bsky.feed.post/0", "cid": "cid0"}
        http = server(getRecord=says({"uri": PARENT.canonical_id, "cid": "cid1", "value": {"reply": {"root": root}}}))
        publish(http, clock, outgoing(parent=replace(PARENT, native={})))
        assert http.of("putRecord")[0].json["record"]["reply"] == {
            "root": root,
            "parent": {"uri": PARENT.canonical_id, "cid": "cid1"},
        }

    def test_a_post_that_is_gone_cannot_be_answered(self, clock: HeldClock) -> None:
        http = server()
        with pytest.raises(Rejected, match="gone"):
            publish(http, clock, outgoing(parent=replace(PARENT, native={})))
        assert http.of("putRecord") == []

    def test_links_tags_and_mentions_become_facets(self, clock: HeldClock) -> None:
        http = server(resolveHandle=[says({"did": "did:plc:amy"}), says({"error": "InvalidRequest"}, 400)])
        publish(http, clock, outgoing("嗨 @amy.test @nobody.test 請看 https://x.example/a。#退款"))
        record = http.of("putRecord")[0].json["record"]
        found = [(each["index"], each["features"][0]) for each in record["facets"]]
        text = record["text"].encode()
        assert [text[index["byteStart"] : index["byteEnd"]].decode() for index, _ in found] == [
            "@amy.test",
            "https://x.example/a",
            "#退款",
        ]
        assert [feature.get("did") or feature.get("uri") or feature.get("tag") for _, feature in found] == [
            "did:plc:amy",
            "https://x.example/a",
            "退款",
        ]

    @pytest.mark.parametrize(
        ("answer", "error"),
        [
            (LOST, OutcomeUnknown),
            (says(b"", 500), OutcomeUnknown),
            (says(b"", 502), OutcomeUnknown),
            (says(b"", 504), OutcomeUnknown),
            (says(b"<html>ok</html>", 200), OutcomeUnknown),
            (says({}, 200), OutcomeUnknown),
            (UNSENT, Unavailable),
            (HttpRefused("refused"), Unavailable),
            (says({"error": "RateLimitExceeded"}, 429), RateLimited),
            (says({"error": "InvalidRequest", "message": "Record/text must not be longer"}, 400), Rejected),
            (says(b"", 413), Rejected),
            (says({"error": "AccountDeactivated"}, 400), Unauthorised),
            (says({"error": "AuthMissing"}, 401), Unauthorised),
        ],
    )
    def test_whatever_may_have_been_carried_out_is_unknown_and_the_rest_is_not(
        self, clock: HeldClock, answer: HttpAnswer | HttpFailed, error: type[ConnectorError]
    ) -> None:
        http = server(putRecord=answer)
        with pytest.raises(error) as caught:
            publish(http, clock)
        assert isinstance(caught.value, OutcomeUnknown) == (error is OutcomeUnknown)
        assert len(http.of("putRecord")) == 1, "never repeated"

    def test_a_lost_answer_before_the_write_is_no_unknown_outcome(self, clock: HeldClock) -> None:
        http = server(resolveHandle=LOST)
        with pytest.raises(Unavailable):
            publish(http, clock, outgoing("@amy.test hello"))
        assert http.of("putRecord") == []

    def test_the_pause_that_the_network_asks_for(self, clock: HeldClock) -> None:
        reset = int((clock.now() + timedelta(minutes=3)).timestamp())
        http = server(
            putRecord=[says({}, 429, ratelimit_reset=str(reset)), says({}, 429, retry_after="30"), says({}, 429)]
        )
        times = []
        for _ in range(3):
            with pytest.raises(RateLimited) as caught:
                publish(http, clock)
            times.append(caught.value.retry_at)
        assert times == [clock.now() + timedelta(minutes=3), clock.now() + timedelta(seconds=30), None]

    def test_what_stands_already_under_the_key_is_ours_if_it_says_the_same(self, clock: HeldClock) -> None:
        standing = {"uri": f"at://{DID}/app.bsky.feed.post/{KEY}", "cid": "cid7", "value": {"text": "on its way"}}
        assert publish(server(putRecord=SWAPPED, getRecord=says(standing)), clock).native == {"cid": "cid7"}

    def test_another_post_under_the_key_is_never_overwritten(self, clock: HeldClock) -> None:
        standing = {"uri": f"at://{DID}/app.bsky.feed.post/{KEY}", "cid": "cid7", "value": {"text": "another"}}
        http = server(putRecord=SWAPPED, getRecord=says(standing))
        with pytest.raises(Rejected, match="Another post"):
            publish(http, clock)
        assert len(http.of("putRecord")) == 1

    def test_a_swap_refused_for_what_does_not_stand_is_unknown(self, clock: HeldClock) -> None:
        with pytest.raises(OutcomeUnknown):
            publish(server(putRecord=SWAPPED), clock)

    def test_direct_messages_are_not_offered(self, clock: HeldClock) -> None:
        with pytest.raises(Unsupported):
            publish(server(), clock, outgoing(visibility="direct"))

    def test_the_record_key_is_the_key_or_depends_on_nothing_else(self) -> None:
        assert record_key(KEY) == KEY
        one, other = record_key("publication-1"), record_key("publication-2")
        assert one != other
        assert one == record_key("publication-1")
        for key in (one, other):
            assert record_key(key) == key, "a valid TID"


class TestLookingUp:
    def look_up(self, http: ScriptedHttp, clock: HeldClock) -> Published | None:
        return asyncio.run(opened(http, clock).look_up(outgoing()))

    def test_found(self, clock: HeldClock) -> None:
        standing = {"uri": f"at://{DID}/app.bsky.feed.post/{KEY}", "cid": "cid7", "value": {"text": "on its way"}}
        http = server(getRecord=says(standing))
        found = self.look_up(http, clock)
        assert found is not None
        assert (found.canonical_id, found.native) == (standing["uri"], {"cid": "cid7"})
        assert http.of("getRecord")[0].query == {"repo": [DID], "collection": ["app.bsky.feed.post"], "rkey": [KEY]}

    def test_absent_only_where_the_server_says_so(self, clock: HeldClock) -> None:
        assert self.look_up(server(), clock) is None

    @pytest.mark.parametrize(
        ("answer", "error"),
        [
            (says({"error": "InvalidRequest", "message": "Could not locate record"}, 400), OutcomeUnknown),
            (says({"error": "RepoNotFound"}, 400), OutcomeUnknown),
            (says(b"not found", 404), OutcomeUnknown),
            (says({"value": {}}, 200), OutcomeUnknown),
            (says(b"", 502), Unavailable),
            (LOST, Unavailable),
            (says({}, 429), RateLimited),
            (says({"error": "InvalidToken"}, 401), Unauthorised),
        ],
    )
    def test_anything_else_confirms_nothing(
        self, clock: HeldClock, answer: HttpAnswer | HttpFailed, error: type[ConnectorError]
    ) -> None:
        with pytest.raises(error):
            self.look_up(server(getRecord=answer), clock)


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(coroutine)


class TestReading:
    def test_profiles_come_twenty_five_at_a_time(self, clock: HeldClock) -> None:
        def answer(asked: Any) -> HttpAnswer:
            return says({"profiles": [{"did": did, "handle": f"{did[-2:]}.test"} for did in asked.query["actors"]]})

        http = server(getProfiles=answer)
        found = run(opened(http, clock).profiles([f"did:plc:{number:03}" for number in range(60)]))
        assert [len(asked.query["actors"]) for asked in http.of("getProfiles")] == [25, 25, 10]
        assert [author.external_id for author in found] == [f"did:plc:{number:03}" for number in range(60)]

    def test_a_profile_as_the_network_tells_it(self, clock: HeldClock) -> None:
        profile = {
            "did": "did:plc:amy",
            "handle": "amy.test",
            "displayName": "Amy 陳",
            "description": "tea",
            "followersCount": 1200,
            "verification": {"verifiedStatus": "valid"},
        }
        odd = [{"did": 7}, "x", {"did": "did:plc:b", "handle": "handle.invalid", "followersCount": "many"}]
        amy, other = run(
            opened(server(getProfiles=says({"profiles": [profile, *odd]})), clock).profiles(["did:plc:amy"])
        )
        assert (amy.name, amy.bio, amy.followers, amy.verified) == ("Amy 陳", "tea", 1200, True)
        assert (other.handle, other.followers, other.verified) == ("", None, None)

    def test_the_posts_above_oldest_first_as_far_as_they_stand(self, clock: HeldClock) -> None:
        def view(number: int) -> dict[str, Any]:
            uri = f"at://did:plc:a/app.bsky.feed.post/{number}"
            return {
                "uri": uri,
                "cid": "c",
                "author": {"did": "did:plc:a", "handle": "a.test"},
                "record": {"text": str(number)},
            }

        gone = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": "x", "notFound": True}
        thread = {"post": view(3), "parent": {"post": view(2), "parent": {"post": view(1), "parent": gone}}}
        post = replace(PARENT, parent_id="at://x")
        found = run(opened(server(getPostThread=says({"thread": thread})), clock).ancestors(post))
        assert [above.text for above in found] == ["1", "2"]
        assert found[0].author.handle == "a.test"

    def test_a_post_that_starts_a_thread_needs_no_question(self, clock: HeldClock) -> None:
        assert run(opened(server(), clock).ancestors(PARENT)) == []

    def test_a_thread_that_may_not_be_seen_is_empty(self, clock: HeldClock) -> None:
        hidden = server(getPostThread=says({"error": "NotFound"}, 400))
        assert run(opened(hidden, clock).ancestors(replace(PARENT, parent_id="at://x"))) == []
