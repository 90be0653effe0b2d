"""What became of the posts of an import: who has to answer how many of them, and why the rest asks nobody.

No post is left out: each is in a line (a post about two brands in that of each).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from django.db.models import Count, Q
from django.http import HttpRequest
from django.template.loader import render_to_string

from earshot.features.conversations.models import Entry, State
from earshot.features.conversations.queries import access_belonging
from earshot.features.listening.models import Import
from earshot.features.listening.queries import access_posts
from earshot.features.people.models import Membership
from earshot.features.people.requests import MemberRequest

MOST = 100_000
"""Posts of one import up to which it is told: beyond, the page would keep people waiting for seconds."""


@dataclass(frozen=True, slots=True)
class Share:
    """Conversations that one person is accountable for in one role, and the search that shows them."""

    role: str
    person: str
    conversations: int
    posts: int
    query: str


@dataclass(slots=True)
class Outcome:
    """Posts, but for ``conversations`` and what ``owned`` says. ``owned``: still to be answered; ``closed``: in
    conversations that are over; ``no_answer``: in conversations that the policy asks nobody to answer; ``ignored``: the
    policy ignores them; ``watched``: kept by watches alone; ``ours``: our own; ``apart``: in no conversation."""

    posts: int = 0
    conversations: int = 0
    owned: list[Share] = field(default_factory=list)
    closed: int = 0
    no_answer: int = 0
    ignored: int = 0
    watched: int = 0
    ours: int = 0
    apart: int = 0


def outcome(membership: Membership, found: Import) -> Outcome | None:
    """What became of them by now; None where there is nothing to tell, or too much."""
    if found.mode != "work" or not 0 < found.added <= MOST:
        return None
    told = _posts(membership, found)
    entries = access_belonging(Entry.objects.filter(post__channel=found.channel_id), membership)
    told.conversations = entries.values("conversation").distinct().count()
    columns = ("conversation__handling", "conversation__role", "conversation__accountable__name")
    over = Q(conversation__state=State.RESOLVED)
    for is_over, rows in ((True, entries.filter(over)), (False, entries.exclude(over))):
        grouped = rows.values(*columns).annotate(
            talks=Count("conversation", distinct=True),
            number=Count("post", distinct=True),
            here=Count("conversation", distinct=True, filter=Q(conversation__channel=found.channel_id)),
        )
        for row in grouped.order_by("-talks", *columns):
            _sort_in(told, found, row, is_over=is_over)
    told.apart = max(0, told.posts - told.ours - told.watched - entries.values("post").distinct().count())
    return told


def _posts(membership: Membership, found: Import) -> Outcome:
    posts = access_posts(membership).filter(channel=found.channel_id).order_by()
    counted = posts.aggregate(
        every=Count("id"), own=Count("id", filter=Q(ours=True)), kept=Count("id", filter=Q(watch_only=True, ours=False))
    )
    return Outcome(posts=counted["every"], ours=counted["own"], watched=counted["kept"])


def _sort_in(told: Outcome, found: Import, row: dict[str, object], *, is_over: bool) -> None:
    handling, role, person = (str(row[f"conversation__{name}"]) for name in ("handling", "role", "accountable__name"))
    talks, number, here = (int(cast("int", row[name])) for name in ("talks", "number", "here"))
    if handling == "ignore":
        told.ignored += number
    elif is_over:
        told.closed += number
    elif handling == "watch":
        told.no_answer += number
    else:
        told.owned.append(Share(role, person, talks, number, _search(role, found, whole=talks == here)))


def _search(role: str, found: Import, *, whole: bool) -> str:
    """What the inbox is asked. It names the file only where that finds all of them: what an account can answer belongs
    to that account's channel; and a query has no way to write a quotation mark."""
    name = found.channel.name
    of_file = f' channel:"{name}"' if whole and '"' not in name else ""
    return f'team:"{role}"{of_file} state:open is:unanswered'


def outcome_panel(request: HttpRequest, subject: object) -> str:
    """Below an import that is over."""
    member, found = cast(MemberRequest, request), cast(Import, subject)
    told = outcome(member.membership, found)
    if told is None:
        return ""
    return render_to_string("inbox/outcome.html", {"told": told, "import": found}, request)


def in_words(told: Outcome) -> Iterable[str]:
    """The same for a terminal, a line each."""
    yield f"{_number(told.conversations, 'conversation')} of {_number(told.posts, 'post')}:"
    for share in told.owned:
        yield f"  {share.conversations:>9,}  to answer, {share.role}: {share.person}"
    rest = (
        (told.no_answer, "in conversations that ask for no answer, by the policy"),
        (told.ignored, "ignored, by the policy"),
        (told.closed, "in conversations that are over"),
        (told.watched, "kept by watches alone"),
        (told.ours, "our own"),
        (told.apart, "in no conversation"),
    )
    for number, words in rest:
        if number:
            yield f"  {number:>9,}  {words}"


def _number(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
