"""Asks the solver's process, which is ended when the time is up."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from earshot.engine.proofs.encoding import Formula, as_json
from earshot.engine.proofs.space import Space
from earshot.engine.proofs.spare import Spare

Fact = tuple[str | int, ...]
"""See ``solving``."""

_COMMAND = (sys.executable, "-m", "earshot.engine.proofs.solving")


_log = logging.getLogger(__name__)


def _started() -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603  (our own interpreter and module)
        _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


_spare = Spare(_started)


def stay_ready() -> None:
    """For a minute the next problem finds its process started already: for whoever is asked while somebody types."""
    _spare.keep()


class TimeUp(Exception):
    """The process was ended before it answered."""


class Asked:
    """One solver's process for one problem; a context manager. Starting it costs little, so it may go unasked.

    ``chains``: the conditions of the rules of each policy, in order; ``formulas``: what questions name besides.
    """

    def __init__(
        self, space: Space, chains: Sequence[Sequence[Formula]], formulas: Sequence[Formula], seconds: float
    ) -> None:
        self._problem = {
            "variables": [[len(variable.values), variable.ordered] for variable in space.variables],
            "chains": [[as_json(formula) for formula in chain] for chain in chains],
            "formulas": [as_json(formula) for formula in formulas],
        }
        self._begun = self._ended = False
        self._start(seconds)

    def _start(self, seconds: float) -> None:
        """Begin the process, and the time that it has."""
        self._process = _spare.take()
        self._timer = threading.Timer(seconds, self._process.kill)
        self._timer.daemon = True
        self._timer.start()

    def __enter__(self) -> Asked:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self._timer.cancel()
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                _close(stream)
        self._process.wait()

    def find(self, questions: Sequence[Sequence[Fact]]) -> Iterator[list[int] | None]:
        """For each list of facts an assignment for which all are true, or None where there is none.

        Raises:
            TimeUp: while the next answer was waited for.
        """
        self._ask([{"all": facts} for facts in questions])
        for _ in questions:
            yield self._answer()

    def each(self, facts: Sequence[Fact], rules: Sequence[int], most: int) -> Iterator[tuple[int, list[int]]]:
        """Of the rules of the first chain those that win a conversation of which the facts are true, with one; no more
        than ``most``.

        Raises:
            TimeUp: as above.
        """
        self._ask([{"each": facts, "chain": 0, "rules": rules, "most": most}])
        while (found := self._answer()) is not None:
            yield found[0], found[1]

    def cover(self, rule: int) -> list[int]:
        """The fewest rules that win all that a dead rule of the first chain matches.

        Raises:
            TimeUp: as above.
        """
        self._ask([{"cover": [0, rule]}])
        return list(self._answer())

    def classes(
        self, first: Sequence[int], second: Sequence[int], known: Sequence[tuple[int, int]] = ()
    ) -> Iterator[tuple[int, int, list[int]]]:
        """Pairs of rules of the two chains that decide a conversation together and give it into different hands, with
        one such conversation. ``first`` and ``second``: the hands of each rule, and of what no rule matches. ``known``:
        pairs that are not asked for.

        Raises:
            TimeUp: as above.
        """
        self._ask([{"classes": [first, second], "known": known}])
        while (found := self._answer()) is not None:
            yield found[0], found[1], found[2]

    def _ask(self, questions: list[dict[str, Any]]) -> None:
        if not questions:
            return
        lines = [] if self._begun else [json.dumps(self._problem)]
        self._begun = True
        try:
            assert self._process.stdin is not None
            self._process.stdin.write("\n".join([*lines, json.dumps(questions)]) + "\n")
            self._process.stdin.flush()
        except OSError:  # it was ended: said when the answer is waited for
            return

    def _note_end(self) -> None:
        """A process that nobody ended has failed: what it was asked is not decided either, and the log says why."""
        code = self._process.wait()
        if code >= 0 and not self._ended:
            self._ended = True
            _log.error("the solver's process ended by itself with exit code %s", code)

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith("\n"):
            self._note_end()
            raise TimeUp
        return json.loads(line)


def _close(stream: Any) -> None:
    try:
        stream.close()
    except OSError:  # what was still to be written has nobody to read it
        return
