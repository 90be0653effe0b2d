"""Explain, check, format, convert, compare and test queries.

  earshot query explain 'acme -job' < posts.jsonl        why each post matches, or the smallest reason why not
  earshot query lint 'acme OR "acme shop"'               what could be better; --queries FILE: of many queries
  earshot query fmt 'acme   (late OR   lost)'            the plain spelling; --queries FILE --check: is it plain?
  earshot query convert brandwatch 'raw:"AT&T" NEAR/3f down'
                                                         a query of another product in ours, and what is not the same
  earshot query diff 'acme late' 'acme (late OR lost)' < posts.jsonl
                                                         the posts that the second gains and loses
  earshot query test food-safety.yaml                    does a topic's query do what its tests say?

Posts are read from standard input, one JSON object a line, as by "earshot match"; a line that cannot be read is
reported by its number and skipped. Answers are JSON, one object a line (fmt: the query itself). --file reads the (last)
query from a file; --queries takes a file with a name, a tab and a query on each line.

explain adds "explanation" to each post: "matches", "spans" (the terms that matched: field, start, end, text),
"sentences" and "why" (the parts of the query that decide, as a tree). lint prints "kind", "start", "end", "message",
"mend" and "removable" (the query means exactly the same without it). convert prints "query", "exact" and "notes". diff
adds "change": "gained" or "lost" to each post that is.

test reads documents of topics as the page of a topic writes them: "name", "title", "query", and "tests" with lists of
texts below "matches" and "misses". It prints a line for each test that fails and one for each document; with --json a
line for each test: "file", "name", "text", "wanted", "passed", "why".

Dialects of convert: brandwatch, meltwater, sprinklr, talkwalker, x. --for says what the query is for, and so which
fields there are: topic (the default), match, inbox, policy; explain and diff take the fields of "earshot match".

Exit code: 0 fine (explain: always); 1 there is something to say (lint), another spelling (fmt --check), something lost
(convert), a difference (diff) or a test that fails (test); 2 a query or a document is wrong (said as JSON on standard
error).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from earshot.engine.query import (
    INBOX_FIELDS,
    MATCH_FIELDS,
    POLICY_FIELDS,
    TOPIC_FIELDS,
    Document,
    FieldSet,
    Query,
    QueryError,
    format,
    lint,
    parse,
)
from earshot.engine.query.dialects import DIALECTS, convert
from earshot.kernel.errors import BadInput
from earshot.site.commands.dashes import arranged
from earshot.site.commands.jsonl import written
from earshot.site.commands.match import posts_of, query_lines, time_of, zone_of
from earshot.site.commands.topic_tests import run_file

FINE, SOMETHING, WRONG = 0, 1, 2
_TAKES_VALUE = ("--queries", "--file", "--zone", "--at", "--for")
_FLAGS = ("-h", "--help", "--check", "--json")
_FIELDS: dict[str, FieldSet] = {
    "topic": TOPIC_FIELDS, "match": MATCH_FIELDS, "inbox": INBOX_FIELDS, "policy": POLICY_FIELDS,
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command line."""
    parser.add_argument("act", choices=tuple(_ACTS), help="what to do")
    parser.add_argument("words", nargs="*", metavar="QUERY", help="a query; it may begin with a dash (test: files)")
    parser.add_argument("--file", metavar="FILE", help="read the (last) query from this file")
    parser.add_argument("--queries", metavar="FILE", help="lint, fmt: many queries, a line each: name, tab, query")
    parser.add_argument("--check", action="store_true", help="fmt: only say whether the spelling is plain")
    parser.add_argument("--json", action="store_true", help="test: a line of JSON for each test")
    parser.add_argument("--for", dest="what", choices=tuple(_FIELDS), default="topic", help="what the query is for")
    parser.add_argument("--zone", default="UTC", help="time zone of dates and hours in the query (default: UTC)")
    parser.add_argument("--at", metavar="TIME", help="the time from which age: is reckoned (default: now)")


def arrange(words: Sequence[str]) -> list[str]:
    """The words in an order in which a query may begin with a dash."""
    return arranged(words, _TAKES_VALUE, _FLAGS)


def run(arguments: argparse.Namespace) -> int:
    """Carry it out; the exit code."""
    try:
        code = _ACTS[arguments.act](arguments)
    except QueryError as error:
        _report(error)
        return WRONG
    sys.stdout.buffer.flush()
    return code


def _report(error: QueryError, **where: object) -> None:
    print(json.dumps({**where, **error.as_json()}, ensure_ascii=False), file=sys.stderr)


