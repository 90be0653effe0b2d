"""Endless answers and web sockets against real servers on loopback."""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
from contextlib import aclosing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from earshot.adapters.http import GuardedClient
from earshot.adapters.http.body import LINE_CAP, LineSplitter
from earshot.ports.http import HttpFailed, HttpRefused, HttpStatus
from tests.adapters.http.loopback import OK, Heard, Server, client_for, run, serving

ACCEPT = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""What a server adds to a web socket's key (RFC 6455, 1.3)."""
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"


async def read(server: Server, **more: float) -> list[str]:
    async with client_for(server) as client, aclosing(client.lines(server.url + "/stream", **more)) as lines:
        return [line async for line in lines]


def stream(*pieces: bytes, pause: float = 0.0, head: bytes = HEAD, stay: float = 0.0) -> object:
    async def write(heard: Heard, writer: asyncio.StreamWriter) -> None:
        for piece in (head, *pieces):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        await asyncio.sleep(stay)
        writer.close()

    return write


def lines_of(*pieces: bytes, head: bytes = HEAD, stay: float = 0.0, **more: float) -> list[str]:
    async def work() -> list[str]:
        async with serving(answer=stream(*pieces, pause=0.01, head=head, stay=stay)) as server:  # type: ignore[arg-type]
            return await read(server, **more)

    return run(work())


def test_lines_arrive_whole_whatever_the_pieces() -> None:
    mark = "data: 秘密\n".encode()
    assert lines_of(b"event: up", b"date\r", b"\n", mark[:8], mark[8:], b"\n:thump\n") == [
        "event: update",
        "data: 秘密",
        "",
        ":thump",
    ]


@given(st.lists(st.sampled_from(["a", "b: c", "", "秘"]), max_size=6), st.sampled_from(["\n", "\r\n", "\r"]), st.data())
def test_splitting_does_not_depend_on_the_pieces(lines: list[str], end: str, data: st.DataObject) -> None:
    raw = "".join(line + end for line in lines).encode()
    splitter, found, rest = LineSplitter(), [], raw
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        found += splitter.feed(rest[:size])
        rest = rest[size:]
    found += splitter.feed(b"x")  # ends a waiting CR
    assert found == lines


def test_a_line_without_end_is_given_up() -> None:
    with pytest.raises(HttpFailed, match="characters"):
        LineSplitter().feed(b"x" * (LINE_CAP + 1))


def test_compressed_streams_are_read() -> None:
    head = HEAD[:-2] + b"content-encoding: gzip\r\n\r\n"
    assert lines_of(gzip.compress(b"data: 1\n\n"), head=head) == ["data: 1", ""]


def test_a_silent_stream_is_given_up() -> None:
    with pytest.raises(HttpFailed, match="silent") as caught:
        lines_of(b"data: 1\n", stay=5, idle=0.2)
    assert caught.value.sent is True


def test_a_lost_stream_says_so() -> None:
    head = HEAD[:-2] + b"transfer-encoding: chunked\r\n\r\n"
    with pytest.raises(HttpFailed, match="Lost the connection"):
        lines_of(b"5\r\ndata:\r\n", head=head)


def test_an_error_status_is_told_with_its_answer() -> None:
    reply = b"HTTP/1.1 404 Not Found\r\ncontent-length: 4\r\n\r\nnone"
    with pytest.raises(HttpStatus) as caught:
        lines_of(head=reply)
    assert (caught.value.answer.status, caught.value.answer.body) == (404, b"none")


def test_a_stream_follows_redirects_without_its_credentials() -> None:
    async def work() -> tuple[list[str], Heard]:
        async with serving(answer=stream(b"data: 1\n")) as other:  # type: ignore[arg-type]
            moved = f"HTTP/1.1 302 Found\r\nlocation: {other.url}/s\r\ncontent-length: 0\r\n\r\n".encode()
            async with serving(moved) as server, client_for(server, other) as client:
                found = [line async for line in client.lines(server.url, headers={"Authorization": "Bearer secret"})]
            return found, other.heard[0]

    found, heard = run(work())
    assert found == ["data: 1"]
    assert "authorization" not in heard.headers


def test_a_stream_to_this_machine_is_refused_unless_allowed() -> None:
    async def work() -> int:
        async with serving(OK) as server:
            with pytest.raises(HttpRefused):
                async for _ in GuardedClient(allow="").lines(server.url):
                    pass
            return server.connections

    assert run(work()) == 0


def test_a_reader_may_leave_a_stream() -> None:
    async def work() -> str:
        endless = stream(b"data: 1\n", stay=10)
        async with (
            serving(answer=endless) as server,  # type: ignore[arg-type]
            client_for(server) as client,
            aclosing(client.lines(server.url)) as lines,
        ):
            return await anext(lines)

    assert run(work()) == "data: 1"


# -- web sockets ---------------------------------------------------------------------------------------------------


async def echo(connection: ServerConnection) -> None:
    async for message in connection:
        await connection.send(message)
        if message == "bye":
            return


