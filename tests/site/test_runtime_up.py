"""``earshot up`` as a person starts it: a fresh folder, one command, kill -9 at its children, Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from earshot.kernel.errors import BadInput
from earshot.site.home import DATABASE, KEY, lost_key, prepare_home
from earshot.site.runtime.prepared import NOTE, is_prepared
from tests.servers.processes import free_port

pytestmark = pytest.mark.whole

FINISH = 60.0


class Up:
    """A running ``earshot up``."""

    def __init__(self, home: Path, *words: str) -> None:
        self.home, self.port = home, free_port()
        self._log = home.parent / f"up-{self.port}.log"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "earshot", "up", "--port", str(self.port), *words],
                env={**os.environ, "EARSHOT_HOME": str(home)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        return self._log.read_text()

    def wait_for(self, words: str) -> None:
        wait_until(lambda: words in self.said() or self.process.poll() is not None)
        assert words in self.said(), self.said()

    def child(self, command: str) -> int:
        """Process id of a child; 0 while there is none."""
        found = re.findall(rf"^\s*(\d+)\s+{self.process.pid}\s+.*-m earshot {command}\b", processes(), re.MULTILINE)
        return int(found[0]) if found else 0

    def answers(self, path: str = "/healthz") -> bool:
        try:
            return bool(urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5).status == 200)
        except OSError:
            return False

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def processes() -> str:
    """A line for each process: its id, its parent's id, its command."""
    if not Path("/proc/self/stat").exists():
        return subprocess.run(["ps", "-A", "-o", "pid=,ppid=,command="], capture_output=True, text=True).stdout
    lines = []
    for folder in Path("/proc").glob("[0-9]*"):  # a minimal system has no ps
        with suppress(OSError):
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            lines.append(f"{folder.name} {parent} {command}")
    return "\n".join(lines)


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + FINISH
    while not holds():
        assert time.monotonic() < end, "waited for too long"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("up") / "home"


@pytest.fixture(scope="module")
def up(home: Path) -> Iterator[Up]:
    running = Up(home)
    running.wait_for("Stop with Ctrl-C")
    yield running
    running.end()


def test_a_fresh_folder_becomes_a_served_page_with_a_link_that_works_once(up: Up) -> None:
    said = up.said()
    assert f"http://127.0.0.1:{up.port}/\n" in said
    assert up.answers()
    link = re.search(r"http://127\.0\.0\.1:\d+(/sign-in/\S+)", said)
    assert link is not None
    assert up.answers(link.group(1))
    assert is_prepared(up.home)
    assert up.home.stat().st_mode & 0o777 == 0o700
    assert (up.home / "earshot.sqlite3").stat().st_mode & 0o077 == 0


def test_the_first_start_says_where_the_key_is_and_does_not_show_it(up: Up) -> None:
    said = up.said()
    assert said.count(f"{up.home / KEY}\n") == 1
    assert "Keep a copy somewhere safe" in said
    assert (up.home / KEY).read_text().strip() not in said


def test_a_second_start_of_the_same_home_says_where_it_runs(up: Up) -> None:
    second = Up(up.home)
    second.process.wait(FINISH)
    assert second.process.returncode == 2
    assert f"already running for {up.home}, as process {up.process.pid}" in second.said()
    assert f"http://127.0.0.1:{up.port}/" in second.said()


@pytest.mark.parametrize("command", ["web", "work"])
def test_a_child_that_is_killed_is_started_again(up: Up, command: str) -> None:
    wait_until(lambda: up.child(command) != 0)
    old = up.child(command)
    os.kill(old, signal.SIGKILL)
    wait_until(lambda: up.child(command) not in (0, old))
    wait_until(up.answers)
    assert "was killed (signal 9)" in up.said()


def test_requests_that_others_get_wrong_say_nothing_to_the_operator(up: Up) -> None:
    before = up.said()
    told = {
        first: ask(up.port, first, host).split(b" ", 2)[1]
        for first, host in (
            (b"GET /wp-login.php HTTP/1.1", b"x"),
            (b"POST /accounts/login/ HTTP/1.1", b"x"),
            (b"GET /accounts/login/ HTTP/1.1", b"no host"),
            (b"\x16\x03\x01", b"x"),
        )
    }
    assert list(told.values()) == [b"404", b"403", b"400", b"400"]
    assert up.said() == before


