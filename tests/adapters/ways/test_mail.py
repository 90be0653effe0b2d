"""Mail, handed to a real SMTP server on loopback."""

from __future__ import annotations

import asyncio
import email
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from earshot.adapters.mail import SmtpMail, read_account, try_account
from earshot.adapters.mail import sending as sending_module
from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import BadInput
from earshot.ports.ways import Message, WayFailed
from tests.servers.processes import free_port

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MESSAGE = Message(
    "由您負責：二寶媽小汎", "「奶茶裡有異物」\n請在10:48前回覆。", "key-1", "http://127.0.0.1/w/acme/", "zh-Hant"
)


class Post:
    """Keeps what comes; answers recipients as told."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.to: list[list[str]] = []
        self.answer = "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.letters.append(email.message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        self.to.append(list(envelope.rcpt_tos))
        return "250 OK"


@contextmanager
def post_office(post: Post | None = None, **options: Any) -> Iterator[tuple[Post, int]]:
    post = post or Post()
    controller = Controller(post, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield post, controller.port
    finally:
        controller.stop()


def send(text: str, to: str = "mei@acme.test", message: Message = MESSAGE) -> None:
    asyncio.run(SmtpMail(read_account(text), HeldClock(AT)).send(to, message))


def plain(port: int) -> str:
    return f"smtp://127.0.0.1:{port}?tls=none&from=Earshot%20%E5%8F%B0%E5%8C%97%20<earshot@acme.test>"


def test_a_letter_as_it_arrives() -> None:
    with post_office() as (post, port):
        send(plain(port))
    [letter] = post.letters
    assert post.to == [["mei@acme.test"]]
    assert letter["Subject"] == "由您負責：二寶媽小汎"
    assert str(letter["From"]) == "Earshot 台北 <earshot@acme.test>"
    assert letter["Message-ID"] == "<key-1@acme.test>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "zh-Hant"
    assert letter["Date"].datetime == AT
    assert letter.get_content_type() == "text/plain"
    assert (
        letter.get_content().replace("\r\n", "\n")
        == "「奶茶裡有異物」\n請在10:48前回覆。\n\nhttp://127.0.0.1/w/acme/\n"
    )


def test_sent_again_it_is_the_same_letter() -> None:
    with post_office() as (post, port):
        send(plain(port))
        send(plain(port))
    assert len({letter["Message-ID"] for letter in post.letters}) == 1
    assert len(post.letters) == 2


def test_a_subject_cannot_smuggle_a_header() -> None:
    with post_office() as (post, port):
        send(plain(port), message=Message("Hi\r\nBcc: all@acme.test", "x", "k"))
    assert post.to == [["mei@acme.test"]]
    assert post.letters[0]["Bcc"] is None


@pytest.mark.parametrize("to", ["", "mei", "mei@acme.test\r\nBcc: x@y.test", "mei@acme.test, jun@acme.test"])
def test_what_is_no_address_is_refused_before_anything_is_sent(to: str) -> None:
    with post_office() as (post, port):
        with pytest.raises(WayFailed) as failed:
            send(plain(port), to)
        assert post.letters == []
    assert failed.value.lasting


@pytest.mark.parametrize(("answer", "lasting"), [("550 no such person", True), ("451 try later", False)])
def test_a_refused_recipient_is_told_with_the_server_s_words(answer: str, lasting: bool) -> None:
    with post_office() as (post, port):
        post.answer = answer
        with pytest.raises(WayFailed) as failed:
            send(plain(port))
    assert answer[4:] in failed.value.message
    assert failed.value.lasting is lasting


def test_without_tls_nothing_is_said() -> None:
    with post_office() as (post, port):
        with pytest.raises(WayFailed, match="TLS"):
            send(f"smtp://mei:secret@127.0.0.1:{port}?from=earshot@acme.test")
        assert post.letters == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    from tests.adapters.ways.certificate import server_context

    return server_context(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that takes any certificate: what it says is the subject of the tests of ``adapters.http``."""

    def anybody() -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context

    monkeypatch.setattr(sending_module, "tls", anybody)


def lock(right: str) -> Any:
    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: LoginPassword) -> AuthResult:
        return AuthResult(success=given.password == right.encode(), handled=False)

    return check


def test_with_starttls_and_a_password(certificate: ssl.SSLContext, trusting: None) -> None:
    with post_office(
        tls_context=certificate, auth_required=True, authenticator=lock("s/cret"), require_starttls=True
    ) as (
        post,
        port,
    ):
        send(f"smtp://mei:s%2Fcret@127.0.0.1:{port}?from=earshot@acme.test")
        with pytest.raises(WayFailed, match="password") as failed:
            send(f"smtp://mei:wrong@127.0.0.1:{port}?from=earshot@acme.test")
    assert len(post.letters) == 1
    assert "wrong" not in str(failed.value)


def test_a_server_whose_certificate_nobody_knows_gets_nothing(certificate: ssl.SSLContext) -> None:
    with post_office(tls_context=certificate, require_starttls=True) as (post, port):
        with pytest.raises(WayFailed):
            send(f"smtp://127.0.0.1:{port}?from=earshot@acme.test")
        assert post.letters == []


def test_a_server_that_is_not_there() -> None:
    with post_office() as (_post, port):
        pass
    with pytest.raises(WayFailed, match="cannot be reached") as failed:
        send(plain(port))
    assert not failed.value.lasting


@pytest.mark.parametrize(
    "text",
    [
        "mail.acme.test",
        "http://mail.acme.test",
        "smtp://",
        "smtp://mail.acme.test",
        "smtp://mail.acme.test:port",
        "smtp://mei:hunter2@mail.acme.test?tls=none&from=a@acme.test",
        "smtp://mail.acme.test?tls=perhaps&from=a@acme.test",
        "smtp://mail.acme.test?from=nobody",
    ],
)
def test_what_cannot_be_used_is_said_without_the_password(text: str) -> None:
    with pytest.raises(BadInput) as failed:
        read_account(text)
    assert "hunter2" not in str(failed.value)


def test_who_logs_in_by_an_address_sends_by_it() -> None:
    account = read_account("smtps://earshot%40acme.test:secret@mail.acme.test")
    assert (account.port, account.security, account.sender.addr_spec) == (465, "tls", "earshot@acme.test")
    assert "secret" not in repr(account)


def test_an_account_is_tried_without_a_letter(certificate: ssl.SSLContext, trusting: None) -> None:
    office = post_office(
        tls_context=certificate, auth_required=True, authenticator=lock("right"), require_starttls=True
    )
    with office as (post, port):
        try_account(read_account(f"smtp://mei:right@127.0.0.1:{port}?from=earshot@acme.test"))
        with pytest.raises(WayFailed, match="password"):
            try_account(read_account(f"smtp://mei:wrong@127.0.0.1:{port}?from=earshot@acme.test"))
    assert post.letters == []


def test_a_sender_that_the_server_does_not_take() -> None:
    class Strict(Post):
        async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
            envelope.mail_from = address
            return "553 sender not owned" if address.startswith("other") else "250 OK"

    with post_office(Strict()) as (_post, port):
        try_account(read_account(plain(port)))
        with pytest.raises(WayFailed, match=r"does not take mail from other@acme\.test: sender not owned") as failed:
            try_account(read_account(f"smtp://127.0.0.1:{port}?tls=none&from=other@acme.test"))
    assert "from=" in failed.value.mend
