"""Every sentence about an error of a document can be said in every language of the pages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import earshot.engine.policy
from tests.engine.policy.acme import TEXT

FOLDER = Path(earshot.engine.policy.__file__).parent
SENTENCES_IN = {"say", "N_", "Wrong", "add", "_add", "_stop", "Problem", "closest"}
"""Functions whose arguments are sentences."""


def _is_sentence(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value


def _arguments(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        required = [keyword.value for keyword in node.keywords if keyword.arg == "required"]
        return [*(node.args if name in SENTENCES_IN else []), *required]
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("mend", "message", "what"):
        return [node.value]
    if isinstance(node, ast.Return) and node.value is not None:
        return [node.value]
    return []


def sentences() -> set[str]:
    found: set[str] = set()
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for argument in _arguments(node):
                parts = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
                found |= {part.value for part in parts if _is_sentence(part)}  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("language", ["zh_Hant", "zh_Hans"])
def test_every_sentence_is_in_the_catalogue(language: str) -> None:
    catalogue = (FOLDER / "locale" / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    escaped = {sentence: sentence.replace("\\", "\\\\").replace('"', '\\"') for sentence in sentences()}
    missing = [sentence for sentence, written in escaped.items() if f'msgid "{written}"' not in catalogue]
    assert len(escaped) > 100
    assert not missing


def test_a_problem_is_said_in_the_readers_language() -> None:
    from django.utils.translation import override

    from earshot.engine.policy import problems_of
    from earshot.web.texts import translated

    (problem,) = problems_of(TEXT.replace("accountable: support", "accountable: suport"))
    with override("zh-hant"):
        assert translated(problem.message) == '沒有角色 "suport"。'
        assert translated(problem.mend) == '您是指 "support" 嗎？'
    with override("zh-hans"):
        assert translated(problem.message) == '没有角色 "suport"。'
