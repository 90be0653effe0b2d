"""Settings of a channel, and the addresses proposed for a brand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast
from urllib.parse import quote_plus, urlsplit, urlunsplit

from earshot.kernel.errors import BadInput
from earshot.kernel.texts import N_, say
from earshot.ports.connector import ConfigField

FeedKind = Literal["news", "post"]
EXAMPLE = N_("Write it like https://example.com/feed")

FIELDS = (
    ConfigField(
        name="address",
        label=N_("Address"),
        kind="url",
        help=N_("Of a feed (RSS, Atom or JSON Feed), or of a page that names its feed"),
        required=True,
    ),
    ConfigField(
        name="kind",
        label=N_("What it carries"),
        kind="choice",
        help=N_("Rules and topics can tell the two apart (kind:news, kind:post)."),
        default="news",
        choices=(("news", N_("News and press")), ("post", N_("A blog or forum, written by people"))),
    ),
)

SEARCHES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "zh-Hant": (
        ("Google News", "https://news.google.com/rss/search?q={query}&hl=zh-TW&gl=TW&ceid=TW:zh-Hant"),
        ("Bing News", "https://www.bing.com/news/search?q={query}&format=rss&setlang=zh-hant&cc=TW"),
    ),
    "zh-Hans": (
        ("Google News", "https://news.google.com/rss/search?q={query}&hl=zh-CN&gl=CN&ceid=CN:zh-Hans"),
        ("Bing News", "https://www.bing.com/news/search?q={query}&format=rss&setlang=zh-hans&cc=CN"),
    ),
    "en": (
        ("Google News", "https://news.google.com/rss/search?q={query}&hl=en-US&gl=US&ceid=US:en"),
        ("Bing News", "https://www.bing.com/news/search?q={query}&format=rss&setlang=en&cc=US"),
    ),
}
"""News searches that answer with RSS 2.0, by language. They are the addresses behind the search pages' own feed links,
open to anybody without a key; their owners may change or end them, which a channel then says. See README.md."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Of one channel. ``address`` begins with http:// or https://."""

    address: str
    kind: FeedKind = "news"


def read(config: Mapping[str, str]) -> Settings:
    """The settings of a channel.

    Raises:
        BadInput: the address is missing or is none.
    """
    given = config.get("address", "").strip()
    if not given:
        raise BadInput(say("The address is missing."), say(EXAMPLE))
    kind = config.get("kind", "").strip() or "news"
    if kind not in ("news", "post"):
        raise BadInput(say("“%(kind)s” is no kind of feed.", kind=kind), say("Choose one of those offered."))
    return Settings(_address(given), cast(FeedKind, kind))


def _address(given: str) -> str:
    """What people paste: with or without https://, or with feed:// from an old button."""
    address = re.sub(r"^feed:(//)?(?=https?:)", "", given)
    address = re.sub(r"^feed://", "https://", address)
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        usable = usable and not re.search(r"\s", address)
    except ValueError:
        usable = False
    if not usable:
        raise BadInput(say("“%(address)s” is not the address of a feed.", address=given[:200]), say(EXAMPLE))
    return urlunsplit(parts._replace(scheme=parts.scheme.lower(), fragment=""))


def proposals(brand: str, language: str) -> tuple[tuple[str, str], ...]:
    """(title of the search, address) of news searches for ``brand`` in ``language`` (``zh-Hant``, ``zh-TW``,
    ``en-GB``...); English where there are none in it. () without a brand."""
    name = " ".join(brand.split())[:100].replace('"', "")
    if not name:
        return ()
    query = quote_plus(f'"{name}"')
    return tuple((title, pattern.format(query=query)) for title, pattern in SEARCHES[_script(language)])


def _script(language: str) -> str:
    tag = language.replace("_", "-").lower()
    if not re.match(r"zh\b", tag):
        return "en"
    return "zh-Hans" if re.search(r"hans|-cn|-sg|-my", tag) else "zh-Hant"
