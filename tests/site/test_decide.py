"""``earshot decide`` and ``earshot policy`` from the shell."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from earshot.site.cli import main
from tests.engine.policy.acme import TEXT


@pytest.fixture
def policy(tmp_path: Path) -> str:
    path = tmp_path / "policy.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


@pytest.fixture
def broken(tmp_path: Path) -> str:
    path = tmp_path / "broken.yaml"
    path.write_text(TEXT.replace("accountable: support", "accountable: suport"), encoding="utf-8")
    return str(path)


def decided(policy: str, lines: str | bytes, monkeypatch: pytest.MonkeyPatch, *more: str) -> tuple[int, list[Any]]:
    """Run ``earshot decide`` over the lines; exit code and what it printed."""
    data = lines if isinstance(lines, bytes) else lines.encode()
    out = io.BytesIO()
    stdout = SimpleNamespace(buffer=out, write=lambda text: None, flush=lambda: None)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", stdout)
        code = main(["decide", policy, *more])
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_post_gets_its_decision(policy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = '{"id": 1, "text": "it burns", "risk": 90}\n\n{"text": "hi", "topics": ["press"]}\n'
    code, found = decided(policy, lines, monkeypatch, "--at", "2026-11-23T10:00")
    assert code == 0
    assert found[0]["id"] == 1
    assert found[0]["decision"]["accountable"] == {"role": "pr", "person": "ana"}
    assert found[0]["decision"]["deadline"] == "2026-11-23T02:30:00+00:00"
    assert found[1]["decision"]["rule"] == "Press"
    assert found[1]["decision"]["trace"][-1]["why"] == "none"


def test_at_may_carry_a_zone(policy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in ("2026-11-23T10:00", "2026-11-23T02:00Z", "2026-11-22T21:00-05:00"):
        _, found = decided(policy, '{"risk": 90}', monkeypatch, "--at", at)
        assert found[0]["decision"]["deadline"] == "2026-11-23T02:30:00+00:00"


def test_what_the_text_shows_is_a_fact(policy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "seen.yaml"
    path.write_text(TEXT.replace("intent:(complaint OR question)", "is:question OR has:link OR site:example.com"))
    lines = '{"text": "why?"}\n{"text": "see https://a.example/x"}\n{"text": "no", "url": "https://www.example.com/1"}\n{"text": "no"}\n'
    _, found = decided(str(path), lines, monkeypatch)
    assert [one["decision"]["accountable"]["role"] for one in found] == ["support", "support", "support", "social"]


def test_bad_lines_are_reported_by_number_and_skipped(
    policy: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = b'nope\n[1]\n{"text": "a", "risk": "high"}\n{"text": "\xff"}\n{"text": "fine"}\n{"text": "\\ud83d", "turn_since": "x"}'
    code, found = decided(policy, lines, monkeypatch)
    assert code == 0
    assert [one["text"] for one in found] == ["fine", "\ud83d"]
    said = capsys.readouterr().err
    assert [line.partition(":")[0] for line in said.splitlines()] == ["line 1", "line 2", "line 3", "line 4"]


def test_an_invalid_policy_decides_nothing(
    broken: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = decided(broken, '{"text": "a"}', monkeypatch)
    assert (code, found) == (2, [])
    assert 'There is no role "suport". Did you mean "support"?' in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--at", "soon"], ["--at", "1066-10-14"]])
def test_a_time_that_is_none_is_an_error(words: list[str], policy: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", policy, *words]) == 2
    assert "--at" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "check", "/nowhere/policy.yaml"]) == 2
    assert "can not be read" in capsys.readouterr().err


def test_check_prints_one_object(policy: str, broken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "check", policy, "--json"]) == 0
    valid = json.loads(capsys.readouterr().out)
    assert (valid["policy"], valid["ok"], valid["errors"]) == ("Acme, after the spring reorganisation", True, [])
    assert [(one["property"], one["subject"]) for one in valid["findings"] if one["severity"] == "error"] == [
        ("owned", None),
        ("four_eyes", "Harm goes to PR"),
    ]
    assert all(one["accepted"] for one in valid["findings"] if one["severity"] == "error")
    keys = {"property", "severity", "subject", "accepted", "message", "sample", "because"}
    assert all(set(one) == keys for one in valid["findings"])
    assert main(["policy", "check", broken, "--json"]) == 2
    invalid = json.loads(capsys.readouterr().out)
    assert (invalid["ok"], invalid["policy"]) == (False, None)
    assert invalid["errors"] == [
        {"line": 31, "column": 18, "message": 'There is no role "suport".', "mend": 'Did you mean "support"?'}
    ]


@pytest.mark.parametrize("verb", ["diff", "test"])
def test_every_verb_tells_machines_what_is_wrong(
    verb: str, policy: str, broken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [policy, broken] if verb == "diff" else [broken, "--post", "{}", "--expect", "ana"]
    assert main(["policy", verb, *words, "--json"]) == 2
    told = json.loads(capsys.readouterr().out)["errors"]
    assert told
    assert all(each["message"] and each["line"] for each in told)
    assert verb != "diff" or {each["file"] for each in told} == {broken}


def test_check_says_errors_as_compilers_do(policy: str, broken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "check", broken]) == 2
    assert capsys.readouterr().err.startswith(f"{broken}:31:18: There is no role")
    assert main(["policy", "check", policy]) == 0
    assert capsys.readouterr().out.endswith("5 rules. It can become active: 2 accepted, 9 to note.\n")


HOLED = """policy: Holed
roles:
  desk: {lead: mei, members: [mei], hours: always}
  press: {lead: jun, members: [jun], hours: always}
