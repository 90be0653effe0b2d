"""The guard between name and connection, over a network that does not exist: never a packet off loopback."""

from __future__ import annotations

import asyncio
import socket

import pytest

from earshot.adapters.http import GuardedClient
from earshot.adapters.http.guard import AllowList
from earshot.kernel.errors import BadInput
from earshot.ports.http import HttpFailed, HttpRefused
from tests.adapters.http.loopback import OK, FakeNetwork, Names, run
from tests.adapters.http.test_addresses import CLOSED

PUBLIC = "93.184.216.34"
OTHER = "1.1.1.1"


def redirect(to: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Moved\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n".encode()


def fetch(network: FakeNetwork, names: Names, url: str, allow: str = "", method: str = "GET", **more: object) -> object:
    async def work() -> object:
        client = GuardedClient(allow=allow, resolver=names, backend=network)
        return await client.request(method, url, **more)  # type: ignore[arg-type]

    return run(work())


@pytest.mark.parametrize("address", CLOSED)
def test_a_name_that_leads_to_a_special_address_is_refused_before_any_connection(address: str) -> None:
    network = FakeNetwork()
    with pytest.raises(HttpRefused) as caught:
        fetch(network, Names(evil_test=[[address]]), "http://evil.test/")
    assert network.opened == []
    assert caught.value.sent is False
    assert "EARSHOT_ALLOW_HOSTS=evil.test:80" in str(caught.value)


@pytest.mark.parametrize("answer", [[PUBLIC, "127.0.0.1"], ["10.0.0.1", PUBLIC], [PUBLIC, OTHER, "::ffff:10.0.0.1"]])
def test_one_special_address_among_public_ones_is_enough(answer: list[str]) -> None:
    network = FakeNetwork()
    with pytest.raises(HttpRefused):
        fetch(network, Names(mixed_test=[answer]), "http://mixed.test/")
    assert network.opened == []


def test_the_connection_goes_to_the_very_address_that_was_checked() -> None:
    network = FakeNetwork()
    names = Names(flip_test=[[PUBLIC], ["127.0.0.1"]])
    fetch(network, names, "http://flip.test/")
    assert network.opened == [(PUBLIC, 80)]
    assert names.asked == ["flip.test"]


def test_a_flip_flop_resolver_is_caught_when_it_flips() -> None:
    network = FakeNetwork(redirect("http://flip.test/again"))
    names = Names(flip_test=[[PUBLIC], ["169.254.169.254"]])

    async def work() -> None:
        client = GuardedClient(allow="", resolver=names, backend=network)
        await client.request("POST", "http://flip.test/", body=b"x")
        await client.request("POST", "http://flip.test/", body=b"x")

    with pytest.raises(HttpRefused):
        run(work())
    assert network.opened == [(PUBLIC, 80)]


def test_tls_and_host_header_keep_the_name() -> None:
    network = FakeNetwork()
    fetch(network, Names(example_org=[[PUBLIC]]), "https://example.org/path?q=1#part")
    assert network.opened == [(PUBLIC, 443)]
    assert network.proved == ["example.org"]
    head = b"".join(network.written)
    assert head.startswith(b"GET /path?q=1 HTTP/1.1\r\n")
    assert b"host: example.org\r\n" in head.lower()


def test_a_dead_address_is_passed_over_for_the_next() -> None:
    network = FakeNetwork(dead=[PUBLIC])
    fetch(network, Names(two_test=[[PUBLIC, OTHER]]), "http://two.test/")
    assert network.opened == [(PUBLIC, 80), (OTHER, 80)]


def test_when_none_accepts_surely_nothing_was_sent() -> None:
    with pytest.raises(HttpFailed) as caught:
        fetch(FakeNetwork(dead=[PUBLIC]), Names(dead_test=[[PUBLIC]]), "http://dead.test/", method="POST", body=b"x")
    assert caught.value.sent is False


def test_a_name_that_leads_nowhere() -> None:
    with pytest.raises(HttpFailed, match=r"no address for gone\.test") as caught:
        fetch(FakeNetwork(), Names(), "http://gone.test/")
    assert caught.value.sent is False


def test_a_resolver_that_answers_nothing() -> None:
    with pytest.raises(HttpFailed, match="no address"):
        fetch(FakeNetwork(), Names(void_test=[[]]), "http://void.test/")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "ws://example.org/",
        "//example.org/",
        "example.org",
        "http://",
        "http:///path",
        "https://user:secret@example.org/",
        "http://exa mple.org/",
        "javascript:alert(1)",
        "",
    ],
)
def test_only_plain_web_addresses(url: str) -> None:
    network = FakeNetwork()
    with pytest.raises(HttpRefused) as caught:
        fetch(network, Names(example_org=[[PUBLIC]]), url)
    assert network.opened == []
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/", "http://inside.test/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/"]
)
def test_each_redirect_is_checked_anew(target: str) -> None:
    network = FakeNetwork(redirect(target))
    numbers = {"127.0.0.1": [["127.0.0.1"]], "::1": [["::1"]], "169.254.169.254": [["169.254.169.254"]]}
    names = Names(example_org=[[PUBLIC]], inside_test=[["192.168.1.1"]], **numbers)
    with pytest.raises(HttpRefused) as caught:
        fetch(network, names, "http://example.org/")
    assert network.opened == [(PUBLIC, 80)]
    assert caught.value.sent is True


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "http://a:b@example.org/"])
def test_a_redirect_to_what_is_no_web_address_is_refused(target: str) -> None:
    with pytest.raises(HttpRefused):
        fetch(FakeNetwork(redirect(target)), Names(example_org=[[PUBLIC]]), "http://example.org/")


