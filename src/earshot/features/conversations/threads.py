"""Finds the conversation of each post of a batch, or plans a new one (data-model.md, 3 and 7).

A handful of queries whatever the size of the batch; nothing is written here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from earshot.features.conversations import loading
from earshot.features.conversations.answered import spoken_to
from earshot.features.conversations.answers import mark_answered
from earshot.features.conversations.cases import Case, Text, Told
from earshot.features.conversations.facts import fold, remembered
from earshot.features.conversations.models import Conversation, Entry, State
from earshot.features.listening.models import Channel, Post
from earshot.web import bulk

QUIET = timedelta(days=7)
"""Silence after which direct messages begin a new conversation."""

Key = tuple[object, ...]


def cases_for(
    workspace_id: int,
    posts: Sequence[Post],
    causes: Mapping[int, str],
    at: datetime,
    heard: Mapping[int, Text] | None = None,
) -> dict[int, list[Case]]:
    """The cases of posts by post id, folded. ``causes``: why each post is looked at (new, edit, deletion...).
    ``heard``: what posts say, where that need not be read.

    An own post answers with the cases whose turn it may end; a post without any case is not in the result.
    """
    return _Batch(workspace_id, posts, causes, at).cases(heard or {})


def cases_of(workspace_id: int, conversation_ids: Iterable[int], cause: str) -> list[Case]:
    """Stored conversations as cases, folded anew from their posts."""
    rows = loading.stored(conversation_ids)
    cases = [Case(conversation, cause) for conversation in rows.values() if conversation.workspace_id == workspace_id]
    channels = loading.channels_of(workspace_id)
    _take_entries(cases, channels)
    _finish(workspace_id, cases, channels)
    return cases


def begin_turn_anew(case: Case, at: datetime) -> None:
    """Take the edited posts of a case as if they had been said at ``at``: their answer is owed (again)."""
    for told in case.told:
        if told.post.pk in case.edited and not told.set_aside:
            told.entry.answered_at = told.entry.done_at = None
            told.entry.received_at = at
            case.fresh = case.entries_changed = True
    case.newly_answered = False
    fold(case)


def answering_channel(network: str, brand: str, heard: Channel, channels: Mapping[int, Channel]) -> Channel:
    """The channel that would answer: the one that heard it if it has an account, else one of the brand or network."""
    if heard.account_id:
        return heard
    able = [each for each in channels.values() if each.active and each.account_id and each.kind == network]
    return next((each for each in able if each.brand == brand), able[0] if able else heard)


class _Batch:
    """One batch on its way: told posts first, then the conversations they belong to."""

    def __init__(self, workspace_id: int, posts: Sequence[Post], causes: Mapping[int, str], at: datetime) -> None:
        self.workspace_id, self.causes, self.at = workspace_id, causes, at
        self.channels = loading.channels_of(workspace_id)
        unique = {post.pk: post for post in posts}
        self.own = [post for post in unique.values() if post.ours]
        self.outside = [post for post in unique.values() if not post.ours]
        self.by_id: dict[int, Case] = {}
        self.by_key: dict[Key, list[Case]] = defaultdict(list)
        self.found: dict[int, list[Case]] = defaultdict(list)

    def cases(self, heard: Mapping[int, Text]) -> dict[int, list[Case]]:
        known = loading.conversations_of([post.pk for post in self.outside])
        joining = [Told(_entry(post), post) for post in self._joining(known)]
        loading.tell(joining, self.channels, heard)
        joining = [told for told in joining if not told.set_aside]
        answered = spoken_to(self.workspace_id, self.own)
        self._take_stored({each for ids in known.values() for each in ids} | answered | self._candidates(joining))
        for post_id, ids in known.items():
            self._note(post_id, [self.by_id[each] for each in ids])
        for told in sorted(joining, key=Told.order):
            self._join(told)
        cases = [*self.by_id.values(), *self._planned()]
        _finish(self.workspace_id, cases, self.channels)
        self._note_own(cases)
        return self.found

    def _joining(self, known: Mapping[int, list[int]]) -> list[Post]:
        return [post for post in self.outside if post.pk not in known and _may_join(post)]

    def _candidates(self, joining: Sequence[Told]) -> set[int]:
        """Ids of the conversations of the same authors in the same threads, or in direct messages."""
        if not joining:
            return set()
        rows = Conversation.objects.filter(
            workspace_id=self.workspace_id, author_id__in={told.post.author_id for told in joining}
        )
        threads = {told.post.thread_key for told in joining if told.post.kind != "message"}
        found = set(rows.filter(thread_key__in=threads, direct=False).values_list("id", flat=True))
        if any(told.post.kind == "message" for told in joining):
            found |= set(rows.filter(direct=True).values_list("id", flat=True))
        return found

    def _take_stored(self, ids: set[int]) -> None:
        for conversation in loading.stored(ids).values() if ids else ():
            case = Case(conversation, "post")
            self.by_id[conversation.pk] = case
            self.by_key[_key(conversation)].append(case)
        _take_entries(list(self.by_id.values()), self.channels)

    def _join(self, told: Told) -> None:
        case = self._fitting(told) or self._plan(told)
        bulk.link(told.entry, "conversation", case.conversation)
        case.told.append(told)
        case.fresh = True
        case.conversation.newest_at = max(case.conversation.newest_at, told.post.posted_at)
        self._note(told.post.pk, [case])

    def _fitting(self, told: Told) -> Case | None:
        cases = self.by_key[_key_of(told.post)]
        if told.post.kind == "message":
            last = max(cases, key=lambda case: case.conversation.episode, default=None)
            return last if last is not None and not _quiet(last, told.post) else None
        if not told.brands:
            return max(cases, key=lambda case: case.conversation.newest_at, default=None)
        exact = [case for case in cases if case.conversation.brand == told.brands[0]]
        unnamed = [case for case in cases if case.conversation.brand == ""]
        for case in exact + unnamed:
            case.conversation.brand = told.brands[0]
            return case
        return None

    def _plan(self, told: Told) -> Case:
        post, key = told.post, _key_of(told.post)
        heard = self.channels[post.channel_id]
        brand = told.brands[0] if told.brands else heard.brand
        direct = post.kind == "message"
        channel = heard if direct else answering_channel(post.network, brand, heard, self.channels)
        earlier = max((case.conversation.episode for case in self.by_key[key]), default=0) if direct else 0
        conversation = bulk.new(
            Conversation,
            workspace_id=self.workspace_id,
            author_id=post.author_id,
            network=post.network,
            thread_key=post.thread_key,
            direct=direct,
            episode=1 + earlier,
            brand=brand,
            market=told.text.found("market") or channel.market,
            state=State.NEW,
            opened_at=self.at,
            newest_at=post.posted_at,
        )
        bulk.link(conversation, "channel", channel)
        case = Case(conversation, "new")
        self.by_key[key].append(case)
        return case

    def _planned(self) -> list[Case]:
        return [case for cases in self.by_key.values() for case in cases if case.planned]

    def _note(self, post_id: int, cases: Sequence[Case]) -> None:
        self.found[post_id].extend(cases)
        for case in cases:
            if not case.planned:
                case.cause = self.causes.get(post_id, case.cause)
            if case.cause == "edit":
                case.edited.append(post_id)

    def _note_own(self, cases: Sequence[Case]) -> None:
        """An own post carries the cases whose turn has ended, so that they reach the end of the road."""
        threads = {post.thread_key: post.pk for post in self.own}
        for case in cases:
            for told in case.told if case.newly_answered else ():
                if told.post.thread_key in threads:
                    self.found[threads[told.post.thread_key]].append(case)
                    break


def _may_join(post: Post) -> bool:
    return post.deleted_at is None and not post.history and not post.watch_only


def _entry(post: Post) -> Entry:
    entry = bulk.new(Entry, received_at=post.received_at)
    bulk.link(entry, "post", post)
    return entry


def _key_of(post: Post) -> Key:
    if post.kind == "message":
        return ("direct", post.channel_id, post.author_id)
    return (post.network, post.thread_key, post.author_id)


def _key(conversation: Conversation) -> Key:
    if conversation.direct:
        return ("direct", conversation.channel_id, conversation.author_id)
    return (conversation.network, conversation.thread_key, conversation.author_id)


def _quiet(case: Case, post: Post) -> bool:
    conversation = case.conversation
    last = max(conversation.newest_at, conversation.answered_at or conversation.newest_at)
    return post.posted_at - last > QUIET


def _take_entries(cases: Sequence[Case], channels: Mapping[int, Channel]) -> None:
    entries = loading.entries_of([case.conversation.pk for case in cases])
    for case in cases:
        conversation = case.conversation
        bulk.link(conversation, "channel", channels[conversation.channel_id])
        case.before = remembered(conversation)
        case.told = [Told(entry, entry.post) for entry in entries[conversation.pk]]
    loading.tell([told for case in cases for told in case.told], channels)


def _finish(workspace_id: int, cases: Sequence[Case], channels: Mapping[int, Channel]) -> None:
    """Mark what own posts have answered, then fold."""
    threads = {told.post.thread_key for case in cases for told in case.told}
    own = loading.own_posts_of(workspace_id, threads) if threads else {}
    authors = loading.authors_of(cases)
    for case in cases:
        in_thread = {told.post.thread_key for told in case.told}
        mark_answered(case, [post for key in in_thread for post in own.get(key, ())])
    for case in cases:
        if case.told:
            _set_channel(case, channels)
            case.author = authors[case.conversation.author_id]
            fold(case)


def _set_channel(case: Case, channels: Mapping[int, Channel]) -> None:
    """The channel of the newest outside post is the one that would answer; direct messages stay in theirs."""
    conversation = case.conversation
    if not conversation.direct and case.newest().post.channel_id in channels:
        heard = channels[case.newest().post.channel_id]
        answers = answering_channel(conversation.network, conversation.brand, heard, channels)
        bulk.link(conversation, "channel", answers)
