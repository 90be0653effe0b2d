"""The small parts of the runtime: pauses, cursors, states, locks, ports, addresses, surroundings."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.kernel.errors import BadInput, Conflict
from earshot.site.runtime import surroundings
from earshot.site.runtime.addresses import EVERYWHERE, lan_addresses, urls
from earshot.site.runtime.backoff import Backoff
from earshot.site.runtime.cursors import Cursors
from earshot.site.runtime.lock import HomeLock
from earshot.site.runtime.ports_in_use import listen_on, port_holder
from earshot.site.runtime.states import LIVE, LaneState, worst


def test_pauses_grow_up_to_the_longest_and_begin_anew() -> None:
    backoff = Backoff(1.0, 8.0)
    pauses = [backoff.next() for _ in range(6)]
    for pause, full in zip(pauses, [1, 2, 4, 8, 8, 8], strict=True):
        assert full / 2 <= pause <= full
    backoff.reset()
    assert backoff.next() <= 1.0


def test_one_lane_stores_the_connectors_own_cursor() -> None:
    cursors = Cursors("1700", ["stream"])
    assert cursors.of("stream") == "1700"
    assert cursors.text("stream", "1800") == "1800"
    cursors.stored("stream", "1800")
    assert cursors.of("stream") == "1800"


@given(st.text(), st.text(), st.text())
def test_two_lanes_keep_their_places_apart(first: str, second: str, third: str) -> None:
    cursors = Cursors("", ["stream", "pull"])
    cursors.stored("stream", first)
    text = cursors.text("pull", second)
    again = Cursors(text, ["stream", "pull"])
    assert (again.of("stream"), again.of("pull")) == (first, second)
    later = Cursors(again.text("stream", third), ["stream", "pull"])
    assert (later.of("stream"), later.of("pull")) == (third, second)


def test_a_lane_that_goes_away_leaves_the_other_its_place() -> None:
    both = Cursors("", ["stream", "pull"])
    both.stored("stream", "a")
    assert Cursors(both.text("pull", "b"), ["pull"]).of("pull") == "b"


def test_the_state_that_needs_attention_is_shown() -> None:
    waiting, refused = LaneState("waiting", "lost"), LaneState("refused", "no")
    assert worst([LIVE, waiting]) == waiting
    assert worst([refused, waiting, LIVE]) == refused
    assert worst([]) == LIVE


HOLD = """
import sys, pathlib
from earshot.site.runtime.lock import HomeLock
lock = HomeLock(pathlib.Path(sys.argv[1]), "work")
lock.take()
print("taken", flush=True)
sys.stdin.read()
"""


def test_a_home_has_one_process_of_a_kind_even_after_kill_9(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "taken\n"
    with pytest.raises(Conflict, match=f"process {other.pid}") as refused:
        HomeLock(tmp_path, "work").take()
    assert "EARSHOT_HOME" in refused.value.mend
    HomeLock(tmp_path, "up").take()
    other.kill()
    other.wait()
    for stream in (other.stdin, other.stdout):
        assert stream is not None
        stream.close()
    lock = HomeLock(tmp_path, "work")
    lock.take()
    assert (tmp_path / "work.lock").read_text() == str(os.getpid())
    lock.release()
    HomeLock(tmp_path, "work").take()


def test_a_taken_port_is_told_with_its_holder_and_the_way_out() -> None:
    holder = socket.create_server(("127.0.0.1", 0))
    port = holder.getsockname()[1]
    try:
        with pytest.raises(Conflict, match=f"Port {port} is taken") as refused:
            listen_on("127.0.0.1", port)
        assert f'make run ARGS="--port {port + 1}"' in refused.value.mend
        assert "sudo" not in str(refused.value)
        if Path("/proc/net/tcp").exists():
            assert f"process {os.getpid()}" in refused.value.message
    finally:
        holder.close()
    assert port_holder(port) == ""
    listen_on("127.0.0.1", port).close()


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("192.0.2.1", 8000)])
def test_an_address_that_cannot_be_ours_is_told(host: str, port: int) -> None:
    with pytest.raises(BadInput, match="cannot be used"):
        listen_on(host, port)


def test_every_address_is_listed_our_own_first() -> None:
    assert urls("127.0.0.1", 8000) == ["http://127.0.0.1:8000/"]
    assert urls("::1", 8000) == ["http://[::1]:8000/"]
    everywhere = urls(EVERYWHERE, 8000)
    assert everywhere[0] == "http://127.0.0.1:8000/"
    others = [address for address in lan_addresses() if not address.startswith("127.")]
    assert everywhere[1:] == [f"http://{address}:8000/" for address in dict.fromkeys(others)]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+\.\d+", address) for address in lan_addresses())


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("zh_TW.UTF-8", "zh-hant"),
        ("zh_HK", "zh-hant"),
        ("zh_CN.UTF-8", "zh-hans"),
        ("en_GB.UTF-8", "en"),
        ("C.UTF-8", "en"),
        ("", "en"),
        ("de_DE.UTF-8", "en"),
    ],
)
def test_the_language_is_proposed_from_the_locale(monkeypatch: pytest.MonkeyPatch, locale: str, language: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    assert surroundings.language() == language


def test_the_zone_is_proposed_from_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Taipei")
    assert surroundings.zone() == "Asia/Taipei"
    monkeypatch.setenv("TZ", "Nowhere/At_all")
    monkeypatch.setattr(surroundings, "_file", lambda path: "")
    monkeypatch.setattr(surroundings, "_link", lambda path: "/usr/share/zoneinfo/Mars")
    assert surroundings.zone() == "UTC"


@pytest.mark.parametrize(
    ("name", "short"), [("mei", "mei"), ("Mei Lin", "mei-lin"), ("root", "owner"), ("美", "owner")]
)
def test_the_owner_gets_a_short_name(monkeypatch: pytest.MonkeyPatch, name: str, short: str) -> None:
    monkeypatch.setattr(surroundings.getpass, "getuser", lambda: name)
    assert surroundings.user_name() == short
