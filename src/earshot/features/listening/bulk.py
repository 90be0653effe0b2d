"""Many rows at once, without the ORM's price per row (``bulk_create`` costs more than everything else on the road).

On SQLite rows go in by one prepared statement; ids are taken from the table's sequence, which is safe because a
transaction that writes holds the only write lock. Other databases use the ORM. Callers are inside a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import orjson
from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, Model

Row = TypeVar("Row", bound=Model)
Adapt = Callable[[Any], Any]


def insert(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[object]], *, ignore: bool = False) -> None:
    """Rows of ``model`` by column (``post_id``, not ``post``). ``ignore``: without those that a constraint refuses."""
    rows = list(rows)
    if not rows:
        return
    if connection.vendor != "sqlite":
        instances = [model(**dict(zip(names, row, strict=True))) for row in rows]
        model._default_manager.bulk_create(instances, ignore_conflicts=ignore)
        return
    adapts = _adapts(model, tuple(names))
    marks = ", ".join(["%s"] * len(names))
    columns = ", ".join(f'"{name}"' for name in names)
    end = " ON CONFLICT DO NOTHING" if ignore else ""
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks}){end}',  # noqa: S608
            [tuple(adapt(value) for adapt, value in zip(adapts, row, strict=True)) for row in rows],
        )


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
    insert(model, names, [[getattr(row, name) for name in names] for row in rows])


def update(rows: Sequence[Row], names: Sequence[str]) -> None:
    """Write these columns of instances that are stored."""
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "sqlite":
        model._default_manager.bulk_update(rows, names)
        return
    adapts = _adapts(model, tuple(names))
    pairs = ", ".join(f'"{name}" = %s' for name in names)
    with connection.cursor() as cursor:
        cursor.executemany(
            f'UPDATE "{model._meta.db_table}" SET {pairs} WHERE id = %s',  # noqa: S608
            [(*(adapt(getattr(row, name)) for adapt, name in zip(adapts, names, strict=True)), row.pk) for row in rows],
        )


def _last_id(model: type[Model]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


@lru_cache(maxsize=64)
def _adapts(model: type[Model], names: tuple[str, ...]) -> tuple[Adapt, ...]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    return tuple(_adapt(by_name[name]) for name in names)


def _adapt(field: Field[object, object]) -> Adapt:
    """How a column's values are written: as the ORM would, so that it reads them back."""
    if isinstance(field, JSONField):
        return _json
    if isinstance(field, DateTimeField):
        return connection.ops.adapt_datetimefield_value
    return _same


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _same(value: object) -> object:
    return value
