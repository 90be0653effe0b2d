"""Real processes: one that is stopped for a while and goes on, as a laptop that sleeps; a link that is opened from
another address."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.cookiejar import CookieJar
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from earshot.site.runtime import standing
from earshot.site.runtime.rhythm import HELD_UP
from tests.site.test_runtime_up import Up, wait_until

pytestmark = pytest.mark.whole

ASLEEP = HELD_UP.total_seconds() + 4
"""Seconds."""

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Ticker</title><link>http://127.0.0.1/</link>
<item><title>One</title><guid>one</guid><link>http://127.0.0.1/one</link></item></channel></rss>"""


class Ticker(ThreadingHTTPServer):
    """A feed on this machine that counts who asks."""

    asked = 0

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert isinstance(self.server, Ticker)
            self.server.asked += 1
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(FEED)))
            self.end_headers()
            self.wfile.write(FEED)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), self.Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def ticker() -> Iterator[Ticker]:
    server = Ticker()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory, ticker: Ticker) -> Iterator[Up]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EARSHOT_ALLOW_HOSTS", f"127.0.0.1:{ticker.server_port}")
        running = Up(tmp_path_factory.mktemp("laptop") / "home", "--lan")
        running.wait_for("Stop with Ctrl-C")
        yield running
    running.end()


def in_home(up: Up, code: str) -> str:
    """Run some lines with the home's database."""
    told = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{code}"],
        env={**os.environ, "EARSHOT_HOME": str(up.home), "DJANGO_SETTINGS_MODULE": "earshot.site.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.strip()


CONNECT = """
from earshot.features.listening.actions import add_channel
from earshot.features.people.models import Membership
from earshot.kernel.clock import SystemClock
seat = Membership.objects.exclude(person=None).first()
add_channel(seat, "feeds", "ticker", {{"address": "http://127.0.0.1:{port}/feed", "kind": "news"}}, SystemClock())
"""
STATE = """
from earshot.features.listening.models import Channel
found = Channel.objects.get(name="ticker")
print(found.state, found.last_contact_at is not None)
"""
GAPS = """
from earshot.features.listening.models import Gap
for gap in Gap.objects.order_by("id"):
    print(gap.cause, (gap.to_at - gap.from_at).total_seconds(), gap.filled)
"""


def test_a_process_that_was_held_notes_the_gap_and_asks_at_once(up: Up, ticker: Ticker) -> None:
    in_home(up, CONNECT.format(port=ticker.server_port))
    wait_until(lambda: in_home(up, STATE) == "live True")  # it would be asked again in ten minutes
    wait_until(lambda: standing.read(up.home).mark is not None)
    before = ticker.asked
    work = up.child("work")
    os.kill(work, signal.SIGSTOP)
    try:
        time.sleep(ASLEEP)  # the one thing that a sleep cannot be without
    finally:
        os.kill(work, signal.SIGCONT)
    wait_until(lambda: standing.read(up.home).slept is not None)
    slept = standing.read(up.home).slept
    assert slept is not None
    assert timedelta(seconds=ASLEEP - 2) < slept[1] - slept[0] < timedelta(seconds=ASLEEP + 30)
    wait_until(lambda: ticker.asked > before)
    wait_until(lambda: "True" in in_home(up, GAPS))
    cause, seconds, filled = in_home(up, GAPS).splitlines()[0].split()
    assert (cause, filled) == ("asleep", "True")
    assert float(seconds) > ASLEEP - 2
    assert up.child("work") == work, "nobody had to start it again"


def test_the_sign_in_link_works_from_another_address_of_this_machine(up: Up) -> None:
    path = re.search(r"http://127\.0\.0\.1:\d+(/sign-in/\S+)", up.said())
    assert path is not None
    there = f"http://127.0.0.2:{up.port}"
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(there + path.group(1), timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    form = urlencode({"csrfmiddlewaretoken": token.group(1)}).encode()
    answer = browser.open(Request(there + path.group(1), form, {"Origin": there}), timeout=30)
    assert answer.url.startswith(there + "/w/")
    assert "/phone/" in answer.read().decode()


def test_a_year_that_cannot_be_is_refused(tmp_path: Path) -> None:
    code = (
        "from datetime import UTC, datetime\n"
        "from earshot.kernel import clock\n"
        "clock.SystemClock.now = lambda self: datetime(1970, 1, 1, 0, 3, tzinfo=UTC)\n"
        "from earshot.site.cli import main\n"
        "raise SystemExit(main(['up', '--no-link']))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "EARSHOT_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert told.returncode == 2
    assert "says 1970-01-01 00:03 UTC, which cannot be" in told.stderr
    assert "timedatectl" in told.stderr
    assert not (tmp_path / "home" / "earshot.sqlite3").exists()
