"""What no random document contains, no twin has looked at: every field of a policy occurs in some of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earshot.engine.policy import load, model
from tests.engine.proofs.logic import documents as logic
from tests.engine.proofs.timely import documents as timely

DERIVED = {"line", "book", "memory", "sifts"}
"""What no document says: places, and what is reckoned from the rest."""
KINDS = [kind for kind in vars(model).values() if dataclasses.is_dataclass(kind) and kind.__module__ == model.__name__]
FIELDS = {f"{kind.__name__}.{each.name}" for kind in KINDS for each in dataclasses.fields(kind)} - {
    f"{kind.__name__}.{name}" for kind in KINDS for name in DERIVED
}
TEXTS = st.one_of(
    logic.documents().map(lambda drawn: logic.text_of(drawn[0])),
    timely.documents().map(lambda drawn: timely.as_yaml(drawn[0])),
)


def said(value: Any) -> Iterator[str]:
    """The fields that a document gives a value of its own."""
    if type(value) in KINDS:
        for each in dataclasses.fields(value):
            found = getattr(value, each.name)
            default = None if each.default is dataclasses.MISSING else each.default
            if found not in (default, "", ()) and found != {}:
                yield f"{type(value).__name__}.{each.name}"
            yield from said(found)
    elif isinstance(value, Mapping):
        yield from said(value.values())
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for one in value:
            yield from said(one)


def test_every_field_occurs() -> None:
    seen: set[str] = set()

    @settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(TEXTS)
    def look(text: str) -> None:
        seen.update(said(load(text)))

    look()
    assert FIELDS - seen == set()
