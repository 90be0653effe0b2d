"""Conditions as formulas over the variables of a space: what a solver, and the boxes, are given.

A formula is positive: NOT is pushed down to the literals, where it is the complement of a set of classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any as Json

from earshot.engine.policy.conditions import Condition, Part
from earshot.engine.proofs.space import Assignment, Space
from earshot.engine.query import ast


@dataclass(frozen=True, slots=True)
class Literal:
    """The variable's class is one of ``among``, a set of classes as bits."""

    variable: int
    among: int


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold; without parts it is true."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One part at least holds; without parts it is false."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Several:
    """At least ``times`` of the parts hold."""

    times: int
    parts: tuple[Formula, ...]


Formula = Literal | Every | Some | Several
TRUE, FALSE = Every(()), Some(())


def encoded(condition: Condition, space: Space, zone: str) -> Formula:
    """The formula of a condition whose dates and hours are in ``zone``. Its leaves belong to the space."""
    return _formula(condition.whole, space, zone)


def _formula(part: Part, space: Space, zone: str) -> Formula:
    node = part.node
    if isinstance(node, ast.Field):
        return _simple(Some(tuple(Literal(*literal) for literal in space.literals(node, zone))))
    below = tuple(_formula(child, space, zone) for child in part.below)
    match node:
        case ast.And():
            return _simple(Every(below))
        case ast.Or():
            return _simple(Some(below))
        case ast.Not():
            return negated(below[0], space)
        case ast.AtLeast(times=times):
            return Several(times, below)
    raise TypeError(f"{type(node).__name__} can not stand in a condition")  # pragma: no cover - the parser refuses text


def negated(formula: Formula, space: Space) -> Formula:
    """What holds where the formula does not."""
    match formula:
        case Literal(variable, among):
            return Literal(variable, space.variables[variable].all & ~among)
        case Every(parts):
            return _simple(Some(tuple(negated(part, space) for part in parts)))
        case Some(parts):
            return _simple(Every(tuple(negated(part, space) for part in parts)))
        case Several(times, parts):
            return Several(len(parts) - times + 1, tuple(negated(part, space) for part in parts))


def holds(formula: Formula, assignment: Assignment) -> bool:
    """Whether the formula is true of a conversation of these classes."""
    match formula:
        case Literal(variable, among):
            return bool(among >> assignment[variable] & 1)
        case Every(parts):
            return all(holds(part, assignment) for part in parts)
        case Some(parts):
            return any(holds(part, assignment) for part in parts)
        case Several(times, parts):
            return sum(holds(part, assignment) for part in parts) >= times


def _simple(formula: Every | Some) -> Formula:
    return formula.parts[0] if len(formula.parts) == 1 else formula


def as_json(formula: Formula) -> Json:
    """The formula as the solver's process reads it: ``[variable, among]``, ``["&", ...]``, ``["|", ...]`` or
    ``["#", times, ...]``."""
    match formula:
        case Literal(variable, among):
            return [variable, among]
        case Every(parts):
            return ["&", *map(as_json, parts)]
        case Some(parts):
            return ["|", *map(as_json, parts)]
        case Several(times, parts):
            return ["#", times, *map(as_json, parts)]