async def with_socket(handler: object, work: object, **options: object) -> object:
    async with serve(handler, "127.0.0.1", 0, **options) as listener:  # type: ignore[arg-type]
        port = next(iter(listener.sockets)).getsockname()[1]
        return await work(GuardedClient(allow=f"127.0.0.1:{port}"), f"ws://127.0.0.1:{port}/x?y=1")  # type: ignore[operator]


def test_frames_go_both_ways_until_the_end() -> None:
    async def work(client: GuardedClient, url: str) -> list[str | bytes]:
        async with client.websocket(url) as socket:
            await socket.send("秘")
            await socket.send("bye")
            return [frame async for frame in socket]

    assert run(with_socket(echo, work)) == ["秘", "bye"]


def test_the_server_hears_path_and_headers_and_no_foreign_name() -> None:
    heard: list[Request] = []

    async def note(connection: ServerConnection) -> None:
        assert connection.request is not None
        heard.append(connection.request)

    async def work(client: GuardedClient, url: str) -> None:
        async with client.websocket(url, headers={"Authorization": "Bearer t"}) as socket:
            async for _ in socket:
                pass

    run(with_socket(note, work))
    assert heard[0].path == "/x?y=1"
    assert heard[0].headers["authorization"] == "Bearer t"
    assert heard[0].headers["user-agent"].startswith("Earshot/")


def test_a_silent_socket_is_given_up() -> None:
    async def silent(connection: ServerConnection) -> None:
        await connection.send("one")
        await asyncio.sleep(1)

    async def work(client: GuardedClient, url: str) -> list[str | bytes]:
        frames: list[str | bytes] = []
        with pytest.raises(HttpFailed, match="silent"):
            async with client.websocket(url, idle=0.2) as socket:
                async for frame in socket:
                    frames.append(frame)
        return frames

    assert run(with_socket(silent, work)) == ["one"]


def test_a_server_that_does_not_say_farewell_is_left_all_the_same() -> None:
    first: list[str] = []

    async def work() -> None:
        gone = asyncio.Event()

        async def deaf(heard: Heard, writer: asyncio.StreamWriter) -> None:
            key = hashlib.sha1(heard.headers["sec-websocket-key"].encode() + ACCEPT).digest()
            writer.write(b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n")
            writer.write(b"sec-websocket-accept: " + base64.b64encode(key) + b"\r\n\r\n")
            await writer.drain()
            await asyncio.wait({asyncio.ensure_future(gone.wait())}, timeout=8)
            first.append("we left" if gone.is_set() else "it closed")
            writer.close()

        async with serving(answer=deaf) as server, client_for(server) as client:
            async with client.websocket(server.url.replace("http", "ws")):
                pass
            gone.set()
            await asyncio.sleep(0.05)

    run(work())
    assert first == ["we left"]


def test_a_busy_socket_is_not_given_up() -> None:
    async def busy(connection: ServerConnection) -> None:
        for number in range(12):
            await connection.send(str(number))
            await asyncio.sleep(0.05)

    async def work(client: GuardedClient, url: str) -> int:
        async with client.websocket(url, idle=0.3) as socket:
            return len([frame async for frame in socket])

    assert run(with_socket(busy, work)) == 12


def test_a_lost_socket_says_so() -> None:
    async def drop(connection: ServerConnection) -> None:
        await connection.send("one")
        connection.transport.abort()

    async def work(client: GuardedClient, url: str) -> None:
        async with client.websocket(url) as socket:
            with pytest.raises(HttpFailed, match="Lost the stream"):
                async for _ in socket:
                    pass

    run(with_socket(drop, work))


def test_a_frame_too_large_ends_the_stream() -> None:
    async def large(connection: ServerConnection) -> None:
        await connection.send("x" * 8_000_001)

    async def work(client: GuardedClient, url: str) -> None:
        async with client.websocket(url) as socket:
            with pytest.raises(HttpFailed):
                async for _ in socket:
                    pass

    run(with_socket(large, work, max_size=None))


@pytest.mark.parametrize("status", [401, 404, 503])
def test_a_status_instead_of_a_socket(status: int) -> None:
    def refuse(connection: ServerConnection, request: Request) -> Response:
        return connection.respond(status, "no\n")

    async def work(client: GuardedClient, url: str) -> int:
        with pytest.raises(HttpStatus) as caught:
            async with client.websocket(url):
                pass
        return caught.value.answer.status

    assert run(with_socket(echo, work, process_request=refuse)) == status


def test_a_socket_follows_no_redirect() -> None:
    async def work() -> HttpFailed:
        moved = b"HTTP/1.1 302 Found\r\nlocation: ws://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n"
        async with serving(moved) as server, client_for(server) as client:
            with pytest.raises(HttpFailed) as caught:
                async with client.websocket(server.url.replace("http", "ws")):
                    pass
            return caught.value

    assert "Cannot open a stream" in str(run(work()))


def test_a_socket_to_nobody_was_not_sent() -> None:
    async def work() -> HttpFailed:
        async with serving(OK) as server:
            pass
        async with client_for(server) as client:
            with pytest.raises(HttpFailed) as caught:
                async with client.websocket(server.url.replace("http", "ws")):
                    pass
            return caught.value

    assert run(work()).sent is False
