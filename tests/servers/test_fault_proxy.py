"""The fault proxy does to a request exactly what it says, against a small server that counts what it carried out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from tests.servers.fault_proxy import (
    Fault,
    FaultProxy,
    Hold,
    answer,
    cut_answer,
    delay,
    delay_answer,
    drop,
    hang,
    lose_answer,
)

pytestmark = pytest.mark.whole


class Counting(ThreadingHTTPServer):
    """Answers every POST and remembers its body."""

    def __init__(self) -> None:
        self.done: list[bytes] = []
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: Counting

    def do_POST(self) -> None:
        if self.headers.get("transfer-encoding"):
            raise AssertionError("the proxy joins chunks")
        self.server.done.append(self.rfile.read(int(self.headers["content-length"])))
        self._answer(b'{"carried": "out", "padding": "............................................"}')

    def do_GET(self) -> None:
        self._answer(b"here")

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Counting]:
    server = Counting()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def proxy(server: Counting) -> Iterator[FaultProxy]:
    with FaultProxy(f"http://127.0.0.1:{server.server_address[1]}") as proxy:
        yield proxy


def post(proxy: FaultProxy, body: bytes = b"x", timeout: float = 10.0) -> httpx.Response:
    return httpx.post(f"{proxy.url}/xrpc/write?a=1", content=body, timeout=timeout, trust_env=False)


def test_what_has_no_fault_passes_and_is_noted(proxy: FaultProxy, server: Counting) -> None:
    assert post(proxy, b"hello").json()["carried"] == "out"
    assert server.done == [b"hello"]
    seen = proxy.wait_for("write", "delivered")
    assert (seen.method, seen.path, seen.body, seen.status) == ("POST", "/xrpc/write?a=1", b"hello", 200)
    assert proxy.seen("elsewhere") == []


def test_a_chunked_body_arrives_whole(proxy: FaultProxy, server: Counting) -> None:
    httpx.post(proxy.url, content=iter([b"one", b"two"]), trust_env=False)
    assert server.done == [b"onetwo"]


def test_a_lost_answer_was_carried_out(proxy: FaultProxy, server: Counting) -> None:
    proxy.fault(lose_answer(), path="write")
    with pytest.raises(httpx.RemoteProtocolError):
        post(proxy)
    assert server.done == [b"x"]
    assert proxy.wait_for("write", "answered").fault == "lose answer"
    assert post(proxy).status_code == 200


def test_a_cut_answer_was_carried_out(proxy: FaultProxy, server: Counting) -> None:
    proxy.fault(cut_answer(60))
    with pytest.raises(httpx.RemoteProtocolError):
        post(proxy)
    assert server.done == [b"x"]


def test_a_dropped_request_never_arrives(proxy: FaultProxy, server: Counting) -> None:
    proxy.fault(drop(), times=2)
    for _ in range(2):
        with pytest.raises(httpx.RemoteProtocolError):
            post(proxy)
    assert server.done == []
    assert [one.stage for one in proxy.seen()] == ["received", "received"]


@pytest.mark.parametrize("after", [False, True])
def test_an_error_comes_instead_of_or_after_the_deed(proxy: FaultProxy, server: Counting, after: bool) -> None:
    proxy.fault(answer(502, b"no", after=after, headers="retry-after: 3\r\n"))
    got = post(proxy)
    assert (got.status_code, got.text, got.headers["retry-after"]) == (502, "no", "3")
    assert len(server.done) == after


@pytest.mark.parametrize("after", [False, True])
def test_hanging_keeps_the_client_waiting(proxy: FaultProxy, server: Counting, after: bool) -> None:
    proxy.fault(hang(after=after))
    with pytest.raises(httpx.ReadTimeout):
        post(proxy, timeout=0.5)
    assert len(server.done) == after


@pytest.mark.parametrize("fault", [delay, delay_answer])
def test_delays_pass_in_the_end(proxy: FaultProxy, server: Counting, fault: Callable[[float], Fault]) -> None:
    proxy.fault(fault(0.3))
    assert post(proxy).status_code == 200
    assert server.done == [b"x"]


def test_a_held_request_is_carried_out_though_its_client_is_gone(proxy: FaultProxy, server: Counting) -> None:
    hold = Hold()
    proxy.fault(hold.fault)
    with pytest.raises(httpx.ReadTimeout):
        post(proxy, timeout=0.3)
    proxy.wait_for("write", "received")
    assert server.done == []
    hold.release()
    proxy.wait_for("write", "answered")
    assert server.done == [b"x"]


def test_clearing_forgets(proxy: FaultProxy, server: Counting) -> None:
    proxy.fault(drop(), times=9)
    proxy.clear()
    assert post(proxy).status_code == 200
    assert len(proxy.seen()) == 1
