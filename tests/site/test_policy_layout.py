"""``earshot policy fmt``, and what the other words of it print for machines."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from earshot.engine.policy.layout import laid_out
from earshot.site.cli import main
from tests.engine.policy.acme import TEXT

NEAT = laid_out(TEXT)


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_it_is_printed(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "fmt", str(policy)]) == 0
    assert capsys.readouterr().out == NEAT
    assert policy.read_text("utf-8") == TEXT


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))
    assert main(["policy", "fmt"]) == 0
    assert capsys.readouterr().out == NEAT


def test_check_shows_the_difference_and_changes_nothing(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "fmt", "--check", str(policy)]) == 1
    assert "+people:           # only what differs" in capsys.readouterr().out
    assert policy.read_text("utf-8") == TEXT
    assert main(["policy", "fmt", "--check", "--json", str(policy)]) == 1
    assert json.loads(capsys.readouterr().out) == {"file": str(policy), "errors": [], "changed": True}


def test_write_writes_it_back_with_its_rights(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy.chmod(0o640)
    assert main(["policy", "fmt", "--write", str(policy)]) == 0
    assert policy.read_text("utf-8") == NEAT
    assert policy.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in policy.parent.iterdir()] == [policy.name]
    assert main(["policy", "fmt", "--check", str(policy)]) == 0


def test_what_is_no_policy_is_told_and_left(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy.write_text("roles: [", encoding="utf-8")
    assert main(["policy", "fmt", "--write", str(policy)]) == 2
    assert f"{policy}:1:" in capsys.readouterr().err
    assert policy.read_text("utf-8") == "roles: ["


@pytest.mark.parametrize("words", [["--write"], ["--json"], ["--write", "-"]])
def test_what_makes_no_sense_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "fmt", *words]) == 2
    assert capsys.readouterr().err.startswith("earshot: ")


@pytest.mark.parametrize("name", ["solo-b2c", "enterprise-b2b"])
def test_a_starting_point_is_laid_out(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "template", name, "--owner", "ana", "--language", "zh-hant"]) == 0
    text = capsys.readouterr().out
    assert laid_out(text) == text


def test_for_machines(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "template", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["templates"]) == 10
    assert main(["policy", "template", "startup-b2c", "--language", "zh-hans", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["name"], told["language"], laid_out(told["text"])) == ("startup-b2c", "zh-hans", told["text"])
    assert told["findings"]
    assert all(one["accepted"] for one in told["findings"] if one["severity"] == "error")
    post = ["--post", '{"risk": 90}', "--at", "2026-11-23T10:00"]
    assert main(["policy", "test", str(policy), *post, "--expect", "pr", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["decision"]["rule"] == "Harm goes to PR"
    assert main(["policy", "test", str(policy), *post, "--expect", "kai", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False
