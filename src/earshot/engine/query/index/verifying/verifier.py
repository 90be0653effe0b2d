"""One query's way from nested functions to code."""

from __future__ import annotations

from earshot.engine.query.ast import Node
from earshot.engine.query.index.verifying.nesting import nested
from earshot.engine.query.index.verifying.planning import planned
from earshot.engine.query.index.verifying.shapes import Shapes
from earshot.engine.query.index.verifying.shaping import shaped
from earshot.engine.query.index.verifying.steps import Ask, Test


class Verifier:
    """Tests one tree. Whoever has the :meth:`final` test needs the verifier no more, but should keep
    its ``shape``, by which others find the same code."""

    __slots__ = ("_constants", "_nested", "_shapes", "_step", "shape")

    def __init__(self, tree: Node, shapes: Shapes) -> None:
        self._step = planned(tree)
        self._nested: Test | None = None
        signature, self._constants = shaped(self._step)
        self._shapes, self.shape = shapes, shapes.of(signature)

    def final(self) -> Test | None:
        """The test by generated code; None while that would not earn its cost. To be asked once for each post."""
        if isinstance(self._step, Ask):
            return self._step.test
        make = self._shapes.ask(self.shape)
        return None if make is None else make(*self._constants)

    def nested(self) -> Test:
        """The test by nested functions."""
        if self._nested is None:
            self._nested = nested(self._step)
        return self._nested
