"""The client against a real server on loopback: caps, time limits, redirects, lost answers, and what ``sent`` says."""

from __future__ import annotations

import asyncio
import gzip
import struct
import zlib

import orjson
import pytest

from earshot.ports.http import HttpAnswer, HttpClient, HttpFailed, HttpRefused
from tests.adapters.http.loopback import OK, Heard, Server, client_for, run, serving


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(to: str, status: int = 302) -> bytes:
    return answer(b"", f"location: {to}", status=f"{status} Moved")


async def fetch(server: Server, method: str = "GET", path: str = "/", **more: object) -> HttpAnswer:
    async with client_for(server) as client:
        return await client.request(method, server.url + path, **more)  # type: ignore[arg-type]


def served(*answers: bytes, method: str = "GET", **more: object) -> tuple[HttpAnswer, list[Heard]]:
    async def work() -> tuple[HttpAnswer, list[Heard]]:
        async with serving(*answers) as server:
            return await fetch(server, method, **more), server.heard

    return run(work())


def failing(*answers: bytes, method: str = "GET", **more: object) -> HttpFailed:
    with pytest.raises(HttpFailed) as caught:
        served(*answers, method=method, **more)
    return caught.value


def test_an_answer_with_its_status_headers_and_body() -> None:
    async def work() -> None:
        async with serving(
            answer(b"no", "X-RateLimit-Reset: soon", "Link: <a>", "Link: <b>", status="404 No")
        ) as server:
            async with client_for(server) as guarded:
                client: HttpClient = guarded
                heard = await client.request("get", server.url + "/a?b=1", params={"c": "ä ö", "d": "2"})
            assert (heard.status, heard.body) == (404, b"no")
            assert heard.headers["x-ratelimit-reset"] == "soon"
            assert heard.headers["link"] == "<a>, <b>"
            assert server.heard[0].target == "/a?b=1&c=%C3%A4+%C3%B6&d=2"
            assert server.heard[0].headers["host"] == server.allowed
            assert server.heard[0].headers["user-agent"].startswith("Earshot/")

    run(work())


def test_json_form_and_body_are_encoded() -> None:
    _, (heard,) = served(OK, method="POST", json={"text": "秘"})
    assert orjson.loads(heard.body) == {"text": "秘"}
    assert heard.headers["content-type"] == "application/json"
    _, (heard,) = served(OK, method="POST", form={"a": "1&2", "b": "ü"})
    assert heard.body == b"a=1%262&b=%C3%BC"
    _, (heard,) = served(OK, method="PUT", body=b"\x00\xff", headers={"Content-Type": "image/png"})
    assert (heard.body, heard.headers["content-type"]) == (b"\x00\xff", "image/png")


def test_only_one_kind_of_content() -> None:
    with pytest.raises(ValueError, match="one of"):
        served(OK, method="POST", json={}, form={})


def test_an_empty_post_says_its_length() -> None:
    _, (heard,) = served(OK, method="POST")
    assert heard.headers["content-length"] == "0"


def test_headers_beyond_ascii_travel_as_utf8() -> None:
    _, (heard,) = served(OK, headers={"X-Note": "é"})
    assert heard.headers["x-note"] == "é"


def test_a_header_with_a_line_break_never_leaves_the_house() -> None:
    async def work() -> None:
        async with serving(OK) as server:
            with pytest.raises(HttpFailed) as caught:
                await fetch(server, "POST", headers={"X-Note": "a\r\nHost: evil"}, body=b"x")
            assert caught.value.sent is False
            assert server.heard == []

    run(work())


# -- how much -----------------------------------------------------------------------------------------------------


def test_a_body_of_exactly_the_cap_is_read() -> None:
    heard, _ = served(answer(b"x" * 1000), max_bytes=1000)
    assert len(heard.body) == 1000


@pytest.mark.parametrize(
    "reply",
    [
        answer(b"x" * 1001),
        b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        + b"1f4\r\n"
        + b"x" * 500
        + b"\r\n"
        + b"1f6\r\n"
        + b"x" * 502
        + b"\r\n0\r\n\r\n",
        answer(gzip.compress(b"\0" * 50_000_000), "content-encoding: gzip"),
        answer(zlib.compress(b"\0" * 50_000_000), "content-encoding: deflate"),
        answer(gzip.compress(b"x" * 600) + gzip.compress(b"x" * 600), "content-encoding: gzip"),
    ],
    ids=["length", "announced", "chunks", "gzip bomb", "zlib bomb", "two members"],
)
def test_a_body_over_the_cap_is_cut_off(reply: bytes) -> None:
    error = failing(reply, max_bytes=1000 if len(reply) < 2000 else len(reply))
    assert "larger than" in str(error)
    assert error.sent is True


