"""Which shapes of queries have code, and when it is made.

Code is made for a shape (``&2 t |2 t p``: a term, and a term or a pair), not for a query: that takes about 400
microseconds and 2 KB, and every query of the shape is then a function of the same code with constants of its own. No
text of a user is ever part of the code.
"""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakValueDictionary

from earshot.engine.query.index.verifying.generating import generated
from earshot.engine.query.index.verifying.steps import Test

OFTEN = 64
"""So many posts must have been asked by nested functions before the code of a shape earns what it costs."""
MOST_CODES = 4_000
"""So many shapes have code at a time (about 10 MB); queries of others stay nested functions."""


class Shape:
    """What queries have in common that differ in their terms only. ``make``: of constants a function, once there is
    code. Lives as long as an entry
    has it."""

    __slots__ = ("__weakref__", "asked", "make", "signature")

    def __init__(self, signature: str) -> None:
        self.signature = signature
        self.asked = 0
        self.make: Callable[..., Test] | None = None


class Shapes:
    """The shapes of the queries of an index. Its methods may be called from any thread: what two threads do at the same
    moment is only done twice."""

    def __init__(self) -> None:
        self._shapes: WeakValueDictionary[str, Shape] = WeakValueDictionary()
        self._codes = 0

    def __len__(self) -> int:
        return len(self._shapes)

    def of(self, signature: str) -> Shape:
        """The shape that is written so."""
        shape = self._shapes.get(signature)
        if shape is None:
            shape = self._shapes[signature] = Shape(signature)
        return shape

    def ask(self, shape: Shape) -> Callable[..., Test] | None:
        """Its code, if it has been asked often enough; called for every post that is asked without."""
        if shape.make is None:
            shape.asked += 1
            if shape.asked >= OFTEN and self._has_room():
                shape.make = generated(shape.signature)
        return shape.make

    def _has_room(self) -> bool:
        if self._codes >= MOST_CODES:  # some are gone with their queries
            self._codes = sum(shape.make is not None for shape in tuple(self._shapes.values()))
        self._codes += 1
        return self._codes <= MOST_CODES
