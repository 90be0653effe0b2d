"""``earshot policy explain`` and ``diff --backtest``: the shell about this installation's own conversations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from earshot.features.conversations.models import Conversation
from earshot.kernel.errors import BadInput
from earshot.ports.services import services
from earshot.site.cli import main
from earshot.site.commands import explaining, replayed
from tests.features.responsibility.house import HOUR, POLICY, House

pytestmark = pytest.mark.django_db
OTHER = POLICY.replace("when: risk>=70 OR topic:recall", "when: risk>=90")


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    for module in (explaining, replayed):
        monkeypatch.setattr(module, "open_home", lambda: None)
    assert services().clock is not None


@pytest.mark.parametrize(
    ("language", "so", "due"),
    [("en", "So: ", "Answer by: "), ("zh-hant", "所以", "回覆期限"), ("zh-hans", "所以", "回复时限")],
)
def test_why_in_words(house: House, capsys: pytest.CaptureFixture[str], language: str, so: str, due: str) -> None:
    harm = house.hear(risk=80)
    main(["policy", "explain", str(harm.pk), "--language", language])
    told = capsys.readouterr().out
    assert "✓ 1 Harm\n      risk>=70 OR topic:recall\n" in told
    assert so in told
    assert due in told


def test_by_address_and_for_machines(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    ask = house.hear(intent="complaint")
    main(["policy", "explain", f"http://127.0.0.1:8000/w/acme/inbox/c/{ask.pk}/?q=x#last", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["conversation"] == ask.pk
    assert told["decision"]["rule"] == "Complaints"
    assert told["accountable"]["role"] == "support"
    assert told["decided"]["policy"] == 1
    assert told["now"]["decision"]["rule"] == "Complaints"


def test_what_would_be_said_now_is_told_where_it_differs(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    ask = house.hear(intent="complaint")
    assert main(["policy", "explain", str(ask.pk), "--language", "en"]) == 0
    assert "Decided now, it would be the same" in capsys.readouterr().out
    Conversation.objects.filter(pk=ask.pk).update(risk=90)
    assert main(["policy", "explain", str(ask.pk), "--language", "en"]) == 1
    told = capsys.readouterr().out
    assert "rule: Complaints → Harm" in told
    assert "accountable: ben (support) → ana (pr)" in told


def test_what_is_no_conversation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "explain", "the one about tea"]) == 2
    assert main(["policy", "explain", "999999"]) == 2
    assert "There is no conversation 999999." in capsys.readouterr().err


def test_two_documents_on_our_own_days(house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for risk in (80, 80, 95):
        house.hear(risk=risk)
    house.clock.advance(HOUR)
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(POLICY, encoding="utf-8")
    new.write_text(OTHER, encoding="utf-8")
    words = ["policy", "diff", str(old), str(new), "--backtest", "90d", "--workspace", house.workspace.slug]
    assert main(words) == 1
    told = capsys.readouterr().out
    assert "Of 3 conversations of the last 90 days 2 would have had another accountable role." in told
    assert "2  pr (Harm) -> social (otherwise), for example" in told
    assert main([*words, "--json"]) == 1
    outcome = json.loads(capsys.readouterr().out)["backtest"]
    assert (outcome["number"], outcome["moved"]) == (3, 2)


@pytest.mark.parametrize("days", ["90", "0d", "d", "99999d", "-1d"])
def test_days_are_written_as_days(days: str) -> None:
    with pytest.raises(BadInput):
        replayed.days_of(days)