def test_compressed_answers_are_read() -> None:
    for encoding, packed in (
        ("gzip", gzip.compress(b"hello")),
        ("deflate", zlib.compress(b"hello")),
        ("identity", b"hello"),
    ):
        heard, _ = served(answer(packed, f"content-encoding: {encoding}"))
        assert heard.body == b"hello"


def test_compressed_answers_of_several_members_are_read() -> None:
    heard, _ = served(answer(gzip.compress(b"a" * 9) + gzip.compress(b"b"), "content-encoding: gzip"))
    assert heard.body == b"aaaaaaaaab"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("gzip", b"not gzip at all"), ("br", b"x"), ("gzip", gzip.compress(b"hello" * 99)[:-12])],
    ids=["no gzip", "unknown", "cut off"],
)
def test_what_cannot_be_decompressed(encoding: str, body: bytes) -> None:
    assert failing(answer(body, f"content-encoding: {encoding}")).sent is True


def test_an_empty_answer_that_claims_compression() -> None:
    heard, _ = served(answer(b"", "content-encoding: gzip"))
    assert heard.body == b""


def test_the_length_that_head_tells_is_no_body() -> None:
    heard, _ = served(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n", method="HEAD", max_bytes=10)
    assert heard.body == b""


# -- what `sent` says ----------------------------------------------------------------------------------------------


def test_nobody_listens_there() -> None:
    async def work() -> HttpFailed:
        async with serving(OK) as server:
            pass
        with pytest.raises(HttpFailed) as caught:
            await fetch(server, "POST", body=b"x")
        return caught.value

    error = run(work())
    assert error.sent is False
    assert "Cannot reach" in str(error)


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhel",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n",
    ],
    ids=["nothing", "half a head", "half a body", "half a chunk", "garbage", "no number"],
)
def test_a_lost_or_broken_answer_may_have_been_heard(reply: bytes) -> None:
    async def work() -> HttpFailed:
        async def hang_up(heard: Heard, writer: asyncio.StreamWriter) -> None:
            writer.write(reply)
            await writer.drain()
            writer.close()

        async with serving(answer=hang_up) as server:
            with pytest.raises(HttpFailed) as caught:
                await fetch(server, "POST", body=b"x")
            assert len(server.heard) == 1
            return caught.value

    assert run(work()).sent is True


def test_a_connection_reset_after_the_request() -> None:
    async def work() -> HttpFailed:
        async def reset(heard: Heard, writer: asyncio.StreamWriter) -> None:
            socket = writer.get_extra_info("socket")
            socket.setsockopt(1, 13, struct.pack("ii", 1, 0))  # SO_LINGER 0: RST instead of FIN
            writer.transport.abort()

        async with serving(answer=reset) as server:
            with pytest.raises(HttpFailed) as caught:
                await fetch(server, "POST", body=b"x")
            return caught.value

    assert run(work()).sent is True


