"""The network's post records as what the house hears.

Records are written by anybody's software: a field may be missing or of another type, and none of that may stop the
stream. What cannot be read as a post is None; a facet or an embed that makes no sense is left out.
This is the hot path of the public stream: one post costs about fifteen microseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from earshot.ports.heard import HeardAuthor, HeardPost, Media

NETWORK = "bluesky"
POSTS = "app.bsky.feed.post"
_IMAGE = "https://cdn.bsky.app/img/feed_fullsize/plain/{did}/{cid}@jpeg"
_VIDEO = "https://video.bsky.app/watch/{did}/{cid}/playlist.m3u8"

Json = Mapping[str, Any]


def uri_of(did: str, rkey: str) -> str:
    """The permanent identity of a post."""
    return f"at://{did}/{POSTS}/{rkey}"


def web_address(did: str, rkey: str) -> str:
    """Where people read it."""
    return f"https://bsky.app/profile/{did}/post/{rkey}"


def split_uri(uri: str) -> tuple[str, str, str]:
    """(did, collection, record key) of an at:// URI; empty parts where it is none."""
    did, _, rest = uri.removeprefix("at://").partition("/")
    collection, _, rkey = rest.partition("/")
    return did, collection, rkey


def post_of(did: str, rkey: str, record: Json, cid: str, author: HeardAuthor | None = None) -> HeardPost | None:
    """The post that ``record`` is; None where it is none."""
    text = record.get("text")
    if not isinstance(text, str):
        return None
    links: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    native: dict[str, object] = {"cid": cid}
    parent_id = root_id = parent_author = ""
    if facets := record.get("facets"):
        mentions, links = _facets(text, facets)
    quoted = ""
    if embed := record.get("embed"):
        media, quoted, link = _embed(did, embed)
        if link and link not in links:
            links = (*links, link)
        if quoted:
            native["quote"] = quoted
    if reply := record.get("reply"):
        parent_id, root = _reply(reply)
        if parent_id:
            root_id, parent_author = root["uri"], split_uri(parent_id)[0]
            native["root"] = root
    return HeardPost(
        network=NETWORK,
        canonical_id=f"at://{did}/{POSTS}/{rkey}",
        author=author or HeardAuthor(did),
        text=text.replace("\x00", "") if "\x00" in text else text,
        posted_at=instant(record.get("createdAt")),
        lang=_lang(record.get("langs")),
        kind="comment" if parent_id else "post",
        is_quote=bool(quoted),
        parent_id=parent_id,
        root_id=root_id,
        parent_author=parent_author,
        url=f"https://bsky.app/profile/{did}/post/{rkey}",
        media=media,
        links=links,
        mentions=mentions,
        native=native,
    )


def instant(text: object) -> datetime | None:
    """A point in time in UTC; None where it is none that can be told. Without a zone it is taken as UTC."""
    if not isinstance(text, str):
        return None
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is UTC:
            return at
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _lang(langs: object) -> str:
    return langs[0][:12] if isinstance(langs, list) and langs and isinstance(langs[0], str) else ""


def _reply(reply: object) -> tuple[str, dict[str, str]]:
    """(the parent's URI, the root's reference); the parent stands in for a missing root."""
    if not isinstance(reply, dict):
        return "", {}
    parent = _reference(reply.get("parent"))
    root = _reference(reply.get("root"))
    return parent.get("uri", ""), root or parent


def _reference(reference: object) -> dict[str, str]:
    if isinstance(reference, dict):
        uri, cid = reference.get("uri"), reference.get("cid")
        if isinstance(uri, str) and uri.startswith("at://"):
            return {"uri": uri, "cid": cid if isinstance(cid, str) else ""}
    return {}


def _facets(text: str, facets: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(mentions: identity and, where the text names it, handle; links)."""
    mentions: list[str] = []
    links: list[str] = []
    for facet in facets if isinstance(facets, list) else ():
        for feature in _list(facet, "features"):
            uri, did = _text(feature, "uri"), _text(feature, "did")
            if uri:
                links.append(uri)
            elif did:
                mentions.append(did)
                if handle := _named(text, facet):
                    mentions.append(handle)
    return tuple(dict.fromkeys(mentions)), tuple(dict.fromkeys(links))


def _named(text: str, facet: object) -> str:
    """The handle that a mention's stretch of text spells; facets count in UTF-8 bytes."""
    index = facet.get("index") if isinstance(facet, dict) else None
    if not isinstance(index, dict):
        return ""
    start, end = index.get("byteStart"), index.get("byteEnd")
    if not isinstance(start, int) or not isinstance(end, int) or start < 0:
        return ""
    spelled = text.encode()[start:end].decode(errors="ignore").strip()
    return spelled[1:].lower() if spelled.startswith("@") and "." in spelled else ""


def _embed(did: str, embed: object) -> tuple[tuple[Media, ...], str, str]:
    """(media, the quoted record's URI, the link card's address)."""
    if not isinstance(embed, dict):
        return (), "", ""
    kind = embed.get("$type")
    if kind == "app.bsky.embed.images":
        return tuple(_image(did, image) for image in _list(embed, "images")), "", ""
    if kind == "app.bsky.embed.external":
        return (), "", _text(embed.get("external"), "uri")
    if kind == "app.bsky.embed.record":
        return (), _reference(embed.get("record")).get("uri", ""), ""
    if kind == "app.bsky.embed.video":
        url = _blob_address(_VIDEO, did, embed.get("video"))
        return (Media("video", url, _text(embed, "alt")),), "", ""
    if kind == "app.bsky.embed.recordWithMedia":
        record = embed.get("record")
        quoted = _reference(record.get("record") if isinstance(record, dict) else None).get("uri", "")
        media, _, link = _embed(did, embed.get("media"))
        return media, quoted, link
    return (), "", ""


def _image(did: str, image: object) -> Media:
    blob = image.get("image") if isinstance(image, dict) else None
    return Media("image", _blob_address(_IMAGE, did, blob), _text(image, "alt"))


def _blob_address(template: str, did: str, blob: object) -> str:
    cid = _text(blob.get("ref"), "$link") if isinstance(blob, dict) else ""
    return template.format(did=did, cid=cid) if cid else ""


def _text(holder: object, name: str) -> str:
    value = holder.get(name) if isinstance(holder, dict) else None
    return value if isinstance(value, str) else ""


def _list(holder: object, name: str) -> list[Any]:
    value = holder.get(name) if isinstance(holder, dict) else None
    return value if isinstance(value, list) else []
