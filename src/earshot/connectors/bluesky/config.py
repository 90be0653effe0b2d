"""What a Bluesky channel is told, read from its settings."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from earshot.kernel.errors import BadInput
from earshot.kernel.texts import N_, say
from earshot.ports.connector import ConfigField

ENTRYWAY = "https://bsky.social"
"""Where accounts of Bluesky's own servers sign in; it tells which of them holds the account."""
APPVIEW = "https://public.api.bsky.app"
"""Names and threads for everybody, without an account."""
JETSTREAMS = (
    "wss://jetstream2.us-east.bsky.network/subscribe",
    "wss://jetstream1.us-east.bsky.network/subscribe",
    "wss://jetstream2.us-west.bsky.network/subscribe",
    "wss://jetstream1.us-west.bsky.network/subscribe",
)
STREAM_VARIABLE = "EARSHOT_BLUESKY_STREAM"
"""Stream addresses of a house that keeps a Jetstream of its own, for every channel that names none."""
APPVIEW_VARIABLE = "EARSHOT_BLUESKY_APPVIEW"
"""Likewise where names and threads come from."""

FIELDS = (
    ConfigField(
        "handle",
        N_("Handle"),
        help=N_("Your account, for example brand.bsky.social. Leave it empty to hear the public stream."),
    ),
    ConfigField(
        "app_password",
        N_("App password"),
        kind="secret",
        help=N_("Make one in Bluesky under Settings, Privacy and security, App passwords. Never your own password."),
    ),
    ConfigField(
        "service",
        N_("Server"),
        kind="url",
        help=N_("Only for an account on a server of your own."),
        advanced=True,
        default=ENTRYWAY,
    ),
    ConfigField(
        "jetstream",
        N_("Stream addresses"),
        help=N_("Only for a stream of your own (Jetstream). Several, separated by spaces, stand in for one another."),
        advanced=True,
    ),
    ConfigField(
        "appview",
        N_("Names and threads from"),
        kind="url",
        help=N_("Where a channel without an account looks up names and threads."),
        advanced=True,
        default=APPVIEW,
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Checked settings. ``handle`` is empty for the public stream."""

    handle: str
    app_password: str
    service: str
    jetstreams: tuple[str, ...]
    appview: str


def read(config: Mapping[str, str]) -> Settings:
    """The settings of a channel.

    Raises:
        BadInput: an account without its app password or the reverse, or an address that is none.
    """
    service = _address(config.get("service", ""), ENTRYWAY)
    handle = _handle(config.get("handle", ""), service)
    password = config.get("app_password", "").strip()
    if bool(handle) != bool(password):
        raise BadInput(
            say("An account needs both its handle and an app password."),
            say("Fill in both, or leave both empty to hear the public stream."),
        )
    streams = _streams(config.get("jetstream", "")) or _streams(os.environ.get(STREAM_VARIABLE, "")) or JETSTREAMS
    appview = _address(config.get("appview", ""), os.environ.get(APPVIEW_VARIABLE) or APPVIEW)
    return Settings(handle, password, service, streams, appview)


def _streams(given: str) -> tuple[str, ...]:
    return tuple(_stream(part) for part in re.split(r"[\s,]+", given) if part)


def _handle(given: str, service: str) -> str:
    """What people type: with or without @, or the bare name of an account on Bluesky's own servers."""
    handle = given.strip().removeprefix("@").lower()
    if handle and service == ENTRYWAY and not re.search(r"[.@:]", handle):
        return f"{handle}.bsky.social"
    return handle


def _address(given: str, default: str) -> str:
    address = given.strip() or default
    if "://" not in address:
        address = f"https://{address}"
    return _checked(address, ("https", "http")).rstrip("/")


def _stream(given: str) -> str:
    address = re.sub(r"^http", "ws", given) if "://" in given else f"wss://{given}"
    address = _checked(address, ("wss", "ws"))
    return address if urlsplit(address).path.strip("/") else address.rstrip("/") + "/subscribe"


def _checked(address: str, schemes: tuple[str, ...]) -> str:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in schemes and bool(parts.hostname) and not parts.query
    except ValueError:
        usable = False
    if not usable:
        raise BadInput(
            say("%(address)s is not an address.", address=address),
            say("Write it like %(example)s", example=f"{schemes[0]}://example.org"),
        )
    return address
