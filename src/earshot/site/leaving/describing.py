"""What each table and column means, in the words of the code that owns it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Field, Model

    from earshot.site.leaving.listing import Table


def meaning(model: type[Model]) -> str:
    """The first paragraph of the table's docstring; "" where it has none of its own."""
    words = inspect.cleandoc(model.__doc__ or "")
    if words.startswith(f"{model.__name__}("):  # what Django writes where nobody did
        return ""
    return _plain(words.partition("\n\n")[0])


def columns(model: type[Model], table: Table) -> Iterator[tuple[str, str, str]]:
    """(name in the file, type, meaning) of each column that is exported."""
    told = _attribute_docstrings(model)
    for field in exported(model, table):
        words = told.get(field.name, "") or str(field.help_text)
        yield field.attname, _type(field), _plain(words)


def exported(model: type[Model], table: Table) -> list[Field[object, object]]:
    """The columns of a table that are in its file."""
    return [field for field in model._meta.concrete_fields if field.name not in table.without]


def _attribute_docstrings(model: type[Model]) -> Mapping[str, str]:
    """Column -> the string below it."""
    found: dict[str, str] = {}
    for owner in reversed(model.__mro__[:-1]):
        if owner.__module__.startswith("django."):
            continue
        body = ast.parse(inspect.cleandoc("\n" + inspect.getsource(owner))).body[0]
        assert isinstance(body, ast.ClassDef)
        for line, after in zip(body.body, body.body[1:], strict=False):
            if isinstance(line, ast.Assign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
                found |= {target.id: str(after.value.value) for target in line.targets if isinstance(target, ast.Name)}
    return found


def _type(field: Field[object, object]) -> str:
    if field.remote_field is not None:
        target = field.related_model
        return f"id of {target._meta.verbose_name}" if isinstance(target, type) else "id"
    name = field.get_internal_type()
    for ending, words in (
        ("BooleanField", "true or false"),
        ("DateTimeField", "time in UTC, ISO 8601"),
        ("JSONField", "JSON"),
        ("FloatField", "number"),
        ("IntegerField", "whole number"),
        ("AutoField", "whole number"),
    ):
        if name.endswith(ending):
            return words
    return "text"


def _plain(text: str) -> str:
    """A docstring without its markup, in one line."""
    text = re.sub(r":\w+:`([^`]*)`", r"`\1`", text.replace("``", "`"))
    return " ".join(text.split())
