"""The company's story from one instant on: what happens when, in order. Pure, so that it can be told on at any time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from string import Template
from zoneinfo import ZoneInfo

from earshot.features.sample.company import Company, Deed, Post, Upload, company
from earshot.kernel.clock import as_utc
from earshot.ports.heard import HeardAuthor, HeardPost

BEFORE = timedelta(days=29)
"""How long before the sample was begun its workspace seems to have been made: before the first post."""


LYING = timedelta(hours=20)
"""What is younger than this may lie there still."""
CLOSED_AFTER = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens: a post is heard, one of us does something, or imports a file."""

    at: datetime
    what: Post | Deed | Upload
    until: datetime | None = None
    """Of a snooze: until when."""


@dataclass(frozen=True, slots=True)
class Story:
    """``history`` lies before the beginning and is told at once; ``to_come`` is told as its times come."""

    history: tuple[Step, ...]
    to_come: tuple[Step, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.history + self.to_come


@lru_cache(maxsize=8)
def story(begun_at: datetime) -> Story:
    """The story of a sample that was begun then."""
    told = company()
    zone = ZoneInfo(told.facts["zone"])
    times = {post.id: instant(post.at, begun_at, zone) for post in told.posts.values()}
    posts = [Step(times[post.id], post) for post in told.posts.values()]
    deeds = [
        Step(
            times[deed.on] + timedelta(minutes=deed.after),
            deed,
            instant(deed.text, begun_at, zone) if deed.do == "snooze" else None,
        )
        for deed in told.deeds
    ]
    passing = [Step(instant(post.at, begun_at, zone), post) for post in told.passing.values()]
    uploads = [Step(instant(upload.at, begun_at, zone), upload) for upload in told.uploads]
    every = [*posts, *deeds, *_closings(told, times, begun_at), *passing, *uploads]
    steps = sorted(every, key=lambda step: step.at)
    return Story(
        tuple(step for step in steps if step.at <= begun_at), tuple(step for step in steps if step.at > begun_at)
    )


def _closings(told: Company, times: Mapping[str, datetime], begun_at: datetime) -> Iterator[Step]:
    """A team that works does not leave things lying: what nobody answered was looked at and closed."""
    for post in told.posts.values():
        if times[post.id] < begun_at - LYING and post.id not in told.facts["left_open"]:
            yield Step(times[post.id] + CLOSED_AFTER, Deed(post.id, "", 0, "close", ""))


def instant(at: str, begun_at: datetime, zone: ZoneInfo) -> datetime:
    """``-12d 21:40``, ``-95m`` or ``+30m`` as a time in UTC.

    Raises:
        ValueError: it is none of these.
    """
    if at.endswith("m"):
        return begun_at + timedelta(minutes=int(at[:-1]))
    days, _, clock = at.partition(" ")
    if not days.endswith("d"):
        raise ValueError(f"{at!r} is no time of the story")
    day = begun_at.astimezone(zone).date() + timedelta(days=int(days[:-1]))
    return as_utc(datetime.combine(day, time.fromisoformat(clock), tzinfo=zone))


def heard(post: Post, at: datetime) -> HeardPost:
    """The post as a connector would hand it in."""
    told, author = company(), post.author
    parent, root = _id(post.re), _id(_root(told, post))
    return HeardPost(
        network=author.network,
        canonical_id=_id(post.id),
        author=HeardAuthor(author.by, author.by, author.name, author.bio, followers=author.followers),
        text=post.text,
        title=post.title,
        posted_at=at,
        lang=post.lang,
        kind=post.kind,
        parent_id=parent,
        root_id=root if parent else "",
        parent_author=_parents_author(told, post),
        addressed=post.addressed,
    )


def _id(post_id: str) -> str:
    return f"sample:{post_id}" if post_id else ""


def reply_id(on: str) -> str:
    """The identity of our reply to a post."""
    return _id(f"r-{on}")


def _root(told: Company, post: Post) -> str:
    while post.re:
        post = told.posts[post.re.removeprefix("r-")]
    return post.id


def _parents_author(told: Company, post: Post) -> str:
    if not post.re:
        return ""
    if post.re.startswith("r-"):
        return told.lines[post.author.network].account
    return told.posts[post.re].author.by


def policy_text(begun_at: datetime, language: str = "en") -> str:
    """The policy in a language, with its dates: the rota begins before the story, with Mei this week; Ana is away until
    tomorrow."""
    told = company()
    today = begun_at.astimezone(ZoneInfo(told.facts["zone"])).date()
    monday = today - timedelta(days=today.weekday())

    def plus(day: date, days: int) -> str:
        return (day + timedelta(days=days)).isoformat()

    return Template(told.policy).substitute(
        {word: said[language] for word, said in told.words.items()},
        ROTA_START=plus(monday, -42), LEAVE_FROM=plus(today, -2), LEAVE_TO=plus(today, 2),
    )  # fmt: skip
