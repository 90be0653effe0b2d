"""Fields as anchors: what a post must have so that ``author:acme`` or ``lang:zh`` can be true of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from earshot.engine.query.ast import Field, Value
from earshot.engine.query.document import Document
from earshot.engine.query.fields import ALL
from earshot.engine.query.fieldtests import host_of, urls_of, value_key, value_keys
from earshot.engine.query.index.keys import field_key

_SEEN_IN_TEXT = ("is", "has", "url", "state")
"""Fields whose truth is not one value compared with another."""


def field_anchors(node: Field) -> tuple[str, ...] | None:
    """Keys of which a post has one where ``node`` is true; None where the field cannot be looked up."""
    if node.name in _SEEN_IN_TEXT or ALL[node.name].kind not in ("open", "closed"):
        return None
    values = [value for value in node.values if isinstance(value, Value)]
    return tuple(dict.fromkeys(key for value in values for key in _wanted(node.name, value)))


def _wanted(name: str, value: Value) -> Iterable[str]:
    key = value_key(value.text)
    if name == "author":
        yield field_key(name, key.removeprefix("@"))
        if value.quoted:
            yield field_key("author_name", key)
    elif name == "site":
        yield from (field_key(name, host) for host in (host_of(key),) if host)
    else:
        yield field_key(name, key.replace("_", "-") if name == "lang" else key)


def field_keys(name: str, document: Document) -> Iterable[str]:
    """The keys of the document's values of one field."""
    return (field_key(name, value) for value in _HAD.get(name, _plain)(name, document))


def _plain(name: str, document: Document) -> Iterable[str]:
    return value_keys(document, name)


def _author(name: str, document: Document) -> Iterable[str]:
    return (key.removeprefix("@") for key in value_keys(document, name))


def _languages(name: str, document: Document) -> Iterable[str]:
    """``zh-hant-tw`` is also ``zh-hant`` and ``zh``."""
    for key in value_keys(document, name):
        yield from _ends(key.replace("_", "-"), "-", from_left=True)


def _hosts(name: str, document: Document) -> Iterable[str]:
    """``shop.example.com`` is also ``example.com`` and ``com``."""
    hosts = {host_of(value_key(url)) for url in urls_of(document)} | {
        host_of(key) for key in value_keys(document, name)
    }
    for host in hosts:
        yield from _ends(host, ".", from_left=False)


def _ends(text: str, sign: str, *, from_left: bool) -> Iterable[str]:
    pieces = text.split(sign)
    for count in range(1, len(pieces) + 1):
        yield sign.join(pieces[:count] if from_left else pieces[-count:])


_HAD: dict[str, Callable[[str, Document], Iterable[str]]] = {"author": _author, "lang": _languages, "site": _hosts}
