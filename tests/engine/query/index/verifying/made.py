"""The ways to verify a query, made at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from earshot.engine.query import Document, Query
from earshot.engine.query.fields import DEFAULT_SCOPE
from earshot.engine.query.index.verifying import Test
from earshot.engine.query.index.verifying.generating import generated
from earshot.engine.query.index.verifying.nesting import nested
from earshot.engine.query.index.verifying.planning import planned
from earshot.engine.query.index.verifying.shaping import shaped
from earshot.engine.query.index.view import View


def functions(query: Query) -> Test:
    """By nested functions."""
    return nested(planned(query.tree))


def coded(query: Query) -> Test:
    """By generated code."""
    signature, constants = shaped(planned(query.tree))
    return _code(signature)(*constants)


@lru_cache(maxsize=4_096)
def _code(signature: str) -> Callable[..., Test]:
    return generated(signature)


def view_of(post: Document, at: datetime | None = None, zone: tzinfo = UTC) -> View:
    """A post as both look at it, cut anew."""
    return View(Document(post.text, post.title, post.bio, post.values), DEFAULT_SCOPE, at, zone)
