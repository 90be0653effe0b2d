"""What the commands about policies share: the file, the time, the facts of a post."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from earshot.engine.policy import Facts, Policy, PolicyInvalid, fill_facts
from earshot.engine.query import MATCH_FIELDS, Document, Query, parse
from earshot.engine.query.post import document_of_post
from earshot.kernel.clock import SystemClock
from earshot.kernel.errors import BadInput

INVALID = 2
"""Exit code: the document is not a policy."""

_YEARS = range(1971, 2200)
_SEEN_IN_TEXT = ("is:question", "has:link", "has:hashtag", "has:mention", "has:question")


def read_text(path: str) -> str:
    """The text of a policy file; ``-`` is standard input.

    Raises:
        BadInput: it can not be read.
    """
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise BadInput(f"{path} can not be read: {error.strerror}.", "Give the path of a policy document.") from None
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 (byte {error.start}).", "Save it as UTF-8.") from None


def report_invalid(path: str, invalid: PolicyInvalid) -> None:
    """Say every problem of a document on standard error, one a line, as compilers do."""
    for problem in invalid.problems:
        said = f"{problem.message} {problem.mend}".rstrip()
        print(f"{path}:{problem.line}:{problem.column}: {said}", file=sys.stderr)


def time_of(text: str | None, zone: str) -> datetime:
    """``--at``: now where it is not given; a time without zone is in ``zone``.

    Raises:
        BadInput: it is not a time, or one that calendars do not reach.
    """
    if text is None:
        return SystemClock().now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(f"--at {text} is not a time.", "Write it like 2026-11-23T09:30 or 2026-11-23T01:30Z.") from None
    if at.year not in _YEARS:
        raise BadInput(f"--at {text} is too far away.", f"Give a year from {_YEARS[0]} to {_YEARS[-1]}.")
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))


def facts_of_post(post: Mapping[str, Any], policy: Policy) -> Facts:
    """The facts of a post of the shell's JSON; what its text shows (a question, a link) is seen as topics see it.

    Raises:
        BadInput: a value is of the wrong kind.
    """
    document = document_of_post({"text": "", **{key: value for key, value in post.items() if value is not None}})
    seen = [name.partition(":") for name in _SEEN_IN_TEXT if _query(name).matches(document)]
    facts = {
        **post,
        "is": _with(post, document, "is", seen),
        "has": _with(post, document, "has", seen),
        "site": post.get("site") or post.get("url"),
    }
    return fill_facts(facts, policy.zone)


def _with(post: Mapping[str, Any], document: Document, field: str, seen: list[tuple[str, str, str]]) -> list[str]:
    told = document.values.get(field)
    names = {value for name, _, value in seen if name == field} | _given(post, field)
    return sorted(names | (told if isinstance(told, frozenset) else frozenset()))


def _given(post: Mapping[str, Any], field: str) -> set[str]:
    """What the post itself says of a field, as samples of proofs do (``has``)."""
    told = post.get(field)
    return {word for word in told if isinstance(word, str)} if isinstance(told, list) else set()


@lru_cache
def _query(text: str) -> Query:
    return parse(text, MATCH_FIELDS)
