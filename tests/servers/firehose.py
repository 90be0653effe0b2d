"""A data server's firehose (``com.atproto.sync.subscribeRepos``) turned into Jetstream's events.

A frame is two CBOR values: a header (``op``, ``t``) and a body. A commit's body carries its operations and, as a
CAR archive, the records they wrote. Jetstream gives one JSON event for each operation, identity and account change.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import cbor2

LINK = 42
"""The CBOR tag of a content identifier."""

Event = dict[str, Any]
"""A Jetstream event, without its ``time_us``."""


class FirehoseError(ValueError):
    """The firehose says that something is wrong."""


def read_frame(frame: bytes) -> tuple[int, list[Event]]:
    """A frame's own number, to resume after, and its events in the order of its operations. Raises FirehoseError."""
    source = BytesIO(frame)
    header, body = cbor2.load(source), cbor2.load(source)
    if header.get("op") != 1:
        raise FirehoseError(str(body))
    kind = str(header["t"]).removeprefix("#")
    if kind == "commit":
        return body["seq"], list(_commit_events(body))
    if kind in ("identity", "account"):
        return body["seq"], [{"did": body["did"], "kind": kind, kind: _plain(body)}]
    return body.get("seq", 0), []


def _commit_events(body: dict[str, Any]) -> Iterator[Event]:
    blocks = car_blocks(body["blocks"])
    for operation in body["ops"]:
        collection, _, rkey = operation["path"].partition("/")
        commit = {"rev": body["rev"], "operation": operation["action"], "collection": collection, "rkey": rkey}
        if operation["action"] != "delete":
            block = blocks.get(_digest(operation["cid"]))
            if block is None:  # the archive may leave records out of commits that are too big
                continue
            commit["record"] = _plain(cbor2.loads(block))
            commit["cid"] = cid_text(operation["cid"])
        yield {"did": body["repo"], "kind": "commit", "commit": commit}


def car_blocks(archive: bytes) -> dict[bytes, bytes]:
    """The blocks of a CAR archive by content identifier (binary, 36 bytes)."""
    blocks: dict[bytes, bytes] = {}
    length, at = _varint(archive, 0)
    at += length
    while at < len(archive):
        length, at = _varint(archive, at)
        blocks[archive[at : at + 36]] = archive[at + 36 : at + length]
        at += length
    return blocks


def cid_text(link: cbor2.CBORTag) -> str:
    """A content identifier as people see it: multibase base32."""
    return "b" + base64.b32encode(_digest(link)).decode().rstrip("=").lower()


def _digest(link: cbor2.CBORTag) -> bytes:
    return bytes(link.value[1:])


def _plain(value: Any) -> Any:
    """DAG-CBOR as DAG-JSON, the way the network writes it."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, cbor2.CBORTag) and value.tag == LINK:
        return {"$link": cid_text(value)}
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode().rstrip("=")}
    return value


def _varint(source: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = source[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