rules:
  - {name: High, when: "risk>=50", accountable: desk}
  - {name: Higher, when: "risk>=70 AND has:link", accountable: press}
otherwise: {accountable: desk}
"""


def test_check_tells_findings_by_their_line_and_ends_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "holed.yaml"
    path.write_text(HOLED, encoding="utf-8")
    assert main(["policy", "check", str(path), "--at", "2026-11-23T10:00"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{path}:8: error: owned: No rule matches a post: only otherwise decides it.",
        f'{path}:7: error: reachable: The rule "Higher" never decides: all that it matches is decided before it by "High".',
        f'{path}:7: note: overlaps: "High" and "Higher" both match a post with link with risk 70; "High" decides it.',
        f"{path} is valid: 2 roles, 2 people, 2 rules. It can not become active: 2 not accepted, 1 to note.",
    ]
    assert main(["policy", "check", str(path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert told["findings"][1]["because"] == ["High"]


def test_a_sample_can_be_decided_from_the_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "holed.yaml"
    path.write_text(HOLED.replace("risk>=50", "NOT has:link AND NOT has:image"), encoding="utf-8")
    main(["policy", "check", str(path), "--json"])
    (sample,) = (one["sample"] for one in json.loads(capsys.readouterr().out)["findings"] if one["property"] == "owned")
    _, (found,) = decided(str(path), json.dumps(sample), monkeypatch)
    assert found["decision"]["rule"] == "otherwise"


def test_diff_tells_what_changes_hands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(HOLED, encoding="utf-8")
    new.write_text(HOLED.replace("risk>=50", "risk>=80"), encoding="utf-8")
    assert main(["policy", "diff", str(old), str(old)]) == 0
    assert capsys.readouterr().out == "The two documents are the same.\n"
    assert main(["policy", "diff", str(old), str(new)]) == 1
    told = capsys.readouterr().out
    assert (
        told
        == 'accountable: What "High" gave to desk, "Higher" now gives to press: for example a post with link with risk 70.\n'
    )
    assert main(["policy", "diff", str(old), str(new), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    (handed,), (change,) = told["handed"], told["changes"]
    assert (change["kind"], change["from"], change["to"]["is"]) == (
        "accountable",
        {"rule": "High", "is": ["desk"]},
        ["press"],
    )
    assert (handed["from"], handed["to"]) == ({"rule": "High", "role": "desk"}, {"rule": "Higher", "role": "press"})
    assert main(["policy", "diff", str(old), str(tmp_path / "none.yaml")]) == 2


def test_test_compares_with_a_person_or_a_role(policy: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["policy", "test", policy, "--at", "2026-11-23T10:00", "--post", '{"risk": 90}', "--expect"]
    assert main([*words, "pr"]) == 0
    assert main([*words, "ana"]) == 0
    assert main([*words, "ivo"]) == 1
    assert "expected ivo, but: ana (pr)" in capsys.readouterr().out
    assert main([*words, "nobody"]) == 2
    post = tmp_path / "post.json"
    post.write_text('{\n "intent": "praise"\n}')
    assert main(["policy", "test", policy, "--post", f"@{post}", "--expect", "social"]) == 0
    assert main(["policy", "test", policy, "--post", "@/nowhere", "--expect", "social"]) == 2
    assert main(["policy", "test", policy, "--post", "[]", "--expect", "social"]) == 2


def test_templates_are_listed_and_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "template"]) == 0
    assert "startup-b2b" in capsys.readouterr().out
    assert main(["policy", "template", "solo-b2c", "--owner", "mei", "--zone", "Asia/Taipei"]) == 0
    path = tmp_path / "solo.yaml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["policy", "check", str(path)]) == 0
    assert main(["policy", "template", "solo-b2x"]) == 2
    assert main(["policy", "template", "solo-b2c", "--zone", "Taipei"]) == 2


def test_neither_command_loads_the_web_framework(policy: str) -> None:
    script = (
        "import sys; from earshot.site.cli import main; code = main(sys.argv[1:]); "
        "loaded = [name for name in ('django', 'holidays', 'z3') if name in sys.modules]; print(loaded); sys.exit(code)"
    )
    text = TEXT.replace(", holidays: TW", "")
    Path(policy).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", script, "policy", "check", policy], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "[]"), done.stderr
