"""Print the posts that match a query.

Posts are read from standard input, one JSON object a line, and printed as they came:

  earshot match 'acme (late OR lost) -"job offer"' < posts.jsonl
  earshot match 'lang:zh 物流 NEAR/5 慢' < posts.jsonl
  earshot match '-is:repost followers>=1000 posted:[2026-11-01 TO 2026-11-08]' --zone Asia/Taipei < posts.jsonl
  earshot match --queries topics.tsv < posts.jsonl

A post has "id" and "text", and as known "title", "lang", "network", "author", "author_name", "bio", "followers",
"verified", "url", "posted" (ISO 8601), "reply_to", "is" (a list of reply, repost, quote), "media" (a list of kinds),
"country", "kind", "channel", "brand", "market", "campaign", "intent", "sentiment", "emotion", "risk", "topics", "tags",
"advocate". A line that cannot be read is reported by its number and skipped.

With --queries each line of the file is a name, a tab and a query; the posts that match any are printed with
"topics": [names] added.

Exit code: 0 something matched, 1 nothing did, 2 a query is wrong (said as JSON on standard error).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

import orjson

from earshot.engine.query import MATCH_FIELDS, Document, Query, QueryError, parse
from earshot.engine.query.index import Index
from earshot.engine.query.post import document_of_post
from earshot.kernel.clock import SystemClock
from earshot.kernel.errors import BadInput, EarshotError
from earshot.kernel.texts import say
from earshot.site.commands.dashes import arranged

MATCHED, NOTHING, WRONG = 0, 1, 2
_TAKES_VALUE = ("--queries", "--zone", "--at")
_FLAGS = ("-h", "--help")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command line."""
    parser.add_argument("query", nargs="?", metavar="QUERY", help="a query; it may begin with a dash")
    parser.add_argument("--queries", metavar="FILE", help="many queries, a line each: name, tab, query")
    parser.add_argument("--zone", default="UTC", help="time zone of dates and hours in the query (default: UTC)")
    parser.add_argument("--at", metavar="TIME", help="the time from which age: is reckoned (default: now)")


def arrange(words: Sequence[str]) -> list[str]:
    """The words in an order in which a query may begin with a dash."""
    return arranged(words, _TAKES_VALUE, _FLAGS)


class _Topics:
    """Queries with their names; which of them match a document. Two may have the same name."""

    def __init__(self, queries: Sequence[tuple[str, Query]]) -> None:
        self._names = [name for name, _ in queries]
        self._index = Index()
        for number, (_, query) in enumerate(queries):
            self._index.add(str(number), query)

    def matching(self, document: Document, at: datetime, zone: tzinfo) -> list[str]:
        """The names, in the order of the queries."""
        return [self._names[int(number)] for number in self._index.matching(document, at=at, zone=zone)]


def run(arguments: argparse.Namespace) -> int:
    """Carry it out; the exit code."""
    if (arguments.query is None) == (arguments.queries is None):
        raise BadInput("Give one query, or --queries FILE.", "For example: earshot match 'acme late' < posts.jsonl")
    at, zone = time_of(arguments.at), zone_of(arguments.zone)
    queries, wrong = _queries(arguments)
    if wrong and not queries:
        return WRONG
    if wrong and arguments.query is not None:
        return WRONG
    topics, found = _Topics(queries), False
    for line, post, document in posts_of(sys.stdin.buffer):
        names = topics.matching(document, at, zone)
        if names:
            found = True
            answer = line if arguments.query is not None else _with_topics(post, names)
            sys.stdout.buffer.write(answer + b"\n")
    sys.stdout.buffer.flush()
    if wrong:
        return WRONG
    return MATCHED if found else NOTHING


def time_of(text: str | None) -> datetime:
    """``--at``: now where it is not given. Raises BadInput."""
    if text is None:
        return SystemClock().now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(f"--at {text} is not a time.", "Write it like 2026-11-23T09:30+08:00.") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def zone_of(name: str) -> tzinfo:
    """``--zone``. Raises BadInput."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or a folder of the zone database
        raise BadInput(f"There is no time zone {name}.", "Write it like Asia/Taipei.") from None


def _queries(arguments: argparse.Namespace) -> tuple[list[tuple[str, Query]], bool]:
    """The queries that can be read, and whether one cannot (said on standard error)."""
    if arguments.query is not None:
        lines: list[tuple[int, str, str]] = [(0, "", arguments.query)]
    else:
        lines = list(query_lines(Path(arguments.queries)))
    queries: list[tuple[str, Query]] = []
    for number, name, text in lines:
        try:
            if number and not name:
                raise QueryError(
                    say("There is no name before the query."),
                    0,
                    len(text),
                    "name, tab, query",
                    say("Add a name and a tab."),
                )
            queries.append((name, parse(text, MATCH_FIELDS)))
        except QueryError as error:
            where = {"line": number, "name": name} if number else {}
            print(json.dumps({**where, **error.as_json()}, ensure_ascii=False), file=sys.stderr)
    return queries, len(queries) < len(lines)


def query_lines(path: Path) -> Iterator[tuple[int, str, str]]:
    """(line number, name, query) of each line that is not empty."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}", "Give a UTF-8 file: name, tab, query on each line.") from None
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            name, tab, query = line.rstrip("\r").partition("\t")
            yield (number, name.strip(), query) if tab else (number, "", name)


def posts_of(source: IO[bytes]) -> Iterator[tuple[bytes, dict[str, object], Document]]:
    """(line, post, document) of each line; those that cannot be read are reported by number and skipped."""
    for number, raw in enumerate(source, 1):
        line = raw.rstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf" if number == 1 else b"")
        if not line.strip():
            continue
        try:
            post = _object(line)
            yield line, post, document_of_post(post)
        except EarshotError as error:
            print(f"line {number}: {error}", file=sys.stderr)


def _object(line: bytes) -> dict[str, object]:
    try:
        post = orjson.loads(line)
    except orjson.JSONDecodeError:
        post = _forgiving(line)
    if not isinstance(post, dict):
        raise BadInput("This is not a JSON object.", 'Write {"id": "1", "text": "..."}.')
    return post


def _forgiving(line: bytes) -> object:
    """What only the slower reader takes: halves of surrogate pairs, as cut-off emoji leave them."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"This is not JSON: {error}.") from None


def _with_topics(post: dict[str, object], names: list[str]) -> bytes:
    """The post with the names added to the topics it may carry already."""
    carried = post.get("topics")
    known = [carried] if isinstance(carried, str) else carried if isinstance(carried, list) else []
    topics = list(dict.fromkeys([*known, *names]))
    text = json.dumps({**post, "topics": topics}, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:  # half a surrogate pair can only be written escaped
        return json.dumps({**post, "topics": topics}, separators=(",", ":")).encode()