def _say(found: dict[str, Any]) -> None:
    sys.stdout.buffer.write(written(found) + b"\n")


def _given(arguments: argparse.Namespace, *names: str) -> list[str]:
    """The words of the act, the last of them from ``--file`` where that is given. Raises BadInput."""
    words = [*arguments.words, *([_read(Path(arguments.file))] if arguments.file else [])]
    if len(words) != len(names):
        raise BadInput(
            f"earshot query {arguments.act} takes {' and '.join(names) or 'no query'}.", "See: earshot query --help"
        )
    return words


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}", "Give a UTF-8 file with one query.") from None


def _explain(arguments: argparse.Namespace) -> int:
    (text,) = _given(arguments, "a query")
    query = parse(text, MATCH_FIELDS)
    at, zone = time_of(arguments.at), zone_of(arguments.zone)
    for _, post, document in posts_of(sys.stdin.buffer):
        found = query.explain(document, at=at, zone=zone)
        spans = [_span(document, *span) for span in found.spans]
        _say({**post, "explanation": {**found.as_json(), "spans": spans}})
    return FINE


def _span(document: Document, field: str, start: int, end: int) -> dict[str, object]:
    return {"field": field, "start": start, "end": end, "text": getattr(document, field)[start:end]}


def _lint(arguments: argparse.Namespace) -> int:
    code = FINE
    for where, query in _queries(arguments):
        if query is None:
            code = WRONG
            continue
        for found in lint(query):
            code = max(code, SOMETHING)
            _say({**where, **found.as_json()})
    return code


def _fmt(arguments: argparse.Namespace) -> int:
    code = FINE
    for where, query in _queries(arguments):
        if query is None:
            code = WRONG
            continue
        plain = format(query)
        if "<<<" in query.text and "<<<" not in plain:
            print("Comments (<<<...>>>) are not kept.", file=sys.stderr)
        if arguments.check:
            code = max(code, FINE if query.text.strip() == plain else SOMETHING)
        else:
            name = f"{where['name']}\t" if where else ""
            sys.stdout.buffer.write(f"{name}{plain}\n".encode("utf-8", "replace"))
    return code


def _queries(arguments: argparse.Namespace) -> Iterator[tuple[dict[str, object], Query | None]]:
    """(where it stands, the query) of each; None, and said on standard error, where it cannot be read."""
    fields = _FIELDS[arguments.what]
    if arguments.queries is None:
        (text,) = _given(arguments, "a query, or --queries FILE")
        yield {}, parse(text, fields)
        return
    _given(arguments)
    for line, name, text in query_lines(Path(arguments.queries)):
        where: dict[str, object] = {"line": line, "name": name}
        try:
            yield where, parse(text, fields)
        except QueryError as error:
            _report(error, **where)
            yield where, None


def _convert(arguments: argparse.Namespace) -> int:
    dialect, text = _given(arguments, "a dialect", "a query")
    if dialect.lower() not in DIALECTS:
        raise BadInput(f"There is no dialect {dialect}.", f"One of: {', '.join(DIALECTS)}.")
    found = convert(text, dialect.lower(), _FIELDS[arguments.what])
    _say(found.as_json())
    if not found.query:
        return WRONG
    return FINE if found.exact else SOMETHING


def _diff(arguments: argparse.Namespace) -> int:
    old, new = (parse(text, MATCH_FIELDS) for text in _given(arguments, "the old query", "the new one"))
    at, zone = time_of(arguments.at), zone_of(arguments.zone)
    counts = {"gained": 0, "lost": 0, "both": 0}
    for _, post, document in posts_of(sys.stdin.buffer):
        before, after = (query.matches(document, at=at, zone=zone) for query in (old, new))
        if before and after:
            counts["both"] += 1
        elif before or after:
            change = "gained" if after else "lost"
            counts[change] += 1
            _say({**post, "change": change})
    print("{gained} gained, {lost} lost, {both} in both.".format(**counts), file=sys.stderr)
    return SOMETHING if counts["gained"] or counts["lost"] else FINE


def _test(arguments: argparse.Namespace) -> int:
    """Every document is read and tested, also behind one that is wrong."""
    if not arguments.words:
        raise BadInput("earshot query test takes the files of topics.", "See: earshot query --help")
    at, zone = time_of(arguments.at), zone_of(arguments.zone)
    return max(run_file(Path(name), at, zone, as_json=arguments.json) for name in arguments.words)


_ACTS: dict[str, Callable[[argparse.Namespace], int]] = {
    "explain": _explain, "lint": _lint, "fmt": _fmt, "convert": _convert, "diff": _diff,
    "test": _test,
}  # fmt: skip
