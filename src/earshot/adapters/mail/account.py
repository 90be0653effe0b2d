"""The account that mail is sent by, from one address."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from earshot.kernel.errors import BadInput
from earshot.kernel.texts import say

VARIABLE = "EARSHOT_SMTP"
EXAMPLE = "smtp://user:password@mail.example.org:587?from=earshot@example.org"
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Account:
    """Where mail is handed over, and in whose name. ``security``: ``starttls``, ``tls``, ``none``."""

    host: str
    port: int
    security: str
    sender: Address
    user: str = ""
    password: str = field(default="", repr=False)


def read_account(text: str) -> Account:
    """From the address of the module's docstring.

    Raises:
        BadInput: it is none. What it said is not repeated: it may hold a password.
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise _unreadable(say("it cannot be read")) from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not parts.hostname:
        raise _unreadable(say("it begins with smtp:// or smtps:// and a server"))
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    security = "tls" if scheme == "smtps" else asked.get("tls", "starttls")
    if security not in ("starttls", "tls", "none"):
        raise _unreadable(say("tls= knows only none"))
    if security == "none" and password:
        raise _unreadable(say("a password would be sent for everybody to read"))
    sender = _sender(asked.get("from", "") or user)
    return Account(parts.hostname, port or PORTS[scheme], security, sender, user, password)


def _sender(text: str) -> Address:
    name, address = parseaddr(text)
    try:
        sender = Address(name or "Earshot", addr_spec=address)
    except (HeaderParseError, ValueError, IndexError):
        raise _unreadable(say("from= names the address that mail comes from")) from None
    if not sender.username or not sender.domain:
        raise _unreadable(say("from= names the address that mail comes from"))
    return sender


def _unreadable(why: str) -> BadInput:
    return BadInput(
        say("%(variable)s cannot be used: %(why)s.", variable=VARIABLE, why=why),
        say("Write it like %(example)s", example=EXAMPLE),
    )
