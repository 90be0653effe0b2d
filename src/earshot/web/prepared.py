"""Queries whose SQL is put together once, not at every call.

On a page that reads thirty small things the database needs 3 ms and the ORM 15 ms to write down what it asks: the same
thirty statements each time, with other numbers in them. A ``Prepared`` query is built once for a thread with marks in
the places of its values; later calls only put the values in. What comes back are the rows that the queryset itself
would have given.

Only for queries whose *shape* never depends on the values: no ``None``, no lists, nothing asked of a value while
building. Not for queries with ``prefetch_related``. See ADR 0018.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
Value = int | str | datetime

_FAR = 4_611_686_018_427_000_000
_TEXT = "\x01prepared"
_LATE = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class _Statement:
    """SQL with the parameters it was built with; ``places``: which of them is which value of the call."""

    rows: QuerySet[Any]
    compiler: SQLCompiler
    sql: str
    parameters: list[Any]
    places: list[tuple[int, int, bool]]


class _OfThread(threading.local):
    """As connections are: what is compiled for one is of no use to another."""

    def __init__(self) -> None:
        self.statements: dict[tuple[type, ...], _Statement] = {}


class Prepared(Generic[Row]):
    """``build`` makes the queryset from its values; calling this with values gives its rows.

    Raises:
        TypeError: a value is not an int, a text or a datetime, or something was made of it for the SQL.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._kept = _OfThread()

    def __call__(self, *values: Value) -> list[Row]:
        """All rows."""
        statement = self._statement(values)
        parameters = list(statement.parameters)
        for place, number, is_time in statement.places:
            given = values[number]
            parameters[place] = _stored(given) if is_time else given
        compiled = (statement.sql, tuple(parameters))
        statement.compiler.as_sql = lambda *_, **__: compiled  # type: ignore[method-assign]
        read = cast("Callable[..., Iterable[Row]]", statement.rows._iterable_class)
        return list(read(statement.rows))

    def first(self, *values: Value) -> Row | None:
        """The first row, None where there is none. Build it with ``[:1]``."""
        return next(iter(self(*values)), None)

    def _statement(self, values: Sequence[Value]) -> _Statement:
        kinds = tuple(map(type, values))
        if (found := self._kept.statements.get(kinds)) is None:
            found = self._kept.statements[kinds] = self._compile(values)
        return found

    def _compile(self, values: Sequence[Value]) -> _Statement:
        marks = [_mark(number, value) for number, value in enumerate(values)]
        rows = self._build(*marks)
        if rows._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise TypeError("a prepared query can not prefetch")
        compiler = rows.query.get_compiler(connection=connections[rows.db or DEFAULT_DB_ALIAS])
        sql, parameters = compiler.as_sql()
        stored = [_stored(mark) for mark in marks]
        places = [
            (place, stored.index(each), isinstance(values[stored.index(each)], datetime))
            for place, each in enumerate(parameters)
            if each in stored
        ]
        if any(each not in stored and _is_marked(each) for each in (*parameters, sql)):
            raise TypeError(f"a value of a prepared query does not stand as it is in {sql}")
        rows.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return _Statement(rows, compiler, sql, list(parameters), places)


def _mark(number: int, value: Value) -> Value:
    """A value that stands nowhere else."""
    if isinstance(value, bool) or not isinstance(value, int | str | datetime):
        raise TypeError(f"{value!r} can not be a value of a prepared query")
    if isinstance(value, int):
        return _FAR + number
    return f"{_TEXT} {number}\x01" if isinstance(value, str) else _LATE + timedelta(seconds=number)


def _is_marked(parameter: object) -> bool:
    """Whether a mark shines through what was made of it."""
    if isinstance(parameter, int):
        return abs(parameter) > _FAR // 2
    text = str(parameter).casefold()
    return any(trace in text for trace in (_TEXT.strip().casefold(), str(_FAR)[:13], f"{_LATE:%Y-%m-%d}"))


def _stored(value: Value) -> Any:
    """As the database stores it."""
    if not isinstance(value, datetime):
        return value
    return connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(value)
