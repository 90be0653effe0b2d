"""Which column holds what: by its name in the exports people have, else by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import UTC

from earshot.connectors.replay.times import parse_time
from earshot.kernel.errors import BadInput
from earshot.kernel.texts import say
from earshot.ports.files import DateOrder

# ruff: noqa: E501  (one line a field reads better than one a name)
NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "full_text", "content", "body", "message", "post", "post_text", "tweet", "tweet_text", "comment", "comments",
        "review", "review_text", "snippet", "description", "mention_content", "hit_sentence", "status", "caption", "內容", "内容", "貼文內容",
        "貼文", "文章內容", "正文", "微博正文", "留言", "評論", "评论", "评论内容", "文字", "主文", "内文", "內文",
    ),
    "id": (
        "id", "post_id", "tweet_id", "status_id", "message_id", "comment_id", "review_id", "uri", "guid", "id_str", "resource_id",
        "mention_id", "document_id", "編號", "编号", "貼文編號", "帖子id", "微博id", "序號", "序号",
    ),
    "title": ("title", "subject", "headline", "標題", "标题", "主旨"),
    "posted": (
        "posted", "posted_at", "created_at", "date", "datetime", "time", "timestamp", "tweet_created", "created", "published",
        "published_at", "publish_date", "date_time", "created_time", "posted_time", "時間", "时间", "發布時間", "发布时间", "發佈時間", "日期", "發文時間",
        "发表时间", "评论时间",
    ),
    "time_of_day": ("time_of_day",),
    "author": (
        "author", "author_handle", "handle", "username", "user_name", "user", "screen_name", "user_screen_name", "from",
        "twitter_screen_name", "作者", "帳號", "账号", "使用者", "用户名", "用户", "發文者", "作者名称", "昵称", "暱稱",
    ),
    "author_id": ("author_id", "user_id", "user_id_str", "from_id", "uid", "作者id", "用户id"),
    "author_name": ("author_name", "display_name", "full_name", "name", "姓名", "顯示名稱", "显示名称"),
    "bio": ("bio", "author_bio", "user_description", "簡介", "简介"),
    "followers": ("followers", "follower_count", "followers_count", "user_followers_count", "author_followers", "粉絲數", "粉丝数", "追蹤者"),
    "verified": ("verified", "user_verified", "is_verified", "認證", "认证"),
    "url": ("url", "link", "permalink", "post_url", "網址", "网址", "連結", "链接"),
    "reply_to": ("reply_to", "in_reply_to", "in_reply_to_id", "in_response_to_tweet_id", "in_reply_to_status_id", "parent_id", "parent"),
    "root": ("root", "root_id", "thread_id", "conversation_id"),
    "is": ("is",),
    "media": ("media", "media_types", "attachments"),
    "country": ("country", "country_code", "國家", "国家"),
    "lang": ("lang", "language", "語言", "语言"),
    "kind": ("kind", "content_type", "post_type"),
    "network": ("network", "platform", "source", "media_type", "平台", "來源", "来源"),
    "brand": ("brand", "品牌"),
    "market": ("market", "市場", "市场"),
    "sentiment": ("sentiment", "sentiment_label", "情緒", "情感", "情绪"),
    "rating": ("rating", "star_rating", "stars", "score", "評分", "评分", "星等", "星级"),
    "intent": ("intent", "意圖", "意图"),
    "emotion": ("emotion", "情感類別"),
    "risk": ("risk", "風險", "风险"),
    "topics": ("topics", "topic", "主題", "主题"),
    "tags": ("tags", "labels", "標籤", "标签"),
    "advocate": ("advocate",),
}  # fmt: skip
FIELDS = tuple(NAMES)
KNOWN = frozenset(word for words in NAMES.values() for word in words)
STARS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
SENTIMENTS = {
    "positive": "positive", "pos": "positive", "正面": "positive", "正向": "positive",
    "neutral": "neutral", "neu": "neutral", "中立": "neutral", "中性": "neutral",
    "negative": "negative", "neg": "negative", "負面": "negative", "负面": "negative", "負向": "negative",
}  # fmt: skip
_STARS = re.compile(r"([1-5])(?:\.0+)?(?:\s*(?:stars?|星|/\s*5))?")
_HANDLE = re.compile(r"@?[\w.\-@]{1,80}")


def is_known(column: str) -> bool:
    """Whether exports have a column of this name."""
    return len(column) < 40 and _plain(column) in KNOWN


def guess(
    columns: Sequence[str], rows: Sequence[Mapping[str, str]], without: Container[str] = frozenset()
) -> dict[str, str]:
    """Our field -> column. A column serves one field; the better known name wins. ``without`` are fields found already."""
    found: dict[str, str] = {}
    plain = {column: _plain(column) for column in columns}
    for name, words in NAMES.items():
        if name in without:
            continue
        named = [c for word in words for c in columns if plain[c] == word and c not in found.values()]
        fitting = [c for c in named if _fits(name, c, rows)]
        if not fitting and name == "posted":  # its bad rows are set aside; without it every row would lose its time
            fitting = [c for c in named if any(map(_reads_as_time, _values(c, rows)))]
        if fitting:
            found[name] = fitting[0]
    for name, inside in (("text", _longest), ("posted", _timely), ("sentiment", _feeling)):
        if (
            name not in found
            and name not in without
            and (column := inside([c for c in columns if c not in found.values()], rows))
        ):
            found[name] = column
    if "posted" in found and (column := _clock(columns, plain, found, rows)):
        found["time_of_day"] = column
    if (
        "author" not in found
        and "author" not in without
        and "author_name" in found
        and _all_handles(found["author_name"], rows)
    ):
        found["author"] = found.pop("author_name")
    return found


def _clock(
    columns: Sequence[str], plain: Mapping[str, str], found: Mapping[str, str], rows: Sequence[Mapping[str, str]]
) -> str:
    """The column with the time of day, where that of the day holds days alone."""
    if any(":" in value for value in _values(found["posted"], rows)):
        return ""
    named = [c for c in columns if plain[c] in ("time", "hour", "時間", "时间", "時刻") and c not in found.values()]
    return next((c for c in named if (values := _values(c, rows)) and _mostly(values, _is_clock)), "")


def _is_clock(value: str) -> bool:
    return bool(re.match(r"(?:(?:上午|下午)\s*)?\d{1,2}:\d{2}", value))


def corrected(guessed: Mapping[str, str], wishes: Mapping[str, str], columns: Sequence[str]) -> dict[str, str]:
    """The guess with a person's corrections.

    Raises:
        BadInput: a wish names a field of ours or a column that is not there.
    """
    result = dict(guessed)
    for name, column in wishes.items():
        if name not in NAMES:
            raise BadInput(
                say("There is no field %(name)s.", name=name),
                say("The fields are: %(fields)s.", fields=", ".join(FIELDS)),
            )
        if column and column not in columns:
            raise BadInput(
                say("The file has no column %(name)s.", name=column),
                say("Its columns are: %(columns)s.", columns=", ".join(columns)),
            )
        for other in [key for key, taken in result.items() if taken == column]:
            del result[other]
        result.pop(name, None)
        if column:
            result[name] = column
    if "text" not in result:
        raise BadInput(
            say("No column was found that holds the text of the posts."), say("Say which one holds the field text.")
        )
    return result


def stars(value: str) -> int | None:
    """1 to 5 from ``4``, ``4.0``, ``4 stars``, ``FOUR``, ``★★★★☆``; None where it is no rating."""
    plain = value.strip().lower()
    if plain and not plain.strip("★☆"):
        return plain.count("★") or None
    number = STARS.get(plain) or next((int(found[1]) for found in [_STARS.fullmatch(plain)] if found), 0)
    return number if 1 <= number <= 5 else None


def _plain(column: str) -> str:
    """``Tweet Text`` and ``tweetText`` are ``tweet_text``; ``user.screen_name`` is ``user_screen_name``."""
    words = re.sub(r"([a-z])([A-Z])", r"\1_\2", column.strip())
    return re.sub(r"[\s.\-/]+", "_", words).lower().strip("_")


def _values(column: str, rows: Sequence[Mapping[str, str]]) -> list[str]:
    return [row[column].strip() for row in rows if row.get(column, "").strip()]


def _fits(name: str, column: str, rows: Sequence[Mapping[str, str]]) -> bool:
    """Guards the names that mean many things: ``source`` may hold programs, ``sentiment`` scores."""
    values = _values(column, rows)
    if name == "sentiment":
        return _mostly(values, lambda value: value.lower() in SENTIMENTS)
    if name == "rating":
        return _mostly(values, lambda value: stars(value) is not None)
    if name in ("network", "kind", "country"):
        return _mostly(values, lambda value: len(value) <= 20 and "<" not in value)
    if name == "posted":
        return _mostly(values, _reads_as_time)
    return True


def _mostly(values: Sequence[str], holds: Callable[[str], bool]) -> bool:
    return not values or sum(1 for value in values if holds(value)) >= 0.8 * len(values)


def _reads_as_time(value: str) -> bool:
    orders: tuple[DateOrder, ...] = ("dmy", "mdy")
    for order in orders:
        try:
            parse_time(value, UTC, order)
        except (ValueError, BadInput):
            continue
        return True
    return False


def _longest(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """The column with the longest values, if they are sentences rather than codes."""
    lengths = {column: sum(len(value) for value in _values(column, rows)) / max(1, len(rows)) for column in columns}
    best = max(lengths, key=lambda column: lengths[column], default="")
    return best if best and lengths[best] >= 10 else _wordy(columns, rows)


def _wordy(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """Where no column holds sentences, the one that comes nearest: a wrong guess can be corrected, none cannot."""
    spaced = {column: sum(len(value.split()) > 1 for value in _values(column, rows)) for column in columns}
    best = max(spaced, key=lambda column: spaced[column], default="")
    return best if best and spaced[best] else ""


def _timely(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    dated = [c for c in columns if (values := _values(c, rows)) and _mostly(values, _looks_like_date)]
    return next(iter(dated), "")


def _looks_like_date(value: str) -> bool:
    return bool(re.search(r"\d[-./年]\d|\d{4}", value)) and not value.isdigit() and _reads_as_time(value)


def _feeling(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    told = [c for c in columns if (values := _values(c, rows)) and _mostly(values, lambda v: v.lower() in SENTIMENTS)]
    return next(iter(told), "")


def _all_handles(column: str, rows: Sequence[Mapping[str, str]]) -> bool:
    values = _values(column, rows)
    return bool(values) and all(_HANDLE.fullmatch(value) for value in values)