def test_an_answer_that_does_not_come_in_time() -> None:
    async def work() -> HttpFailed:
        async def silent(heard: Heard, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(10)

        async with serving(answer=silent) as server:
            with pytest.raises(HttpFailed) as caught:
                await fetch(server, "POST", body=b"x", timeout=0.2)
            return caught.value

    error = run(work())
    assert error.sent is True
    assert "within 0.2 seconds" in str(error)


def test_an_answer_that_drips_is_given_up_all_the_same() -> None:
    async def work() -> HttpFailed:
        async def drip(heard: Heard, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
            for _ in range(1000):
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.02)

        async with serving(answer=drip) as server:
            with pytest.raises(HttpFailed) as caught:
                await fetch(server, timeout=0.3)
            return caught.value

    assert run(work()).sent is True


def test_a_server_that_speaks_no_tls_has_heard_nothing() -> None:
    async def work() -> HttpFailed:
        async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(100)
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            writer.close()

        listener = await asyncio.start_server(mute, "127.0.0.1", 0)
        port = listener.sockets[0].getsockname()[1]
        server = Server(answer=lambda heard, writer: asyncio.sleep(0), port=port)
        async with client_for(server) as client:
            with pytest.raises(HttpFailed) as caught:
                await client.request("POST", f"https://127.0.0.1:{port}/", body=b"x")
        listener.close()
        return caught.value

    assert run(work()).sent is False


def test_changes_never_go_over_a_connection_that_was_kept() -> None:
    async def work() -> tuple[int, int]:
        async with serving(OK) as server, client_for(server) as client:
            for _ in range(3):
                await client.request("GET", server.url)
            reading = server.connections
            for _ in range(3):
                await client.request("POST", server.url, body=b"x")
            return reading, server.connections - reading

    assert run(work()) == (1, 3)


def test_a_kept_connection_that_the_server_closed_is_replaced_for_a_look() -> None:
    async def work() -> tuple[int, list[int]]:
        async def once(heard: Heard, writer: asyncio.StreamWriter) -> None:
            if len(server.heard) == 2:  # the second request on a connection: hang up without an answer
                writer.close()
            else:
                writer.write(OK)

        async with serving(answer=once) as server, client_for(server) as client:
            statuses = [(await client.request("GET", server.url)).status for _ in range(2)]
            return server.connections, statuses

    assert run(work()) == (2, [200, 200])


def test_a_fresh_connection_that_fails_is_not_asked_again() -> None:
    async def work() -> int:
        async def hang_up(heard: Heard, writer: asyncio.StreamWriter) -> None:
            writer.close()

        async with serving(answer=hang_up) as server:
            with pytest.raises(HttpFailed):
                await fetch(server)
            return len(server.heard)

    assert run(work()) == 1


# -- redirects -----------------------------------------------------------------------------------------------------


def test_a_redirect_is_followed_and_the_answer_names_its_place() -> None:
    heard, (first, second) = served(redirect("/there?x=1"), OK)
    assert heard.status == 200
    assert heard.url.endswith("/there?x=1")
    assert (first.target, second.target) == ("/", "/there?x=1")


@pytest.mark.parametrize(
    ("statuses", "end"), [((301, 308), "/b"), ((301, 302), "/a"), ((302, 301), ""), ((307,), ""), ((), "")]
)
def test_what_has_moved_for_good_is_told(statuses: tuple[int, ...], end: str) -> None:
    hops = [redirect(f"/{name}", status) for name, status in zip("ab", statuses, strict=False)]
    heard, _ = served(*hops, OK)
    assert heard.moved.removeprefix(heard.url.split("/", 3)[0] + "//" + heard.url.split("/")[2]) == end


def test_redirects_end() -> None:
    error = failing(redirect("/again"))
    assert "redirects more than" in str(error)
    assert error.sent is True


def test_credentials_stay_within_the_origin() -> None:
    headers = {"Authorization": "Bearer secret", "Cookie": "a=b", "X-Api-Key": "secret", "Accept": "text/html"}

    async def work() -> tuple[Heard, Heard]:
        async with serving(OK) as other, serving(redirect("/same"), redirect(other.url + "/")) as server:
            async with client_for(server, other) as client:
                await client.request("GET", server.url, headers=headers)
            return server.heard[1], other.heard[0]

    same, other = run(work())
    assert same.headers["authorization"] == "Bearer secret"
    assert "secret" not in str(other.headers)
    assert "cookie" not in other.headers
    assert other.headers["accept"] == "text/html"


def test_a_change_that_is_answered_elsewhere_is_read_there() -> None:
    heard, (first, second) = served(redirect("/done", 303), OK, method="POST", json={"a": 1})
    assert heard.status == 200
    assert (first.method, second.method, second.body) == ("POST", "GET", b"")
    assert "content-type" not in second.headers


def test_a_change_moved_within_the_origin_is_repeated_there() -> None:
    _, (_, second) = served(redirect("/v2", 307), OK, method="POST", body=b"x")
    assert (second.method, second.target, second.body) == ("POST", "/v2", b"x")


@pytest.mark.parametrize("status", [301, 302])
def test_a_change_is_never_turned_into_a_mere_look(status: int) -> None:
    heard, requests = served(redirect("/elsewhere", status), OK, method="POST", body=b"x")
    assert heard.status == status
    assert len(requests) == 1


def test_a_change_is_never_repeated_at_another_origin() -> None:
    async def work() -> tuple[HttpAnswer, int]:
        async with serving(OK) as other, serving(redirect(other.url, 307)) as server:
            async with client_for(server, other) as client:
                heard = await client.request("POST", server.url, body=b"password=1")
            return heard, len(other.heard)

    heard, visits = run(work())
    assert (heard.status, visits) == (307, 0)


def test_a_refused_redirect_of_a_change_was_heard_by_the_first_server() -> None:
    async def work() -> HttpFailed:
        async with serving(OK) as closed, serving(redirect(closed.url, 303)) as server:
            with pytest.raises(HttpRefused) as caught:
                await fetch(server, "POST", body=b"x")
            assert closed.connections == 0
            return caught.value

    assert run(work()).sent is True


def test_a_redirect_without_a_place_is_an_answer() -> None:
    heard, _ = served(answer(b"", status="304 Not Modified"))
    assert heard.status == 304
    heard, _ = served(answer(b"", status="302 Found"))
    assert heard.status == 302
