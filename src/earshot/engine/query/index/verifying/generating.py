"""The code of a shape, made with Python's own syntax trees; constants are never in it.

For ``&3 t !t |2 p t`` it is that of::

    def make(c0, c1, c2, c3):
        def test(view):
            terms = view.terms
            if c0 not in terms: return False
            if c1 in terms: return False
            pairs = view.pairs
            if not (c2 in pairs or c3 in terms): return False
            return True
        return test
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import cast

from earshot.engine.query.index.verifying.shaping import TABLES
from earshot.engine.query.index.verifying.steps import Test


def generated(signature: str) -> Callable[..., Test]:
    """What makes of the constants of a query of this shape its test."""
    code = compile(_module(signature), "<query>", "exec", dont_inherit=True, optimize=0)
    make = next(const for const in code.co_consts if isinstance(const, CodeType))
    return cast(Callable[..., Test], FunctionType(make, {"__builtins__": {}}))


def _module(signature: str) -> ast.Module:
    generator = _Generator(signature.split(" "))
    body = generator.body()
    names = [ast.arg(f"c{number}") for number in range(generator.constants)]
    test = _function("test", [ast.arg("view")], body)
    make = _function("make", names, [test, ast.Return(_name("test"))])
    return ast.fix_missing_locations(ast.Module(body=[make], type_ignores=[]))


class _Generator:
    """Reads a shape from the left."""

    def __init__(self, words: list[str]) -> None:
        self._words: Iterator[str] = iter(words)
        self.constants = 0
        self._loaded: set[str] = set()
        """Tables that are local by now: each is made only when the first step needs it."""
        self._needed: list[str] = []

    def body(self) -> list[ast.stmt]:
        """The statements of the test: one for each of what the shape joins at its top."""
        word = next(self._words)
        joined = word[0] in "&|"
        found: list[ast.stmt] = []
        for _ in range(int(word[1:]) if joined else 1):
            step = self._step(next(self._words) if joined else word)
            found += self._loads()
            found.append(_leave(step, word[0]) if joined else ast.Return(step))
        if joined:
            found.append(ast.Return(ast.Constant(word[0] == "&")))
        return found

    def _loads(self) -> list[ast.stmt]:
        needed, self._needed = self._needed, []
        return [ast.Assign([ast.Name(name, ast.Store())], _attribute("view", name)) for name in needed]

    def _step(self, word: str) -> ast.expr:
        match word[0], word[1:]:
            case "?", _:
                return _call(self._constant(), _name("view"))
            case "!", _:
                return ast.UnaryOp(ast.Not(), self._step(next(self._words)))
            case "&" | "|" as sign, count:
                return self._joined(ast.And() if sign == "&" else ast.Or(), int(count))
            case "#", counts:
                times, _, count = counts.partition("/")
                return _enough(int(times), [self._step(next(self._words)) for _ in range(int(count))])
            case letter, sign:
                return self._look_up(self._table(TABLES[letter]), sign)
        raise AssertionError(word)

    def _joined(self, sign: ast.boolop, count: int) -> ast.expr:
        return ast.BoolOp(sign, [self._step(next(self._words)) for _ in range(count)])

    def _look_up(self, table: ast.Name, sign: str) -> ast.expr:
        """``c in table``; of sets: ``not table.isdisjoint(c)``, ``table >= c``. (The terms are a dict, whose keys are a
        set.)"""
        if not sign:
            return ast.Compare(self._constant(), [ast.In()], [table])
        have: ast.expr = _call(_attribute(table.id, "keys")) if table.id == "terms" else table
        if sign == "&":
            return ast.Compare(have, [ast.GtE()], [self._constant()])
        disjoint = _call(ast.Attribute(have, "isdisjoint", ast.Load()), self._constant())
        return ast.UnaryOp(ast.Not(), disjoint)

    def _table(self, name: str) -> ast.Name:
        if name not in self._loaded:
            self._loaded.add(name)
            self._needed.append(name)
        return _name(name)

    def _constant(self) -> ast.Name:
        self.constants += 1
        return _name(f"c{self.constants - 1}")


def _enough(times: int, steps: list[ast.expr]) -> ast.expr:
    """Stops as soon as it is clear: of the first it depends how many of the others must be true."""
    if times == 1:
        return ast.BoolOp(ast.Or(), steps) if len(steps) > 1 else steps[0]
    if times == len(steps):
        return ast.BoolOp(ast.And(), steps)
    first, *others = steps
    return ast.IfExp(first, _enough(times - 1, others), _enough(times, others))


def _leave(step: ast.expr, sign: str) -> ast.stmt:
    """Of all that must be true: no, where ``step`` is not. Of alternatives: yes, where it is."""
    condition = ast.UnaryOp(ast.Not(), step) if sign == "&" else step
    return ast.If(condition, [ast.Return(ast.Constant(sign == "|"))], [])


def _function(name: str, parameters: list[ast.arg], body: list[ast.stmt]) -> ast.FunctionDef:
    arguments = ast.arguments(
        posonlyargs=[], args=parameters, vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=[]
    )
    return ast.FunctionDef(name=name, args=arguments, body=body, decorator_list=[])


def _name(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _attribute(owner: str, name: str) -> ast.expr:
    return ast.Attribute(_name(owner), name, ast.Load())


def _call(function: ast.expr, *arguments: ast.expr) -> ast.expr:
    return ast.Call(function, list(arguments), [])
