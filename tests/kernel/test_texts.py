"""Sentences that remember how they were made."""

from __future__ import annotations

import pickle

from django.utils.translation import override

from earshot.kernel.texts import N_, say
from earshot.web.texts import translated


def test_a_said_sentence_is_a_plain_string() -> None:
    said = say("There is no role “%(role)s”.", role="king")
    assert said == "There is no role “king”."
    assert said.template == "There is no role “%(role)s”."
    assert N_("Server") == "Server"


def test_a_template_without_parts_keeps_its_percent_signs() -> None:
    assert say("100% done") == "100% done"


def test_it_is_said_again_in_another_language() -> None:
    with override("zh-hant"):
        assert translated(say("Saved.")) == "已儲存。"
        assert translated("Saved.") == "已儲存。"
        assert translated("") == ""


def test_unknown_texts_stay_english() -> None:
    with override("zh-hant"):
        assert translated(say("Nobody translated %(this)s", this="that")) == "Nobody translated that"


def test_it_survives_pickling_as_text() -> None:
    assert str(pickle.loads(pickle.dumps(str(say("Saved."))))) == "Saved."
