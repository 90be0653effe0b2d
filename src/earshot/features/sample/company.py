"""Reads the company's files. See the package's docstring for their format."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, cast

from earshot.ports.heard import PostKind

FOLDER: Traversable = files(__package__) / "company"
EDITION = 4
"""Of the story. Whoever changes its steps raises it: a sample that was begun with another one is not told on, because
its position counts other steps."""


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody outside."""

    by: str
    network: str
    name: str
    followers: int | None
    bio: str


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody outside says. ``re``: the id of the post answered, or ``r-ID`` for our reply to ID."""

    id: str
    author: Author
    lang: str
    at: str
    text: str
    title: str
    kind: PostKind
    re: str
    addressed: bool
    group: str
    passing: bool = False
    """Said in a public stream: kept only where a topic or a watch asks for it."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that one of us imports as history."""

    at: str
    by: str
    file: str
    network: str
    columns: Mapping[str, str]
    """Our field -> the file's column."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What one of us does, ``after`` minutes from a post: ``reply note tag snooze done``, ``ask`` (for approval of the
    text), ``approve``, ``send back`` (and why), ``correct`` (a finding and its value), or ``close`` (unanswered)."""

    on: str
    by: str
    after: int
    do: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A channel: the network it stands for, our account there ("" where we only listen)."""

    network: str
    name: str
    account: str
    kind: PostKind
    addressed: bool
    names: Mapping[str, str]
    """By language of the interface, where it is not the same in all."""


@dataclass(frozen=True, slots=True)
class Company:
    """Everything."""

    facts: Mapping[str, Any]
    lines: Mapping[str, Line]
    """By network."""
    people: tuple[Mapping[str, Any], ...]
    topics: tuple[Mapping[str, Any], ...]
    campaigns: tuple[Mapping[str, Any], ...]
    policy: str
    """A template: its words are in ``words``."""
    draft: tuple[Mapping[str, Any], ...]
    """What somebody thinks of changing in it, rule by rule."""
    words: Mapping[str, Mapping[str, str]]
    """Word of the policy -> how it reads, by language of the interface."""
    posts: Mapping[str, Post]
    passing: Mapping[str, Post]
    """What passes by in public streams."""
    uploads: tuple[Upload, ...]
    deeds: tuple[Deed, ...]


@cache
def company() -> Company:
    """The company, read once a process."""
    lines = {line.network: line for line in map(_line, _rows("channels"))}
    authors = {row["by"]: _author(row) for row in _rows("authors.")}
    return Company(
        facts=json.loads((FOLDER / "company.json").read_text("utf-8")),
        lines=lines,
        people=tuple(_rows("people")),
        topics=tuple(_rows("topics")),
        campaigns=tuple(_rows("campaigns")),
        policy=(FOLDER / "policy.yaml").read_text("utf-8"),
        draft=tuple(_rows("draft")),
        words={row["word"]: row for row in _rows("words")},
        posts={post.id: post for post in _posts("posts.", authors, lines)},
        passing={post.id: replace(post, passing=True) for post in _posts("passing.", authors, lines)},
        uploads=tuple(Upload(**row) for row in _rows("uploads")),
        deeds=tuple(_deeds()),
    )


def _rows(begins: str) -> Iterator[dict[str, Any]]:
    for file in _files(begins):
        for line in file.read_text("utf-8").splitlines():
            yield json.loads(line)


def _files(begins: str) -> list[Traversable]:
    found = (file for file in FOLDER.iterdir() if file.name.startswith(begins) and file.name.endswith(".jsonl"))
    return sorted(found, key=lambda file: file.name)


def _line(row: Mapping[str, Any]) -> Line:
    kind = cast("PostKind", row.get("kind", "post"))
    return Line(row["network"], row["name"], row["account"], kind, bool(row.get("us")), row.get("names", {}))


def _author(row: Mapping[str, Any]) -> Author:
    return Author(row["by"], row["net"], row.get("name", ""), row.get("followers"), row.get("bio", ""))


def _posts(begins: str, authors: Mapping[str, Author], lines: Mapping[str, Line]) -> Iterator[Post]:
    for file in _files(begins):
        lang = file.name.split(".")[1]
        for text in file.read_text("utf-8").splitlines():
            row = json.loads(text)
            author = authors[row["by"]]
            line = lines[author.network]
            yield Post(
                id=row["id"],
                author=author,
                lang=lang,
                at=row["at"],
                text=row["text"],
                title=row.get("title", ""),
                kind=row.get("kind", line.kind),
                re=row.get("re", ""),
                addressed=bool(row.get("us")) or line.addressed,
                group=row.get("group", ""),
            )


def _deeds() -> Iterator[Deed]:
    for row in _rows("replies"):
        yield Deed(row["re"], row["by"], row["after"], "reply", row["text"])
    for row in _rows("desk"):
        yield Deed(row["on"], row["by"], row["after"], row["do"], row.get("text", ""))