def ask(port: int, first: bytes, host: bytes) -> bytes:
    """The whole answer to one request."""
    with socket.create_connection(("127.0.0.1", port), timeout=FINISH) as line:
        line.sendall(first + b"\r\nHost: " + host + b"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        return b"".join(iter(lambda: line.recv(65536), b""))


SESSION = """
from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from earshot.features.people.models import Membership
seat = Membership.objects.exclude(person=None).select_related("person", "workspace").first()
store = SessionStore()
store[auth.SESSION_KEY] = seat.person._meta.pk.value_to_string(seat.person)
store[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
store[auth.HASH_SESSION_KEY] = seat.person.get_session_auth_hash()
store.create()
print(seat.workspace.slug, settings.SESSION_COOKIE_NAME, store.session_key)
"""


@contextmanager
def open_stream(up: Up) -> Iterator[socket.socket]:
    """The event stream of an open page, as far as its first words."""
    code = f"import django; django.setup()\n{SESSION}"
    settings = {**os.environ, "EARSHOT_HOME": str(up.home), "DJANGO_SETTINGS_MODULE": "earshot.site.settings"}
    told = subprocess.run([sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=True)
    slug, name, value = told.stdout.split()
    with socket.create_connection(("127.0.0.1", up.port), timeout=FINISH) as line:
        line.sendall(f"GET /w/{slug}/events HTTP/1.1\r\nHost: x\r\nCookie: {name}={value}\r\n\r\n".encode())
        heard = b""
        while b"retry:" not in heard:
            heard += line.recv(65536)
        assert heard.startswith(b"HTTP/1.1 200 ")
        yield line


def test_an_open_page_does_not_hold_a_server_that_stops(up: Up) -> None:
    with open_stream(up) as one, open_stream(up) as other:
        os.kill(up.child("web"), signal.SIGTERM)
        for line in (one, other):
            rest = b"".join(iter(lambda line=line: line.recv(65536), b""))  # type: ignore[misc]
            assert rest.endswith(b"0\r\n\r\n"), "the stream was cut instead of ended"
    wait_until(lambda: "The page server was stopped" in up.said())
    assert "Traceback" not in up.said()
    wait_until(up.answers)


def test_ctrl_c_stops_both_and_another_start_prepares_nothing(up: Up, home: Path) -> None:
    wait_until(lambda: up.child("web") != 0 and up.child("work") != 0)
    children = [up.child("web"), up.child("work")]
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(FINISH) == 0
    assert up.said().endswith("Stopped.\n")
    assert not any(_lives(child) for child in children)
    prepared = (home / NOTE).stat().st_mtime_ns
    again = Up(home, "--no-link")
    try:
        again.wait_for("Stop with Ctrl-C")
        assert "Preparing" not in again.said()
        assert "/sign-in/" not in again.said()
        assert "Keep a copy" not in again.said()
        assert (home / NOTE).stat().st_mtime_ns == prepared
        children = [again.child("web"), again.child("work")]
        assert all(children)
        again.process.kill()
        wait_until(lambda: not any(_lives(child) for child in children))
    finally:
        again.end()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_supervisor_never_loads_the_web_framework() -> None:
    code = "import sys, earshot.site.commands.up, earshot.site.runtime.supervisor; print('django' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told == "False\n"


@pytest.mark.parametrize("command", ["up", "web", "work", "link", "workspace"])
def test_help_shows_examples(command: str) -> None:
    told = subprocess.run([sys.executable, "-m", "earshot", command, "--help"], capture_output=True, text=True)
    assert told.returncode == 0
    assert f"  earshot {command}" in told.stdout


def test_a_key_that_is_gone_from_a_used_home_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path))
    assert not lost_key(), "a new home has none yet"
    prepare_home()
    (tmp_path / DATABASE).write_text("")
    assert not lost_key()
    (tmp_path / KEY).unlink()
    assert lost_key()


def test_a_file_that_belongs_to_somebody_else_is_told_before_anything_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = tmp_path / "earshot.sqlite3"
    theirs.write_text("")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path))
    monkeypatch.setattr("os.access", lambda path, mode: path == tmp_path)  # the tests may run as root, who may do all
    with pytest.raises(BadInput) as caught:
        prepare_home()
    assert f"cannot write to {theirs} (Permission denied" in caught.value.message
    assert f"chmod -R u+rwX {tmp_path}" in caught.value.mend, "it is the test's own"
    assert not (tmp_path / "key").exists()


def test_a_folder_that_cannot_be_written_is_told_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = subprocess.run(
        [sys.executable, "-m", "earshot", "up", "--port", str(free_port())],
        env={**os.environ, "EARSHOT_HOME": str(tmp_path / "file")},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 2
    assert "is a file, not a folder" in told.stderr
    assert "EARSHOT_HOME" in told.stderr