def test_the_company_own_host_is_open_to_what_it_configured() -> None:
    network = FakeNetwork()
    fetch(network, Names(chat_corp=[["10.1.2.3"]]), "http://chat.corp:8080/", allow=" other, Chat.Corp:8080 ")
    assert network.opened == [("10.1.2.3", 8080)]


def test_the_company_own_host_is_closed_on_another_port() -> None:
    with pytest.raises(HttpRefused):
        fetch(FakeNetwork(), Names(chat_corp=[["10.1.2.3"]]), "http://chat.corp:22/", allow="chat.corp:8080")


def test_a_stranger_cannot_redirect_to_the_company_own_host() -> None:
    network = FakeNetwork(redirect("http://chat.corp/admin"))
    names = Names(example_org=[[PUBLIC]], chat_corp=[["10.1.2.3"]])
    with pytest.raises(HttpRefused, match="one of your own hosts"):
        fetch(network, names, "http://example.org/", allow="chat.corp")
    assert network.opened == [(PUBLIC, 80)]


def test_the_company_own_hosts_may_redirect_to_each_other() -> None:
    network = FakeNetwork(redirect("http://wiki.corp/"), OK)
    names = Names(chat_corp=[["10.1.2.3"]], wiki_corp=[["10.1.2.4"]])
    fetch(network, names, "http://chat.corp/", allow="chat.corp,wiki.corp")
    assert network.opened == [("10.1.2.3", 80), ("10.1.2.4", 80)]


def test_this_machine_only_through_the_allow_list() -> None:
    names = Names(localhost=[["127.0.0.1"]])
    with pytest.raises(HttpRefused):
        fetch(FakeNetwork(), names, "http://localhost:2583/")
    network = FakeNetwork()
    fetch(network, names, "http://localhost:2583/", allow="localhost:2583")
    assert network.opened == [("127.0.0.1", 2583)]


def test_the_allow_list_comes_from_the_environment_and_is_empty_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(network: FakeNetwork) -> None:
        await GuardedClient(resolver=Names(chat_corp=[["10.1.2.3"]]), backend=network).request(
            "GET", "http://chat.corp/"
        )

    monkeypatch.delenv("EARSHOT_ALLOW_HOSTS", raising=False)
    with pytest.raises(HttpRefused):
        run(work(FakeNetwork()))
    monkeypatch.setenv("EARSHOT_ALLOW_HOSTS", "chat.corp")
    network = FakeNetwork()
    run(work(network))
    assert network.opened == [("10.1.2.3", 80)]


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    network = FakeNetwork()
    fetch(network, Names(example_org=[[PUBLIC]]), "https://example.org/")
    assert network.opened == [(PUBLIC, 443)]


@pytest.mark.parametrize(
    ("entry", "host", "port", "allowed"),
    [
        ("", "a", 80, False),
        ("a", "a", 80, True),
        ("a", "A", 443, True),
        ("a:80", "a", 443, False),
        ("a", "b.a", 80, False),
        ("[::1]:80", "::1", 80, True),
        ("[::1]", "::1", 9, True),
        ("a:80", "a", 80, True),
        ("bücher.corp", "xn--bcher-kva.corp", 80, True),
        (",,", "", 80, False),
    ],
)
def test_entries_of_the_allow_list(entry: str, host: str, port: int, allowed: bool) -> None:
    assert AllowList.read(entry).has(host, port) is allowed


@pytest.mark.parametrize("entry", ["http://a/", "a/b", "user@a", "a b", "a:port", "::1:x"])
def test_an_entry_that_is_no_host_is_said_to_be_none(entry: str) -> None:
    with pytest.raises(BadInput, match="neither a host nor host:port"):
        AllowList.read(entry)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "64:ff9b::7f00:1"])
def test_web_sockets_go_through_the_same_guard(address: str) -> None:
    opened: list[tuple[str, int]] = []

    async def never(host: str, port: int) -> socket.socket:
        opened.append((host, port))
        raise OSError("not in a test")

    async def work() -> None:
        client = GuardedClient(allow="", resolver=Names(evil_test=[[address]]), opener=never)
        async with client.websocket("wss://evil.test/subscribe"):
            pass

    with pytest.raises(HttpRefused):
        run(work())
    assert opened == []


def test_web_sockets_connect_to_the_checked_address() -> None:
    opened: list[tuple[str, int]] = []

    async def note(host: str, port: int) -> socket.socket:
        opened.append((host, port))
        raise OSError("not in a test")

    async def work() -> None:
        names = Names(flip_test=[[PUBLIC], ["127.0.0.1"]])
        async with GuardedClient(allow="", resolver=names, opener=note).websocket("ws://flip.test/"):
            pass

    with pytest.raises(HttpFailed) as caught:
        run(work())
    assert opened == [(PUBLIC, 80)]
    assert caught.value.sent is False


@pytest.mark.parametrize("url", ["http://example.org/", "ftp://example.org/", "wss://user:secret@example.org/"])
def test_web_sockets_only_by_their_own_schemes(url: str) -> None:
    with pytest.raises(HttpRefused):
        GuardedClient(allow="").websocket(url)


def test_a_slow_resolver_is_given_up() -> None:
    async def never(host: str, port: int) -> list[str]:
        await asyncio.sleep(60)
        return []

    async def work() -> None:
        await GuardedClient(allow="", resolver=never).request("POST", "http://slow.test/", timeout=0.05)

    with pytest.raises(HttpFailed, match="Cannot reach") as caught:
        run(work())
    assert caught.value.sent is False
