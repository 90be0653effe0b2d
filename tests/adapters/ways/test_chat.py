"""Chats by the real Apprise in its child process, to servers on loopback; and the fence around it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest

from earshot.adapters.chat import AppriseChat
from earshot.adapters.chat.child import without_secrets
from earshot.ports.ways import Message, WayFailed
from tests.adapters.ways.receiver import receiver

pytestmark = pytest.mark.whole

MESSAGE = Message("由您負責", "奶茶裡有異物 <b>&\n第二行", "key-1", "http://127.0.0.1/w/acme/")


def test_a_chat_gets_title_text_and_link() -> None:
    with receiver() as server:
        server.status = 200
        asyncio.run(AppriseChat(server.host).send(f"json://{server.host}/hook/secret-token", MESSAGE))
        [heard] = server.heard
    told = heard.json()
    assert told["title"] == "由您負責"
    assert told["message"] == "奶茶裡有異物 <b>&\n第二行\n\nhttp://127.0.0.1/w/acme/"
    assert heard.path == "/hook/secret-token"


def test_a_webhook_of_the_shape_of_slack() -> None:
    with receiver() as server:
        server.status = 200
        asyncio.run(AppriseChat(server.host).send(f"mmost://{server.host}/0123456789abcdef0123456789", MESSAGE))
        [heard] = server.heard
    assert "奶茶裡有異物" in heard.json()["text"]
    assert heard.path == "/hooks/0123456789abcdef0123456789"


def test_a_private_address_is_refused_before_anything_is_sent() -> None:
    with receiver() as server:
        with pytest.raises(WayFailed, match="not on the public Internet") as failed:
            asyncio.run(AppriseChat("").send(f"json://{server.host}/secret-token", MESSAGE))
        with pytest.raises(WayFailed):
            asyncio.run(AppriseChat("").send(f"json://localhost:{server.port}/", MESSAGE))
        assert server.heard == []
    assert failed.value.lasting
    assert "secret-token" not in str(failed.value)


def test_a_refusal_of_the_chat_is_told_without_the_address() -> None:
    with receiver() as server:
        server.status = 403
        with pytest.raises(WayFailed) as failed:
            asyncio.run(AppriseChat(server.host).send(f"json://{server.host}/secret-token", MESSAGE))
    assert "did not take" in failed.value.message
    assert "403" in failed.value.message
    assert "secret-token" not in str(failed.value)


@pytest.mark.parametrize("address", ["", "nonsense", "https://acme.test", "nothing://x", "slack://one"])
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(WayFailed, match="no address"):
        asyncio.run(AppriseChat("").name_of(address))


def test_the_screen_of_the_server_is_nobody() -> None:
    with pytest.raises(WayFailed, match="screen"):
        asyncio.run(AppriseChat("").name_of("syslog://"))


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("wecombot://693a83f6-7aoc-4bc4-97a0-0ec2sifa5aaa", "WeCom Bot"),
        ("dingtalk://abcdef012345", "DingTalk"),
        ("feishu://abc123abc123abc123", "Feishu"),
        ("tgram://123456789:abcdefg_hijklmnop/12315544/", "Telegram"),
        ("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", "Discord"),
        ("matrix://user:pass@127.0.0.1/%23room", "Matrix"),
    ],
)
def test_the_chats_of_the_issue_are_known_by_name(address: str, name: str) -> None:
    assert asyncio.run(AppriseChat("").name_of(address)) == name


def test_no_part_of_an_address_is_in_what_is_told() -> None:
    words = without_secrets("POST https://hooks.acme.test/T0KEN123/s3cr3ts failed", "slack://T0KEN123/s3cr3ts?x=1")
    assert "T0KEN123" not in words
    assert "s3cr3ts" not in words


FENCED = """
import json, os, socket, subprocess, sys
from earshot.adapters.chat.fence import Fence
from earshot.adapters.http.guard import AllowList
Fence(AllowList.read("")).close()
told = {}
def attempt(name, act):
    try:
        act()
        told[name] = "done"
    except Exception as error:
        told[name] = type(error).__name__
port = int(sys.argv[1])
attempt("number", lambda: socket.create_connection(("127.0.0.1", port), 1))
attempt("plain", lambda: socket.socket().connect(("127.0.0.1", port)))
attempt("code", lambda: socket.socket().connect_ex(("127.0.0.1", port)))
attempt("six", lambda: socket.socket(socket.AF_INET6).connect(("::ffff:127.0.0.1", port)))
attempt("datagram", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("169.254.169.254", 80)))
attempt("file", lambda: socket.socket(socket.AF_UNIX).connect("/run/x.sock"))
attempt("name", lambda: socket.getaddrinfo("localhost", port))
attempt("process", lambda: subprocess.run(["true"]))
attempt("shell", lambda: os.system("true"))
attempt("fork", lambda: os.fork() or os._exit(0))
print(json.dumps(told))
"""


def test_nothing_in_the_child_gets_past_the_fence() -> None:
    with receiver() as server:
        done = subprocess.run(
            [sys.executable, "-c", FENCED, str(server.port)], capture_output=True, text=True, check=True, timeout=30
        )
        assert server.heard == []
    told = json.loads(done.stdout)
    assert "done" not in told.values(), told
    assert len(told) == 10
