"""Settings of a channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from earshot.kernel.errors import BadInput
from earshot.kernel.texts import N_, say
from earshot.ports.connector import ConfigField

FIELDS = (
    ConfigField(
        name="server",
        label=N_("Server"),
        kind="text",
        help=N_("The address of your account's server, such as mastodon.social"),
        required=True,
    ),
    ConfigField(
        name="token",
        label=N_("Access token"),
        kind="secret",
        help=N_(
            "On your server: Preferences, Development, New application, with the scopes read and write:statuses. "
            "Open the application and copy its access token."
        ),
        required=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """``server`` without a slash at its end."""

    server: str
    token: str


def read(config: Mapping[str, str]) -> Settings:
    """The settings of a channel.

    Raises:
        BadInput: one is missing, or the server is no address.
    """
    given, token = config.get("server", "").strip(), config.get("token", "").strip()
    if not given:
        raise BadInput(say("The server is missing."), say("Enter its address, such as mastodon.social"))
    if not token:
        raise BadInput(
            say("The access token is missing."), say("Make one on your server under Preferences, Development.")
        )
    return Settings(_address(given), token)


def _address(given: str) -> str:
    """What people type: a name, an address with a path, or their whole @name@server."""
    address = given if "://" in given else f"https://{given.rsplit('@', 1)[-1]}"
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("https", "http") and bool(parts.hostname) and not parts.username
    except ValueError:
        usable = False
    if not usable:
        raise BadInput(
            say("%(address)s is not the address of a server.", address=given), say("Write it like mastodon.social")
        )
    return f"{parts.scheme}://{parts.netloc}"
