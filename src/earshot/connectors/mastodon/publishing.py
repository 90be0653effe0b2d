"""A reply as a status that stands only once.

The publication's key goes along as Idempotency-Key. Mastodon itself honours it for an hour; others take it and do
nothing. So whatever became of a lost answer is looked up, after the time to settle, among the account's own statuses:
an answer to the same status (or a status that answers nothing) with the same letters and digits (some servers rewrite
marks and smileys), written no earlier than the first attempt. Where one is only similar, or the server does not show
all, a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any

from earshot.connectors.mastodon.html import plain
from earshot.connectors.mastodon.server import LOOKED_UP, UNREADABLE, Missing, Query, Server, instant
from earshot.connectors.mastodon.statuses import Status, actor_of, uri_of
from earshot.kernel.clock import Clock
from earshot.kernel.texts import say
from earshot.ports.connector import Account, OutcomeUnknown, Outgoing, Published, Rejected, SpeaksHow, TextLimit
from earshot.ports.heard import HeardPost

LIMIT = TextLimit(500)
SETTLE = timedelta(seconds=30)
"""Longer than a request may take and a server may still work on it afterwards."""
CLOCKS_DIFFER = timedelta(minutes=2)
"""By which the server's clock may lag behind ours."""
PAGE = 40
MOST_PAGES = 5
PERHAPS = 0.75
"""Likeness of letters and digits from which a person should look."""
ADDRESS_LENGTH = 23
"""What any web address counts for, however long it is."""
VISIBILITIES = frozenset({"public", "unlisted", "private", "direct"})
LANGUAGES = {"zh-Hant": "zh-TW", "zh-Hans": "zh-CN"}


def speaks(delivery_a: bool, settle: timedelta = SETTLE) -> SpeaksHow:
    """Class A where the server is known to honour the key, else B."""
    return SpeaksHow("A" if delivery_a else "B", settle, LIMIT)


def counted(text: str) -> int:
    """Length as the network counts: web addresses at a flat rate, a mention without its server."""
    short = re.sub(r"https?://\S+", "x" * ADDRESS_LENGTH, text)
    return len(re.sub(r"(@\w[\w.-]*)@[\w.-]+\w", r"\1", short))


