"""Loads what cases rest on, for a whole batch at once: each function is one query, whatever the size of the batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from types import MappingProxyType

from earshot.engine.query import Document
from earshot.engine.query.fieldtests import seen_in
from earshot.features.conversations.cases import Case, Text, Told
from earshot.features.conversations.models import Conversation, Entry
from earshot.features.listening.lessons import topic_of
from earshot.features.listening.models import Author, Channel, Correction, Mention, Post, PostVersion, Topic
from earshot.ports.envelope import Envelope

_NOTHING: Mapping[int, Text] = MappingProxyType({})
_AUTHOR = Post._meta.get_field("author")


def channels_of(workspace_id: int) -> dict[int, Channel]:
    """Every channel of the workspace, in order of age, without secrets."""
    found = Channel.objects.filter(workspace_id=workspace_id).order_by("id")
    return {channel.pk: channel for channel in found.defer("secrets", "cursor", "config")}


def stored(conversation_ids: Iterable[int]) -> dict[int, Conversation]:
    """Conversations by id, held against other writers until the transaction ends."""
    found = Conversation.objects.filter(pk__in=set(conversation_ids)).order_by("id").select_for_update()
    return {each.pk: each for each in found}


def entries_of(conversation_ids: Collection[int]) -> dict[int, list[Entry]]:
    """The entries of conversations, with their posts, oldest first."""
    found: dict[int, list[Entry]] = defaultdict(list)
    if conversation_ids:
        rows = Entry.objects.filter(conversation_id__in=conversation_ids).select_related("post")
        for entry in rows.defer("post__native").order_by("id"):
            found[entry.conversation_id].append(entry)
    return found


def conversations_of(post_ids: Collection[int]) -> dict[int, list[int]]:
    """Ids of the conversations that hold each post."""
    found: dict[int, list[int]] = defaultdict(list)
    if post_ids:
        rows = Entry.objects.filter(post_id__in=post_ids).values_list("post_id", "conversation_id")
        for post_id, conversation_id in rows:
            found[post_id].append(conversation_id)
    return found


def mentions_of(post_ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """(topic, brand) by post, in the order in which the text names them. Not of watches that somebody has for
    themselves: nobody else may know of them, and no rule may decide by them."""
    mentions = Mention.objects.filter(post_id__in=post_ids, topic__watcher=None)
    rows = mentions.values_list("post_id", "topic__name", "topic__brand", "spans")
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for post_id, name, brand, spans in rows:
        found[post_id].append((min((span[1] for span in spans), default=0), name, brand))
    return {post_id: [(name, brand) for _, name, brand in sorted(named)] for post_id, named in found.items()}


def corrections_of(post_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """{kind: value} by post: what people said of it."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Correction.objects.filter(post_id__in=post_ids).values_list("post_id", "kind", "value")
    for post_id, kind, value in rows:
        found[post_id][kind] = value
    return found


def texts_of(versions: Mapping[int, int]) -> dict[int, Text]:
    """What each post says in the version given."""
    if not versions:
        return {}
    rows = PostVersion.objects.filter(post_id__in=versions).values_list(
        "post_id", "number", "title", "text", "media", "links", "findings"
    )
    return {
        post_id: Text(
            f"{title} {text}".strip(),
            _has({str(each.get("kind", "")) for each in media}, Document(text, title, values={"links": set(links)})),
            findings,
        )
        for post_id, number, title, text, media, links, findings in rows
        if number == versions[post_id]
    }


def text_heard(envelope: Envelope) -> Text:
    """What a post says that has just been stored for the first time: the same as reading it back, without reading."""
    post = envelope.post
    findings = {kind: {"value": finding.value} for kind, finding in envelope.findings.items()}
    document = Document(post.text, post.title, values={"links": set(post.links)})
    return Text(f"{post.title} {post.text}".strip(), _has({each.kind for each in post.media}, document), findings)


def _has(media: Set[str], document: Document) -> tuple[str, ...]:
    """What ``has:`` finds, the same for a policy as for a topic. ``media``: the kinds of what is attached."""
    held = media & {"image", "video"} | ({"media"} if media else set()) | seen_in(document)
    return tuple(sorted(held))


def authors_of(cases: Collection[Case]) -> dict[int, Author]:
    """The authors of cases by id; most stand at hand, because their posts have just been stored."""
    wanted = {case.conversation.author_id for case in cases}
    at_hand = (told.post for case in cases for told in case.told if _AUTHOR.is_cached(told.post))
    found = {post.author_id: post.author for post in at_hand}
    return found | Author.objects.defer("bio").in_bulk(list(wanted - found.keys()))


def own_posts_of(workspace_id: int, thread_keys: Collection[str]) -> dict[str, list[Post]]:
    """Posts of our own accounts by thread."""
    found: dict[str, list[Post]] = defaultdict(list)
    rows = Post.objects.filter(workspace_id=workspace_id, thread_key__in=thread_keys, ours=True)
    for post in rows.defer("native"):
        found[post.thread_key].append(post)
    return found


def tell(told: Collection[Told], channels: Mapping[int, Channel], heard: Mapping[int, Text] = _NOTHING) -> None:
    """Fill in texts, topics, brands and corrections of posts: what we found, and what an import told. ``heard``: the
    texts that stand at hand, by post."""
    ids = {each.post.pk for each in told}
    if not ids:
        return
    mentions, corrections = mentions_of(ids), corrections_of(ids)
    names = _left_topics(corrections)
    texts = {**texts_of({each.post.pk: each.post.version for each in told if each.post.pk not in heard}), **heard}
    for each in told:
        named = mentions.get(each.post.pk, [])
        each.text = texts.get(each.post.pk, Text())
        each.corrections = corrections.get(each.post.pk, {})
        away = {names.get(kind) for kind, value in each.corrections.items() if value == "no"}
        told_topics = [name for name in each.text.found("topics").split() if name.casefold() not in away]
        each.topics = (*(name for name, _ in named), *told_topics)
        brands = (each.text.found("brand"), *(brand for _, brand in named))
        each.brands = brands_of(each.post, brands, channels)


def _left_topics(corrections: Mapping[int, Mapping[str, str]]) -> dict[str, str]:
    """The names, folded, of the topics out of which people took posts, by kind of the correction: an import may go on
    telling them."""
    kinds = {kind for words in corrections.values() for kind, value in words.items() if value == "no"}
    wanted = {number: kind for kind in kinds if (number := topic_of(kind))}
    if not wanted:
        return {}
    rows = Topic.objects.filter(pk__in=wanted).values_list("id", "name")
    return {wanted[number]: name.casefold() for number, name in rows}


def brands_of(post: Post, named: Iterable[str], channels: Mapping[int, Channel]) -> tuple[str, ...]:
    """The brands that a post names by itself: of the account addressed, then of its topics in the order of the text."""
    addressed = channels[post.channel_id].brand if post.addressed else ""
    return tuple(dict.fromkeys(brand for brand in (addressed, *named) if brand))
