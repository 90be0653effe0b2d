"""Hands one letter to the mail server, by the standard library, in a thread of its own."""

from __future__ import annotations

import asyncio
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from earshot.adapters.http.client import tls
from earshot.adapters.http.reasons import why
from earshot.adapters.mail.account import VARIABLE, Account
from earshot.kernel.clock import Clock
from earshot.kernel.texts import say
from earshot.ports.ways import Message, WayFailed

TIMEOUT = 20.0
"""Seconds that the server may take for each answer."""


class SmtpMail:
    """Implements ``ports.ways.Way``; ``to`` is a plain address."""

    def __init__(self, account: Account, clock: Clock) -> None:
        self._account = account
        self._clock = clock

    async def send(self, to: str, message: Message) -> None:
        """Send it; the Message-ID is the same each time. Raises WayFailed."""
        await asyncio.to_thread(self._send, self._letter(to, message))

    def _letter(self, to: str, message: Message) -> EmailMessage:
        letter = EmailMessage(policy=SMTP)
        letter["Subject"] = " ".join(message.title.split())
        letter["From"] = self._account.sender
        letter["To"] = _recipient(to)
        letter["Date"] = format_datetime(self._clock.now())
        letter["Message-ID"] = f"<{message.key}@{self._account.sender.domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter["X-Auto-Response-Suppress"] = "All"
        if message.urgent:
            letter["Importance"] = "high"
        text = f"{message.text}\n\n{message.link}\n" if message.link else f"{message.text}\n"
        letter.set_content(text)
        letter["Content-Language"] = message.language
        return letter

    def _send(self, letter: EmailMessage) -> None:
        with _server(self._account) as server:
            server.send_message(letter)


def try_account(account: Account) -> None:
    """Whether the server is there, takes our login and our sender; nothing is sent.

    Raises:
        WayFailed: it does not, and why.
    """
    with _server(account) as server:
        server.ehlo_or_helo_if_needed()
        code, reply = server.mail(account.sender.addr_spec)
        server.rset()
        if code >= 400:
            raise WayFailed(
                say(
                    "The mail server %(host)s does not take mail from %(address)s: %(reply)s",
                    host=account.host,
                    address=account.sender.addr_spec,
                    reply=_words(reply),
                ),
                say("Name a sender that it knows by from= in %(variable)s.", variable=VARIABLE),
            )


@contextmanager
def _server(account: Account) -> Iterator[smtplib.SMTP]:
    """The server, ready to take a letter. Raises WayFailed for whatever goes wrong with it."""
    try:
        with _connect(account) as server:
            yield server
    except smtplib.SMTPException as error:
        raise _told(error, account) from None
    except OSError as error:
        raise WayFailed(
            say("The mail server %(host)s cannot be reached: %(why)s.", host=account.host, why=why(error)),
            say("An administrator finds its address in %(variable)s.", variable=VARIABLE),
        ) from None


def _connect(account: Account) -> smtplib.SMTP:
    name = account.sender.domain
    if account.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            account.host, account.port, local_hostname=name, timeout=TIMEOUT, context=tls()
        )
    else:
        server = smtplib.SMTP(account.host, account.port, local_hostname=name, timeout=TIMEOUT)
    try:
        if account.security == "starttls":
            server.starttls(context=tls())
        if account.user and account.password:
            server.login(account.user, account.password)
    except BaseException:
        server.close()
        raise
    return server


def _recipient(to: str) -> Address:
    try:
        return Address(addr_spec=to)
    except (HeaderParseError, ValueError, IndexError):
        raise WayFailed(
            say("“%(address)s” is no address that mail could go to.", address=to),
            say("Correct it under your name."),
            lasting=True,
        ) from None


def _told(error: smtplib.SMTPException, account: Account) -> WayFailed:
    """In words; a temporary refusal (4xx) may pass, a lasting one (5xx) will not."""
    host, mend = account.host, say("An administrator finds the mail server in %(variable)s.", variable=VARIABLE)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return WayFailed(say("The mail server %(host)s refuses our user name or password.", host=host), mend)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return WayFailed(say("The mail server %(host)s does not offer TLS, so nothing was sent.", host=host), mend)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _refused(error, host)
    if isinstance(error, smtplib.SMTPResponseException):
        reply = _words(error.smtp_error)
        return WayFailed(
            say("The mail server %(host)s answered %(code)s: %(reply)s", host=host, code=error.smtp_code, reply=reply),
            mend,
        )
    return WayFailed(say("The mail server %(host)s broke off.", host=host), mend)


def _refused(error: smtplib.SMTPRecipientsRefused, host: str) -> WayFailed:
    address, (code, reply) = next(iter(error.recipients.items()))
    return WayFailed(
        say(
            "The mail server %(host)s does not take mail for %(address)s: %(reply)s",
            host=host,
            address=address,
            reply=_words(reply),
        ),
        say("Correct your e-mail address under your name."),
        lasting=code >= 500,
    )


def _words(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(text.split())[:200]