class Publisher:
    """Writes as one account on one server."""

    def __init__(self, server: Server, clock: Clock) -> None:
        self._server = server
        self._clock = clock
        self._me: Mapping[str, Any] | None = None

    async def me(self, *, anew: bool = False) -> Mapping[str, Any]:
        """Our account as the server has it."""
        if self._me is None or anew:
            found = await self._server.get("/api/v1/accounts/verify_credentials")
            self._me = found if isinstance(found, dict) else {}
        return self._me

    async def account(self) -> Account:
        """Who we are; proves the token."""
        me, about = await self.me(anew=True), await self._server.about()
        acct = str(me.get("acct") or me.get("username") or "")
        return Account(
            actor_of(me), acct if "@" in acct else f"{acct}@{about.domain}", str(me.get("display_name") or "")
        )

    async def publish(self, outgoing: Outgoing) -> Published:
        """See :class:`earshot.ports.connector.Speaks`."""
        answered = await self._place_of(outgoing.parent) if outgoing.parent else ""
        status = await self._status(outgoing, answered)
        try:
            written = await self._server.post("/api/v1/statuses", status, outgoing.key)
        except Missing as error:
            raise _gone() from error
        receipt = _receipt(written)
        if receipt is None:
            raise OutcomeUnknown(say(UNREADABLE), say(LOOKED_UP))
        return receipt

    async def look_up(self, outgoing: Outgoing) -> Published | None:
        """See :class:`earshot.ports.connector.Speaks`."""
        try:
            answered = await self._place_of(outgoing.parent) if outgoing.parent else ""
        except Rejected as error:
            raise OutcomeUnknown(error.message, say("Look at the account yourself.")) from error
        sent = (outgoing.first_attempt_at or self._clock.now()) - CLOCKS_DIFFER
        best, likeness, whole = await self._most_alike(outgoing.text, answered, sent)
        if best is not None and likeness == 1.0:
            return _receipt(best)
        if likeness >= PERHAPS:
            raise OutcomeUnknown(say("A similar reply stands there."), say("Compare the two yourself."))
        if not whole or not await self._tells_all(outgoing):
            raise OutcomeUnknown(say("The server does not tell for certain."), say("Look at the account yourself."))
        return None

    async def _most_alike(self, text: str, answered: str, since: datetime) -> tuple[Status | None, float, bool]:
        """The status of ours most like ``text`` in the same place, how like it is, and whether all were seen."""
        best, likeness, older_than = None, 0.0, ""
        for _ in range(MOST_PAGES):
            page = await self._own(older_than)
            for status in page:
                if str(status.get("in_reply_to_id") or "") == answered and _not_before(status, since):
                    found = alike(text, plain(str(status.get("content") or ""))[0])
                    best, likeness = (status, found) if found > likeness else (best, likeness)
            if not page or not _not_before(page[-1], since) or str(page[-1].get("id")) == older_than:
                return best, likeness, True
            older_than = str(page[-1].get("id"))
        return best, likeness, False

    async def _own(self, older_than: str) -> list[Status]:
        query: Query = [("limit", str(PAGE)), ("exclude_reblogs", "true")]
        if older_than:
            query.append(("max_id", older_than))
        found = await self._server.get(f"/api/v1/accounts/{(await self.me()).get('id')}/statuses", query)
        return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []

    async def _tells_all(self, outgoing: Outgoing) -> bool:
        """Whether the list of our own statuses surely holds one of this visibility."""
        return _visibility(outgoing) in ("public", "unlisted") or (await self._server.about()).is_mastodon

    async def _status(self, outgoing: Outgoing, answered: str) -> dict[str, object]:
        text = await self._addressed(outgoing)
        about = await self._server.about()
        most = min(LIMIT.length, about.max_characters or LIMIT.length)
        if counted(text) > most:
            raise Rejected(
                say("It has %(length)s characters, the name in front included.", length=counted(text)),
                say("Shorten it to %(most)s.", most=most),
            )
        status: dict[str, object] = {"status": text, "visibility": _visibility(outgoing)}
        if answered:
            status["in_reply_to_id"] = answered
        if outgoing.lang not in ("", "und"):
            status["language"] = LANGUAGES.get(outgoing.lang, outgoing.lang)
        if outgoing.parent and outgoing.parent.title:  # a content warning holds for what answers it
            status |= {"spoiler_text": outgoing.parent.title, "sensitive": True}
        return status

    async def _addressed(self, outgoing: Outgoing) -> str:
        """The text, with the name of whom it answers in front: without it the network does not tell them."""
        parent = outgoing.parent
        if parent is None or parent.author.external_id == actor_of(await self.me()):
            return outgoing.text
        names = [name for name in (str(parent.native.get("acct") or ""), parent.author.handle) if name]
        if not names or any(re.search(rf"@{re.escape(name)}(?![\w@])", outgoing.text, re.I) for name in names):
            return outgoing.text
        local = names[0] if await self._heard_here(parent) else names[-1]
        return f"@{local} {outgoing.text}"

    async def _heard_here(self, post: HeardPost) -> bool:
        return post.native.get("server") == (await self._server.about()).domain

    async def _place_of(self, post: HeardPost) -> str:
        """The status' number on our server; one that was heard elsewhere is asked for by its ``uri``."""
        number = post.native.get("id")
        if isinstance(number, str) and await self._heard_here(post):
            return number
        query: Query = [("q", post.canonical_id), ("type", "statuses"), ("resolve", "true"), ("limit", "1")]
        found = await self._server.get("/api/v2/search", query)
        statuses = found.get("statuses") if isinstance(found, dict) else None
        if not statuses or not isinstance(statuses[0], dict) or not statuses[0].get("id"):
            raise _gone()
        return str(statuses[0]["id"])


def alike(text: str, standing: str) -> float:
    """0 to 1, by letters and digits; names that ``standing`` has in front are not compared."""
    bare = re.sub(r"^(?:@[\w.-]+(?:@[\w.:-]+)?\s*)+", "", standing)
    ours, theirs = _letters(re.sub(r"^(?:@[\w.-]+(?:@[\w.:-]+)?\s*)+", "", text)), _letters(bare)
    if not ours or not theirs:
        return float(re.sub(r"\s", "", text) == re.sub(r"\s", "", bare))
    return 1.0 if ours == theirs else SequenceMatcher(None, ours, theirs, autojunk=False).ratio()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _not_before(status: Status, since: datetime) -> bool:
    written = instant(status.get("created_at"))
    return written is None or written >= since


def _visibility(outgoing: Outgoing) -> str:
    """As visible as what it answers, never more."""
    parent = outgoing.parent
    wanted = str(parent.native.get("visibility") or "public") if parent else outgoing.visibility
    return wanted if wanted in VISIBILITIES else "direct" if parent and parent.kind == "message" else "public"


def _receipt(written: object) -> Published | None:
    if not isinstance(written, dict) or not uri_of(written) or not written.get("id"):
        return None
    return Published(uri_of(written), str(written.get("url") or ""), {"id": str(written["id"])})


def _gone() -> Rejected:
    return Rejected(say("The post you answer is gone."), say("Answer another post of the conversation."))
