"""The solver in the test's own process, behind the same words and the same JSON: a process for each example would take
longer than everything else together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any
from unittest.mock import patch

from earshot.engine.proofs import asking, changing, exploring
from earshot.engine.proofs.solving import Solver, answers


class Here(asking.Asked):
    """Answers at once, and never late."""

    def _start(self, seconds: float) -> None:
        self._lines: Iterator[str] = iter(())
        self._solver: Solver | None = None

    def close(self) -> None:
        assert next(self._lines, None) is None, "an answer that nobody took"

    def _ask(self, questions: list[dict[str, Any]]) -> None:
        self._solver = self._solver or Solver(json.loads(json.dumps(self._problem)))
        asked = json.loads(json.dumps(questions))
        found = (json.dumps(answer) for question in asked for answer in answers(self._solver, question))
        self._lines = chain(self._lines, found)

    def _answer(self) -> Any:
        return json.loads(next(self._lines))


@contextmanager
def solver_here(tries: int = 8) -> Iterator[None]:
    """Everything asked within is answered here. ``tries``: conversations tried before the solver; 0 asks it always."""
    with (
        patch.object(exploring, "Asked", Here),
        patch.object(changing, "Asked", Here),
        patch.object(exploring, "_TRIED", tries),
    ):
        yield
