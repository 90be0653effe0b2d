"""A column for sentences that one process writes and people read later, each in their own language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models

from earshot.kernel.texts import restored, stored

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    _Text = models.TextField[str, str]
else:
    _Text = models.TextField


class SentenceField(_Text):
    """Text that keeps the template and the parts of a ``Said``. Show it with ``|said``.

    To migrations it is a ``TextField``: what is stored is text, and older rows hold plain sentences.
    """

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """As a plain text column."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def get_prep_value(self, value: Any) -> Any:
        """The text to store."""
        return stored(value) if isinstance(value, str) else super().get_prep_value(value)

    def from_db_value(self, value: str | None, expression: object, connection: BaseDatabaseWrapper) -> str | None:
        """The sentence again."""
        return None if value is None else restored(value)
