"""Steps as nested functions: made at once, and what any number of steps can be made into."""

from __future__ import annotations

from collections.abc import Callable, Set

from earshot.engine.query.index.verifying.steps import (
    AllIn,
    AnyIn,
    Ask,
    Each,
    Either,
    Enough,
    In,
    Negated,
    Spelt,
    Step,
    Table,
    Test,
)
from earshot.engine.query.index.view import View

_TABLES: dict[Table, Callable[[View], Set[str]]] = {
    "terms": lambda view: view.terms.keys(),
    "pairs": lambda view: view.pairs,
    "tags": lambda view: view.tags,
}


def nested(step: Step) -> Test:
    """``step`` as a function. It may be called from any thread."""
    match step:
        case In(table, key):
            return _in(table, key)
        case Spelt(letters):
            return lambda view: letters in view.joined
        case AnyIn(table, keys):
            have = _TABLES[table]
            return lambda view: not have(view).isdisjoint(keys)
        case AllIn(table, keys):
            have = _TABLES[table]
            return lambda view: have(view) >= keys
        case Ask(_, test):
            return test
        case Negated(below):
            test = nested(below)
            return lambda view: not test(view)
        case Each(_, steps):
            return _each(tuple(map(nested, steps)))
        case Either(_, steps):
            return _either(tuple(map(nested, steps)))
        case Enough(_, times, steps):
            return _enough(times, tuple(map(nested, steps)))


def _in(table: Table, key: str) -> Test:
    if table == "terms":
        return lambda view: key in view.terms
    have = _TABLES[table]
    return lambda view: key in have(view)


def _each(tests: tuple[Test, ...]) -> Test:
    def test(view: View) -> bool:
        for each in tests:  # noqa: SIM110 - a generator would cost more than most tests
            if not each(view):
                return False
        return True

    return test


def _either(tests: tuple[Test, ...]) -> Test:
    def test(view: View) -> bool:
        for each in tests:  # noqa: SIM110 - as above
            if each(view):
                return True
        return False

    return test


def _enough(times: int, tests: tuple[Test, ...]) -> Test:
    spare = len(tests) - times

    def test(view: View) -> bool:
        missing = 0
        for each in tests:
            if not each(view):
                missing += 1
                if missing > spare:
                    return False
        return True

    return test
