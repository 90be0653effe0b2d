"""The connector itself: what it declares, and the session it opens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from earshot.connectors.feeds.asking import ADDRESS, NotThere, ask, max_age
from earshot.connectors.feeds.asking import Gone as GoneForGood
from earshot.connectors.feeds.config import FIELDS, Settings, proposals, read
from earshot.connectors.feeds.cursor import Cursor, read_cursor
from earshot.connectors.feeds.decoding import decoded
from earshot.connectors.feeds.document import feeds_named, shape_of
from earshot.connectors.feeds.feed import Feed, NotAFeed
from earshot.connectors.feeds.json_feed import read_json
from earshot.connectors.feeds.pauses import USUAL, Rest, pause_of
from earshot.connectors.feeds.posts import Place, mark_of
from earshot.connectors.feeds.xml import read_xml
from earshot.kernel.texts import say
from earshot.ports.connector import Anomalous, ConfigField, ConnectorError, SpeaksHow, Tools, Unsupported
from earshot.ports.heard import Batch
from earshot.ports.http import HttpAnswer

log = logging.getLogger(__name__)


class FeedSession:
    """Pulls, Checks, Public, Notes."""

    public = True

    def __init__(self, settings: Settings, tools: Tools) -> None:
        self._settings = settings
        self._tools = tools
        self._rest = Rest()
        self.pause: timedelta = USUAL
        self.note = ""
        """What a person should know of the address, though nothing is wrong."""

    async def account(self) -> None:
        """Reads the feed once. There is no account, so None; raises where there is no feed."""
        await self._read(Cursor(self._settings.address))

    async def pull(self, cursor: str) -> Batch:
        """Entries that are new or changed. Nothing is asked before the feed's own pause is over, however often this
        is called; after a failure the same error comes back until then."""
        now = self._tools.clock.now()
        if left := self._rest.left(now):
            self.pause = left
            if self._rest.error is not None:
                raise self._rest.error.with_traceback(None)
            return Batch((), cursor)
        try:
            batch, self.pause = await self._pulled(read_cursor(cursor, self._settings.address))
        except ConnectorError as error:
            self._rest.after(error, now)
            raise
        self._rest.after_success(now, self.pause)
        return batch

    async def _pulled(self, cursor: Cursor) -> tuple[Batch, timedelta]:
        try:
            answer, feed, cursor = await self._read(cursor)
        except (NotThere, GoneForGood, Anomalous):
            if not cursor.current:
                raise
            answer, feed, cursor = await self._read(cursor.back())
        self.note = _note(cursor)
        if feed is None:
            return Batch((), cursor.write()), pause_of(timedelta(seconds=cursor.wish), max_age(answer))
        return self._batch(feed, cursor), pause_of(feed.wish, max_age(answer))

    def _batch(self, feed: Feed, cursor: Cursor) -> Batch:
        place = Place(cursor.address, feed, self._settings.kind)
        posts = [place.post_of(item, backlog=not cursor.begun) for item in feed.items]
        marks = {mark_of(post): post for post in reversed(posts)}
        news = tuple(post for mark, post in marks.items() if mark not in cursor.marks)
        for reason in feed.set_aside:
            log.warning("%s: an entry is set aside: %s", cursor.address, reason)
        after = replace(cursor, marks=frozenset(marks), wish=int(feed.wish.total_seconds()) if feed.wish else 0)
        return Batch(news, after.write(), counted=len(news) + len(feed.set_aside))

    async def _read(self, cursor: Cursor) -> tuple[HttpAnswer, Feed | None, Cursor]:
        """The feed, None where it has not changed, and the cursor with where it was found."""
        answer = await self._ask(cursor)
        if answer.status == 304:
            return answer, None, _follow(cursor, answer)
        text = decoded(answer.body, answer.headers.get("content-type", ""))
        try:
            if shape_of(text) == "page":
                return await self._named(text, answer, cursor)
            feed = await self._parsed(text, answer)
        except NotAFeed as error:
            raise Anomalous(error.args[0], say(ADDRESS), text[:2000]) from error
        return answer, feed, _validated(_follow(cursor, answer), answer)

    async def _named(self, page: str, answer: HttpAnswer, cursor: Cursor) -> tuple[HttpAnswer, Feed | None, Cursor]:
        """The feed that a page names; tried once, so that two pages that name one another end."""
        for address in feeds_named(page, answer.url or cursor.address)[:1]:
            named = replace(cursor.back(), current=address)
            found = await self._ask(named)
            text = decoded(found.body, found.headers.get("content-type", ""))
            if shape_of(text) != "page":
                return found, await self._parsed(text, found), _validated(_follow(named, found), found)
        raise Unsupported(
            say("There is a page for people at this address, and it names no feed."),
            say(ADDRESS),
        )

    async def _ask(self, cursor: Cursor) -> HttpAnswer:
        return await ask(self._tools.http, self._tools.clock, cursor.address, cursor.etag, cursor.modified)

    async def _parsed(self, text: str, answer: HttpAnswer) -> Feed:
        """In a thread: a large document takes seconds, in which others are to be heard."""
        parse = read_json if shape_of(text) == "json" else read_xml
        language = answer.headers.get("content-language", "").split(",")[0].strip()
        return await asyncio.to_thread(parse, text, answer.url, language)


def _follow(cursor: Cursor, answer: HttpAnswer) -> Cursor:
    """Where the address has moved for good, go there from now on."""
    if not answer.moved or answer.moved == cursor.address:
        return cursor
    return replace(cursor, current=answer.moved, moved=True)


def _validated(cursor: Cursor, answer: HttpAnswer) -> Cursor:
    etag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    return replace(cursor, etag=etag[:500], modified=modified[:100])


def _note(cursor: Cursor) -> str:
    if not cursor.current:
        return ""
    if cursor.moved:
        return say("The address has moved for good; Earshot reads it at %(address)s.", address=cursor.current)
    return say("The page names its feed; Earshot reads it at %(address)s.", address=cursor.current)


class Feeds:
    """See :class:`earshot.ports.connector.Connector`. It never speaks."""

    kind = "feeds"
    name = "RSS & Atom"
    fields: tuple[ConfigField, ...] = FIELDS
    speaks: SpeaksHow | None = None

    def open(self, config: Mapping[str, str], tools: Tools) -> FeedSession:
        """A session for one feed. Raises BadInput."""
        return FeedSession(read(config), tools)

    def proposals(self, brand: str, language: str) -> tuple[tuple[str, str], ...]:
        """See :class:`earshot.ports.connector.Proposes`."""
        return proposals(brand, language)


connector = Feeds()
