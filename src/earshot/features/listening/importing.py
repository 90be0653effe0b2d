"""What of a file's rows is new: duplicates are counted, unlike rows that share an identity are both kept, and what
cannot be taken in is set aside with its line and reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

import orjson

from earshot.features.listening.intake import Key, refusal_of, storable
from earshot.features.listening.models import PostVersion
from earshot.kernel.texts import say
from earshot.ports.files import ReadRow
from earshot.ports.heard import HeardPost

RAW = 64_000


@dataclass(slots=True)
class Tally:
    """How far a file has been read, and what was found; stored with the batch it belongs to, as the cursor."""

    position: int = 0
    duplicates: int = 0
    bad: int = 0
    unlike: int = 0
    """Rows kept although another row of this file with their identity says something else."""
    unlike_line: int = 0
    """The first line of such a row."""
    unlike_id: str = ""
    stored_unlike: int = 0
    """Rows kept although a post stored before this import with their identity says something else."""
    stored_unlike_line: int = 0
    stored_unlike_id: str = ""

    def as_cursor(self) -> str:
        return orjson.dumps(asdict(self)).decode()

    @classmethod
    def from_cursor(cls, cursor: str) -> Tally:
        return cls(**orjson.loads(cursor)) if cursor else cls()


@dataclass(frozen=True, slots=True)
class Told:
    """What makes two rows the same post. ``posted_at`` is None where the file knows no time."""

    author: str
    title: str
    text: str
    posted_at: datetime | None
    gone: bool = False
    before: bool = False
    """Another source told it, before this file."""

    def is_same(self, other: Told) -> bool:
        if self.gone or other.gone:
            return True
        timeless = self.posted_at is None or other.posted_at is None
        same_time = timeless or self.posted_at == other.posted_at
        return same_time and (self.author, self.title, self.text) == (other.author, other.title, other.text)


@dataclass(slots=True)
class Sorted:
    """A slice of rows, sorted out."""

    posts: list[HeardPost] = field(default_factory=list)
    bad: list[ReadRow] = field(default_factory=list)


def sort_out(workspace_id: int, channel_id: int, rows: Sequence[ReadRow], tally: Tally) -> Sorted:
    """The new posts of a slice of the file that is this channel, and its bad rows; the tally is brought forward."""
    result = Sorted()
    good: list[tuple[ReadRow, HeardPost]] = []
    for row in rows:
        refused = refusal_of(row.post) if row.post is not None else None
        if row.post is None:
            result.bad.append(row)
        elif refused is not None:
            result.bad.append(replace(row, post=None, reason=refused.reason, raw=storable(row.post.text)[:RAW]))
        else:
            good.append((row, row.post))
    known = _stored_alike(workspace_id, channel_id, [name for _, post in good for name in _both_names(post)])
    for row, post in good:
        _take(row, post, known, result, tally)
    tally.bad += len(result.bad)
    tally.position = rows[-1].row if rows else tally.position
    return result


def _take(row: ReadRow, post: HeardPost, known: dict[Key, Told], result: Sorted, tally: Tally) -> None:
    told = _told(post)
    unlike: Told | None = None
    for name in _both_names(post):
        before = known.get(name)
        if before is None:
            known[name] = told
            if unlike is None:
                result.posts.append(post)
            else:
                _count_unlike(row, post, unlike, tally)
                result.posts.append(replace(post, canonical_id=name[1]))
            return
        if before.is_same(told):
            tally.duplicates += 1
            return
        unlike = before
    tally.duplicates += 1


def _count_unlike(row: ReadRow, post: HeardPost, other: Told, tally: Tally) -> None:
    if other.before:
        tally.stored_unlike += 1
        if not tally.stored_unlike_line:
            tally.stored_unlike_line, tally.stored_unlike_id = row.line, post.canonical_id
    else:
        tally.unlike += 1
        if not tally.unlike_line:
            tally.unlike_line, tally.unlike_id = row.line, post.canonical_id


def _both_names(post: HeardPost) -> tuple[Key, Key]:
    """The row's own identity, and the one it gets where an unlike row has that: the same in every import."""
    told = _told(post)
    content = "\x1f".join((told.author, told.title, told.text, told.posted_at.isoformat() if told.posted_at else ""))
    mark = hashlib.sha256(content.encode()).hexdigest()[:12]
    return (post.network, post.canonical_id), (post.network, f"{post.canonical_id[:900]}~{mark}")


def _told(post: HeardPost) -> Told:
    return Told(storable(post.author.external_id), storable(post.title), storable(post.text), post.posted_at)


def _stored_alike(workspace_id: int, channel_id: int, names: Iterable[Key]) -> dict[Key, Told]:
    """What is stored under these names, as it was first told."""
    ids: dict[str, list[str]] = {}
    for network, canonical_id in names:
        ids.setdefault(network, []).append(canonical_id)
    found: dict[Key, Told] = {}
    for network, canonical in ids.items():
        rows = PostVersion.objects.filter(
            number=1, post__workspace_id=workspace_id, post__network=network, post__canonical_id__in=canonical
        ).values_list(
            "post__canonical_id", "post__author__external_id", "title", "text", "post__posted_at", "post__received_at",
            "post__deleted_at", "post__channel_id",
        )  # fmt: skip
        for canonical_id, author, title, text, posted, received, deleted, channel in rows:
            at = None if posted == received else posted
            found[(network, canonical_id)] = Told(author, title, text, at, deleted is not None, channel != channel_id)
    return found


def unlike_warnings(tally: Tally) -> Iterator[str]:
    """What unlike rows were kept, and where what they are unlike stands."""
    if tally.unlike == 1:
        yield say(
            "The row on line %(line)s shares its identity (%(identity)s) with an unlike row of this file. "
            "Both were kept; the later one has a mark behind its identity.",
            line=tally.unlike_line,
            identity=tally.unlike_id,
        )
    elif tally.unlike:
        yield say(
            "%(count)s rows share their identity with an unlike row of this file (the first on line %(line)s: "
            "%(identity)s). All were kept; the later ones have a mark behind their identity.",
            count=tally.unlike,
            line=tally.unlike_line,
            identity=tally.unlike_id,
        )
    if tally.stored_unlike == 1:
        yield say(
            "The row on line %(line)s shares its identity (%(identity)s) with an unlike post that was stored before. "
            "Both were kept; the row's has a mark behind its identity.",
            line=tally.stored_unlike_line,
            identity=tally.stored_unlike_id,
        )
    elif tally.stored_unlike:
        yield say(
            "%(count)s rows share their identity with unlike posts that were stored before (the first on line "
            "%(line)s: %(identity)s). All were kept; the rows' have a mark behind their identity.",
            count=tally.stored_unlike,
            line=tally.stored_unlike_line,
            identity=tally.stored_unlike_id,
        )
