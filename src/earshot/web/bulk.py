"""Many rows at once, without the ORM's price per row (``bulk_create`` costs more than everything else on the road).

On SQLite rows go in by one prepared statement; ids are taken from the table's sequence, which is safe because a
transaction that writes holds the only write lock. Other databases use the ORM. Callers are inside a transaction.
Only for rows that nothing listens to (no signals) and whose every column is given: ADR 0011.

It lies here because live events are such rows too, and this is the lowest stratum that knows the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

import orjson
from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, Model
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=Model)
Adapt = Callable[[Any], Any]


def insert(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[object]], *, ignore: bool = False) -> None:
    """Rows of ``model`` by column (``post_id``, not ``post``). ``ignore``: without those that a constraint refuses."""
    rows = list(rows)
    if not rows:
        return
    if connection.vendor != "sqlite":
        model._default_manager.bulk_create(_instances(model, names, rows), ignore_conflicts=ignore)
        return
    marks = ", ".join(["%s"] * len(names))
    columns = ", ".join(f'"{name}"' for name in names)
    end = " ON CONFLICT DO NOTHING" if ignore else ""
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks}){end}',  # noqa: S608
            _adapted(model, tuple(names), rows),
        )


def insert_numbered(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[object]]) -> Sequence[int]:
    """As ``insert``; answers the ids that the rows got, in their order, growing."""
    rows = list(rows)
    if not rows:
        return ()
    if connection.vendor != "sqlite":
        return [row.pk for row in model._default_manager.bulk_create(_instances(model, names, rows))]
    following = _last_id(model) + 1
    insert(model, ("id", *names), [(number, *row) for number, row in enumerate(rows, following)])
    return range(following, following + len(rows))


def insert_new(rows: Sequence[Row]) -> None:
    """New instances of one model; each gets its id, as by ``bulk_create``."""
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "sqlite":
        model._default_manager.bulk_create(rows)
        return
    names = tuple(field.attname for field in model._meta.concrete_fields)
    following = _last_id(model) + 1
    for number, row in enumerate(rows, following):
        row.pk = number
        row._state.adding = False
        row._state.db = "default"
    insert(model, names, map(attrgetter(*names), rows))


def new(model: type[Row], **columns: object) -> Row:
    """A new instance from its columns (``post_id``, not ``post``); the rest as the model's defaults say.

    What ``model(**columns)`` makes, but for signals. That asks every field whether it was given and what it is
    otherwise, which takes five times as long.

    Raises:
        TypeError: there is no such column.
    """
    constant, made = _defaults(model)
    values = {**constant, **{name: make() for name, make in made}, **columns}
    if len(values) != len(constant) + len(made):
        raise TypeError(f"{model.__name__} has no columns {', '.join(columns.keys() - constant.keys())}")
    instance = model.__new__(model)
    instance.__dict__ = {"_state": ModelState(), **values}
    return instance


def link(instance: Model, name: str, row: Model | None) -> None:
    """Set a foreign key to a stored row (``link(post, "author", author)``), without asking again whether it fits.

    What ``post.author = author`` does. That looks at the models of both each time, which takes four times as long.
    """
    instance.__dict__[f"{name}_id"] = None if row is None else row.pk
    instance._state.fields_cache[name] = row


@lru_cache(maxsize=16)
def _defaults(model: type[Model]) -> tuple[dict[str, object], tuple[tuple[str, Callable[[], object]], ...]]:
    """Defaults by column: those that all instances may share, and those made anew for each (lists)."""
    fields = model._meta.concrete_fields
    made = tuple((field.attname, field.default) for field in fields if field.has_default() and callable(field.default))
    names = {name for name, _ in made}
    return {field.attname: field.get_default() for field in fields if field.attname not in names}, made


def update(rows: Sequence[Row], names: Sequence[str]) -> None:
    """Write these columns of instances that are stored."""
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "sqlite":
        model._default_manager.bulk_update(rows, _fields(model, names))
        return
    values = _adapted(model, tuple(names), ([getattr(row, name) for name in names] for row in rows))
    pairs = ", ".join(f'"{name}" = %s' for name in names)
    with connection.cursor() as cursor:
        cursor.executemany(
            f'UPDATE "{model._meta.db_table}" SET {pairs} WHERE id = %s',  # noqa: S608
            [(*value, row.pk) for value, row in zip(values, rows, strict=True)],
        )


def _instances(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[object]]) -> list[Model]:
    return [model(**dict(zip(names, row, strict=True))) for row in rows]


def _fields(model: type[Model], names: Sequence[str]) -> list[str]:
    """The fields of columns: ``covering`` for ``covering_id``."""
    by_column = {field.attname: field.name for field in model._meta.concrete_fields}
    return [by_column[name] for name in names]


def _last_id(model: type[Model]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _adapted(model: type[Model], names: tuple[str, ...], rows: Iterable[Sequence[object]]) -> list[list[Any]]:
    """The rows as the database takes them: JSON as text, times in UTC; all else as it is."""
    columns = _adapts(model, names)
    adapted = []
    for given in rows:
        row = list(given)
        for place, adapt in columns:
            row[place] = adapt(row[place])
        adapted.append(row)
    return adapted


@lru_cache(maxsize=64)
def _adapts(model: type[Model], names: tuple[str, ...]) -> tuple[tuple[int, Adapt], ...]:
    """Which columns are written otherwise than they are, and how."""
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    found = ((place, _adapt(by_name[name])) for place, name in enumerate(names))
    return tuple((place, adapt) for place, adapt in found if adapt is not None)


def _adapt(field: Field[object, object]) -> Adapt | None:
    """As the ORM would, so that it reads them back."""
    if isinstance(field, JSONField):
        return _json
    return _time if isinstance(field, DateTimeField) else None


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


@lru_cache(maxsize=4096)
def _time(value: datetime | None) -> str | None:
    """One batch is received at one time: most values come again and again."""
    return connection.ops.adapt_datetimefield_value(value)
