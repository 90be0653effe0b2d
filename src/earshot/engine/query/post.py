"""A post as one JSON object, the shape that the command line reads, into a Document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from earshot.engine.query.document import Document, FieldValue
from earshot.engine.query.fields import ALL
from earshot.kernel.errors import BadInput

_TEXTS = (
    *("lang", "network", "author", "author_name", "url", "country", "kind", "channel", "brand", "market"),
    *("intent", "sentiment", "emotion", "campaign"),
)
_NUMBERS = ("followers", "risk")
_SETS = {"topics": "topic", "tags": "tag", "is": "is"}


def document_of_post(post: Mapping[str, object]) -> Document:
    """The document of ``post`` (keys as in ``earshot match --help``; null is unknown, other keys are ignored).

    Raises:
        BadInput: it has no ``text``, or a value of the wrong kind.
    """
    if post.get("text") is None:
        raise BadInput("The post has no text.", 'Give it a key "text".')
    values: dict[str, FieldValue] = {}
    _fill(values, post, _TEXTS, _text)
    _fill(values, post, _NUMBERS, _number)
    for key, name in _SETS.items():
        values[name] = _names(post.get(key), key)
    values["is"] = _states(post, values["is"])
    values["has"] = _media(_names(post.get("media"), "media"))
    if post.get("posted") not in (None, ""):
        values["posted"] = _posted(post["posted"])
    title, bio = ("" if post.get(key) is None else _text(post[key], key) for key in ("title", "bio"))
    return Document(_text(post["text"], "text"), title, bio, values)


def _fill(
    values: dict[str, FieldValue],
    post: Mapping[str, object],
    keys: tuple[str, ...],
    read: Callable[[object, str], FieldValue],
) -> None:
    for key in keys:
        if (value := post.get(key)) is not None:
            values[key] = read(value, key)


def _text(value: object, key: str) -> str:
    if isinstance(value, str):
        return value
    raise BadInput(f"{key} is not text.", f'Write "{key}": "...".')


def _number(value: object, key: str) -> int:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise BadInput(f"{key} is not a whole number.", f'Write "{key}": 1000, without quotes.')


def _names(value: object, key: str) -> frozenset[str]:
    if value is None:
        return frozenset()
    names = [value] if isinstance(value, str) else value
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        return frozenset(names)
    raise BadInput(f"{key} is not a list of texts.", f'Write "{key}": ["...", "..."].')


def _flag(post: Mapping[str, object], key: str) -> bool:
    value = post.get(key)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise BadInput(f"{key} is neither true nor false.", f'Write "{key}": true.')


def _states(post: Mapping[str, object], told: FieldValue) -> frozenset[str]:
    """``is`` with what other keys say: a reply has a ``reply_to``."""
    assert isinstance(told, frozenset)
    flags = {flag for flag in ("verified", "advocate") if _flag(post, flag)}
    reply = {"reply"} if post.get("reply_to") else set()
    return frozenset(state.lower() for state in told if state.lower() in ALL["is"].vocabulary) | flags | reply


def _media(kinds: frozenset[str]) -> frozenset[str]:
    return frozenset({kind.lower() for kind in kinds} | ({"media"} if kinds else set()))


def _posted(value: object) -> datetime:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        at = None
    if at is None:
        raise BadInput("posted is not a time.", 'Write "posted": "2026-11-23T09:30:00Z".')
    return at if at.tzinfo else at.replace(tzinfo=UTC)
