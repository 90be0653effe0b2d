"""What is wrong in a document is said in the reader's language. (That every sentence has its translation: tests/meta.)"""

from __future__ import annotations

import pytest
from django.utils.translation import override

from earshot.engine.policy import PolicyInvalid, load, problems_of
from earshot.web.texts import translated
from tests.engine.policy.acme import TEXT

SUPORT = TEXT.replace("accountable: support", "accountable: suport")


@pytest.mark.parametrize(
    ("language", "message", "mend"),
    [
        ("en", 'There is no role "suport".', 'Did you mean "support"?'),
        ("zh-hant", "沒有角色「suport」。", "您是指「support」嗎？"),
        ("zh-hans", "没有角色“suport”。", "您是指“support”吗？"),
    ],
)
def test_a_problem_is_said_in_the_readers_language(language: str, message: str, mend: str) -> None:
    (problem,) = problems_of(SUPORT)
    with override(language):
        assert (translated(problem.message), translated(problem.mend)) == (message, mend)


def test_a_refused_document_names_the_place_in_the_readers_language() -> None:
    with pytest.raises(PolicyInvalid) as caught:
        load(SUPORT)
    with override("zh-hant"):
        assert translated(caught.value.message).endswith("字：沒有角色「suport」。")
