"""A reply as a record under a key that is fixed before the first attempt, so that it can stand only once.

``putRecord`` with ``swapRecord`` null writes the record under the publication's own key only where nothing stands:
the very same record again is answered as if written, any other is refused and never overwrites. What stands under
the key afterwards is read from the account's own server, so a look-up is certain either way.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from earshot.connectors.bluesky.login import Login
from earshot.connectors.bluesky.records import POSTS, split_uri, web_address
from earshot.connectors.bluesky.richtext import facets_of
from earshot.connectors.bluesky.xrpc import LOOKED_UP, UNREADABLE, Refused
from earshot.kernel.clock import Clock
from earshot.kernel.texts import say
from earshot.ports.connector import OutcomeUnknown, Outgoing, Published, Rejected, SpeaksHow, TextLimit, Unsupported
from earshot.ports.heard import HeardPost

SPEAKS = SpeaksHow("A", settle=timedelta(seconds=2), limit=TextLimit(300, "graphemes"))

_TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_FIRST_US = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000


def record_key(key: str) -> str:
    """The key itself where the network takes it (a TID), else a TID that depends on nothing but the key."""
    if _TID.fullmatch(key):
        return key
    digest = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
    number = (_FIRST_US + (digest >> 24)) << 10 | digest & 1023
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(13)))


class Publisher:
    """Publishes in the name of one account, and finds out what became of it."""

    def __init__(self, login: Login, clock: Clock) -> None:
        self._login = login
        self._clock = clock

    async def publish(self, outgoing: Outgoing) -> Published:
        """See :class:`earshot.ports.connector.Speaks`."""
        if outgoing.visibility == "direct":
            raise Unsupported(say("Earshot cannot send direct messages on Bluesky."), say("Answer on Bluesky itself."))
        record = await self._record(outgoing)
        us = await self._login.who()
        where = {"repo": us.account.external_id, "collection": POSTS, "rkey": record_key(outgoing.key)}
        try:
            written = await self._login.write(
                "com.atproto.repo.putRecord", {**where, "record": record, "swapRecord": None}
            )
        except Refused as error:
            if error.code != "InvalidSwap":
                raise
            return await self._already(outgoing)
        receipt = _receipt(written)
        if receipt is None:
            raise OutcomeUnknown(say(UNREADABLE), say(LOOKED_UP))
        return receipt

    async def look_up(self, outgoing: Outgoing) -> Published | None:
        """See :class:`earshot.ports.connector.Speaks`. Absent only where the account's own server says so."""
        standing = await self._standing(outgoing)
        receipt = _receipt(standing) if standing else None
        if standing and receipt is None:
            raise OutcomeUnknown(say(UNREADABLE), say(LOOKED_UP))
        return receipt

    async def _standing(self, outgoing: Outgoing) -> dict[str, Any] | None:
        us = await self._login.who()
        params = {"repo": us.account.external_id, "collection": POSTS, "rkey": record_key(outgoing.key)}
        try:
            return await self._login.ask("com.atproto.repo.getRecord", params)
        except Refused as error:
            if error.code == "RecordNotFound":  # other servers, asked in its place, have other words for it
                return None
            raise OutcomeUnknown(error.message, say("Look at the account yourself.")) from error

    async def _already(self, outgoing: Outgoing) -> Published:
        """Something else than this very record stands under the key: ours, if it says the same."""
        standing = await self._standing(outgoing)
        receipt = _receipt(standing) if standing else None
        if standing is None or receipt is None:
            raise OutcomeUnknown(say("Bluesky contradicts itself."), say(LOOKED_UP))
        if _says(standing) != outgoing.text:
            raise Rejected(say("Another post stands under this reply's key."), say("Send it as a new reply."))
        return receipt

    async def _record(self, outgoing: Outgoing) -> dict[str, Any]:
        at = (outgoing.created_at or self._clock.now()).astimezone(UTC)
        record: dict[str, Any] = {
            "$type": POSTS,
            "text": outgoing.text,
            "createdAt": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }
        if outgoing.lang not in ("", "und"):
            record["langs"] = [outgoing.lang]
        if facets := await facets_of(outgoing.text, self._did_of):
            record["facets"] = facets
        if outgoing.parent is not None:
            record["reply"] = await self._reply(outgoing.parent)
        return record

    async def _did_of(self, handle: str) -> str:
        try:
            found = await self._login.ask("com.atproto.identity.resolveHandle", {"handle": handle})
        except Refused:
            return ""
        return str(found.get("did", ""))

    async def _reply(self, parent: HeardPost) -> dict[str, dict[str, str]]:
        """References to the parent and the root, each with the content identifier that was heard; what was not heard
        is asked for."""
        cid, root = parent.native.get("cid"), parent.native.get("root")
        ours = {"uri": parent.canonical_id, "cid": cid if isinstance(cid, str) else ""}
        if ours["cid"] and not parent.parent_id:
            return {"root": ours, "parent": ours}
        if ours["cid"] and isinstance(root, dict) and root.get("uri") and root.get("cid"):
            return {"root": {"uri": root["uri"], "cid": root["cid"]}, "parent": ours}
        return await self._asked_for(parent.canonical_id)

    async def _asked_for(self, uri: str) -> dict[str, dict[str, str]]:
        did, collection, rkey = split_uri(uri)
        try:
            found = await self._login.ask(
                "com.atproto.repo.getRecord", {"repo": did, "collection": collection, "rkey": rkey}
            )
        except Refused as error:
            raise Rejected(
                say("The post you answer is gone."), say("Answer another post of the conversation.")
            ) from error
        parent = {"uri": uri, "cid": str(found.get("cid", ""))}
        value = found.get("value")
        reply = value.get("reply") if isinstance(value, dict) else None
        root = reply.get("root") if isinstance(reply, dict) else None
        return {"root": root if isinstance(root, dict) else parent, "parent": parent}


def _receipt(written: dict[str, Any]) -> Published | None:
    uri, cid = written.get("uri"), written.get("cid")
    if not isinstance(uri, str) or not isinstance(cid, str):
        return None
    did, _, rkey = split_uri(uri)
    return Published(uri, web_address(did, rkey), {"cid": cid})


def _says(standing: dict[str, Any]) -> str:
    value = standing.get("value")
    return str(value.get("text", "")) if isinstance(value, dict) else ""
