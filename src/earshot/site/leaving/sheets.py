"""The two spreadsheets of a workspace: its posts, and its conversations. Titles are in the workspace's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.apps import apps
from django.db.models import F, Max
from django.utils.translation import pgettext

AT_ONCE = 1_000

_POST = (
    *("post__posted_at", "post__network", "post__kind", "post__author__name", "post__author__handle", "post__ours"),
    *("title", "text", "post__lang", "post__sentiment", "post__intent", "post__risk", "post__url", "post__country"),
    *("post__channel__name", "post__received_at", "post__deleted_at", "post_id"),
)
_CONVERSATION = (
    *("id", "opened_at", "state", "network", "author__name", "author__handle", "brand", "market", "snippet", "posts"),
    *("accountable__name", "role", "rule", "deadline_at", "answered_at", "topics", "tags", "sentiment", "intent"),
    *("risk", "lang", "newest_post__url"),
)


def post_titles() -> list[str]:
    """Of the columns of ``posts.csv``, in the active language."""
    return [
        pgettext("spreadsheet", "Posted"),
        pgettext("spreadsheet", "Network"),
        pgettext("spreadsheet", "Kind"),
        pgettext("spreadsheet", "Author"),
        pgettext("spreadsheet", "Handle"),
        pgettext("spreadsheet", "Ours"),
        pgettext("spreadsheet", "Title"),
        pgettext("spreadsheet", "Text"),
        pgettext("spreadsheet", "Language"),
        pgettext("spreadsheet", "Sentiment"),
        pgettext("spreadsheet", "Intent"),
        pgettext("spreadsheet", "Risk"),
        pgettext("spreadsheet", "Address"),
        pgettext("spreadsheet", "Country"),
        pgettext("spreadsheet", "Channel"),
        pgettext("spreadsheet", "Received"),
        pgettext("spreadsheet", "Deleted by the author"),
        pgettext("spreadsheet", "Number"),
        pgettext("spreadsheet", "Topics"),
    ]


def conversation_titles() -> list[str]:
    """Of the columns of ``conversations.csv``, in the active language."""
    return [
        pgettext("spreadsheet", "Number"),
        pgettext("spreadsheet", "Opened"),
        pgettext("spreadsheet", "State"),
        pgettext("spreadsheet", "Network"),
        pgettext("spreadsheet", "Author"),
        pgettext("spreadsheet", "Handle"),
        pgettext("spreadsheet", "Brand"),
        pgettext("spreadsheet", "Market"),
        pgettext("spreadsheet", "Last words"),
        pgettext("spreadsheet", "Posts"),
        pgettext("spreadsheet", "Accountable"),
        pgettext("spreadsheet", "Role"),
        pgettext("spreadsheet", "Rule"),
        pgettext("spreadsheet", "Deadline"),
        pgettext("spreadsheet", "Answered"),
        pgettext("spreadsheet", "Topics"),
        pgettext("spreadsheet", "Tags"),
        pgettext("spreadsheet", "Sentiment"),
        pgettext("spreadsheet", "Intent"),
        pgettext("spreadsheet", "Risk"),
        pgettext("spreadsheet", "Language"),
        pgettext("spreadsheet", "Address"),
        pgettext("spreadsheet", "Last reply"),
    ]


def posts(workspace_id: int) -> Iterator[Sequence[object]]:
    """A row for each post as it reads now, in the order of the versions, its topics last. The posts of a workspace are
    chosen here, as in ``export``: the database would sort them in memory."""
    current = _rows("listening.PostVersion").filter(number=F("post__version")).order_by("pk")
    rows = current.values_list(*_POST, "post__workspace").iterator(AT_ONCE)
    for some in _some(row[:-1] for row in rows if row[-1] == workspace_id):
        topics = _topics([row[-1] for row in some])
        yield from ((*row, topics.get(row[-1], [])) for row in some)


def conversations(workspace_id: int) -> Iterator[Sequence[object]]:
    """A row for each conversation, oldest first, with what we last replied."""
    found = _rows("conversations.Conversation").filter(workspace=workspace_id)
    for some in _some(found.order_by("id").values_list(*_CONVERSATION).iterator(AT_ONCE)):
        replies = _replies([row[0] for row in some])
        yield from ((*row, replies.get(row[0], "")) for row in some)


def _topics(post_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    mentions = _rows("listening.Mention").filter(post__in=post_ids).order_by("topic__name")
    for post_id, name in mentions.values_list("post_id", "topic__name"):
        found.setdefault(post_id, []).append(name)
    return found


def _replies(conversation_ids: Sequence[int]) -> dict[int, str]:
    sent = _rows("delivery.Publication").filter(conversation__in=conversation_ids, state="sent")
    newest = sent.values("conversation").annotate(newest=Max("id")).values_list("newest", flat=True)
    return dict(_rows("delivery.Publication").filter(id__in=list(newest)).values_list("conversation_id", "text"))


def _some(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        yield some


def _rows(label: str) -> Any:
    """Every row of a table, whatever feature owns it: an export is of all of them."""
    return apps.get_model(label)._base_manager.all()
