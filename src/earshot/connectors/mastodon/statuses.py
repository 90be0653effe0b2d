"""A status of the client interface as a heard post.

Servers know each other's statuses by an ActivityPub ``uri``, and each for itself by a short ``id``. The ``uri`` is the
canonical id; the ``id``, good on one server only, is kept in ``native`` with that server's domain.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

from earshot.connectors.mastodon.html import plain
from earshot.connectors.mastodon.server import About, instant
from earshot.ports.heard import HeardAuthor, HeardPost, Media

NETWORK = "mastodon"
Status = Mapping[str, Any]
_MEDIA: dict[str, Literal["image", "video", "audio", "document"]] = {
    "image": "image",
    "gifv": "video",
    "video": "video",
    "audio": "audio",
}


def uri_of(status: Status) -> str:
    """The canonical id."""
    return str(status.get("uri") or status.get("url") or "")


def version_of(status: Status) -> str:
    """Differs between the versions of an edited status."""
    return str(status.get("edited_at") or "")


def full_handle(acct: str, about: About) -> str:
    """``name@domain``; a server leaves its own domain out."""
    return acct if "@" in acct or not acct else f"{acct}@{about.domain}"


def actor_of(account: Mapping[str, Any]) -> str:
    """The permanent identity of an account."""
    return str(account.get("uri") or account.get("url") or "")


def author_of(account: Mapping[str, Any], about: About) -> HeardAuthor:
    """Who wrote it."""
    followers = account.get("followers_count")
    return HeardAuthor(
        external_id=actor_of(account),
        handle=full_handle(str(account.get("acct") or ""), about),
        name=str(account.get("display_name") or ""),
        bio=plain(str(account.get("note") or ""))[0],
        url=str(account.get("url") or ""),
        followers=followers if isinstance(followers, int) and followers >= 0 else None,
    )


def post_of(
    status: Status, about: About, above: tuple[Status, ...] = (), *, addressed: bool = False
) -> HeardPost | None:
    """The post; None where it is not of the interface's shape. ``above`` are its ancestors, from the root on."""
    account, uri = status.get("account"), uri_of(status)
    if not uri or not isinstance(account, dict) or not status.get("id"):
        return None
    text, links = plain(str(status.get("content") or ""))
    parent = next((each for each in above if each.get("id") == status.get("in_reply_to_id")), {})
    visibility = str(status.get("visibility") or "public")
    return HeardPost(
        network=NETWORK,
        canonical_id=uri,
        author=author_of(account, about),
        text=text,
        title=str(status.get("spoiler_text") or ""),
        posted_at=instant(status.get("created_at")),
        lang=str(status.get("language") or ""),
        kind="message" if visibility == "direct" else "comment" if status.get("in_reply_to_id") else "post",
        is_quote=bool(status.get("quote")),
        parent_id=uri_of(parent),
        root_id=uri_of(above[0]) if parent else "",
        parent_author=actor_of(parent.get("account") or {}),
        url=str(status.get("url") or uri),
        media=_media(status),
        links=links,
        mentions=_mentions(status, about),
        addressed=addressed,
        native=_native(status, about, account),
    )


def _native(status: Status, about: About, account: Mapping[str, Any]) -> dict[str, object]:
    """What an answer needs: where it stands for us, whom it addresses, who may see it."""
    return {
        "server": about.domain,
        "id": str(status["id"]),
        "acct": str(account.get("acct") or ""),
        "visibility": str(status.get("visibility") or "public"),
    }


def _media(status: Status) -> tuple[Media, ...]:
    return tuple(
        Media(_MEDIA.get(str(each.get("type")), "document"), str(each.get("url") or ""), each.get("description") or "")
        for each in status.get("media_attachments") or ()
        if isinstance(each, dict)
    )


def _mentions(status: Status, about: About) -> tuple[str, ...]:
    found: list[str] = []
    for each in status.get("mentions") or ():
        if isinstance(each, dict):
            handle = full_handle(str(each.get("acct") or ""), about)
            found += [name for name in (handle, str(each.get("url") or "")) if name]
    return tuple(dict.fromkeys(found))


def host_of(address: str) -> str:
    """Host and port of an address."""
    return urlsplit(address).netloc
