"""A problem in SMT-LIB 2, the language of solvers: read by z3 in one go, a hundred times faster than by its calls.

Names: ``v3.1`` whether variable 3 has class 1 (an ordered one: at least class 1); for each rule of each chain
``m0.7`` it matches, ``x0.7`` it does not, ``n0.7`` none before it does, ``w0.7`` it wins (behind the last rule: none
matches); ``holds.2`` and ``fails.2`` for a formula. Of all names but ``v`` only the assumption says anything: what is
not assumed is free.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Script:
    """One problem, as ``solving`` describes it."""

    def __init__(self, problem: dict[str, Any]) -> None:
        self.variables: list[tuple[int, bool]] = problem["variables"]
        self.chains: list[list[Any]] = problem["chains"]
        self.formulas: list[Any] = problem["formulas"]

    def text(self) -> str:
        """All declarations and assertions."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for number, (count, ordered) in enumerate(self.variables):
            yield from _variable(number, count, ordered)
        for chain, rules in enumerate(self.chains):
            yield _declared(f"n{chain}.0")
            for rule, formula in enumerate(rules):
                yield from self._rule(chain, rule, self.formula(formula))
            yield from _implied(f"w{chain}.{len(rules)}", f"n{chain}.{len(rules)}")
        for number, formula in enumerate(self.formulas):
            text = self.formula(formula)
            yield from _implied(f"holds.{number}", text)
            yield from _implied(f"fails.{number}", f"(not {text})")

    def _rule(self, chain: int, rule: int, text: str) -> Iterator[str]:
        at, after = f"{chain}.{rule}", f"{chain}.{rule + 1}"
        yield from _implied(f"m{at}", text)
        yield from _implied(f"x{at}", f"(not {text})")
        yield from _implied(f"n{after}", f"(and n{at} x{at})" if rule else f"x{at}")
        yield from _implied(f"w{at}", f"(and n{at} m{at})")

    def formula(self, given: list[Any]) -> str:
        """A formula as an expression."""
        match given:
            case ["&", *parts]:
                return f"(and true {' '.join(map(self.formula, parts))})"
            case ["|", *parts]:
                return f"(or false {' '.join(map(self.formula, parts))})"
            case ["#", times, *parts]:
                return f"((_ at-least {times}) {' '.join(map(self.formula, parts))})"
            case [variable, among]:
                return self._literal(variable, among)
        raise ValueError(f"no formula: {given!r}")

    def _literal(self, variable: int, among: int) -> str:
        count, ordered = self.variables[variable]
        if ordered:
            return f"(or false {' '.join(_stretch(variable, count, *ends) for ends in _stretches(among))})"
        if among & 1:  # class 0 is none of the others
            others = [f"v{variable}.{index}" for index in range(1, count) if not among >> index & 1]
            return f"(not (or false {' '.join(others)}))"
        return f"(or false {' '.join(f'v{variable}.{index}' for index in range(1, count) if among >> index & 1)})"


def _declared(name: str) -> str:
    return f"(declare-const {name} Bool)"


def _implied(name: str, means: str) -> Iterator[str]:
    """A name under which an expression can be assumed to hold."""
    yield _declared(name)
    yield f"(assert (=> {name} {means}))"


def _variable(number: int, count: int, ordered: bool) -> Iterator[str]:
    """The names of a variable: ordered, whether its class is at least 1, 2, ...; else whether it is 1, 2, ..."""
    names = [f"v{number}.{index}" for index in range(1, count)]
    yield from map(_declared, names)
    if ordered:
        yield from (f"(assert (=> {names[index]} {names[index - 1]}))" for index in range(1, len(names)))
    elif len(names) > 1:
        yield f"(assert ((_ at-most 1) {' '.join(names)}))"


def _stretch(variable: int, count: int, start: int, end: int) -> str:
    """The class is one of ``[start, end)``."""
    low = f" v{variable}.{start}" if start else ""
    high = f" (not v{variable}.{end})" if end < count else ""
    return f"(and true{low}{high})"


def _stretches(among: int) -> Iterator[tuple[int, int]]:
    """The runs of a set of classes, half-open."""
    index = 0
    while among >> index:
        if among >> index & 1:
            start = index
            while among >> index & 1:
                index += 1
            yield start, index
        index += 1
