"""``earshot query``: what is printed where, and the exit code."""

from __future__ import annotations

import io
import json
import sys

import pytest

from earshot.site.cli import main

POSTS = [
    {"id": "1", "text": "Acme parcel late", "lang": "en"},
    {"id": "2", "text": "Acme parcel lost", "title": "late"},
    {"id": "3", "text": "nothing", "followers": 5},
]
LINES = "".join(json.dumps(post) + "\n" for post in POSTS)


@pytest.fixture
def query(monkeypatch, capfdbinary):
    """Runs the command over the lines; answers (exit code, objects printed, what was said on standard error)."""

    def run(*words: str, lines: str = LINES) -> tuple[int, list[str], str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
        code = main(["query", *words])
        out, err = capfdbinary.readouterr()
        return code, out.decode().splitlines(), err.decode()

    return run


def test_explain_says_why_each_post_matches_or_not(query):
    code, lines, _ = query("explain", "acme -lost")
    first, second, third = (json.loads(line) for line in lines)
    assert code == 0
    assert first["explanation"]["matches"] is True
    assert first["explanation"]["spans"] == [{"field": "text", "start": 0, "end": 4, "text": "Acme"}]
    assert second["explanation"]["sentences"] == ["lost is in the text and must not be: “lost”."]
    assert third["explanation"]["why"]["below"][0]["query"] == "acme"
    assert first["id"] == "1" and first["lang"] == "en"


def test_explain_knows_zone_and_time(query):
    lines = json.dumps({"id": "1", "text": "x", "posted": "2026-11-08T20:00:00Z"}) + "\n"
    code, found, _ = query(
        "explain", "hour:4 age<1d", "--zone", "Asia/Taipei", "--at", "2026-11-09T10:00Z", lines=lines
    )
    assert (code, json.loads(found[0])["explanation"]["matches"]) == (0, True)


def test_lint(query, tmp_path):
    code, lines, _ = query("lint", 'acme OR "acme shop"')
    assert code == 1
    assert json.loads(lines[0]) == {
        "kind": "subsumed", "start": 8, "end": 19, "message": 'acme finds everything that "acme shop" finds.',
        "mend": 'Remove "acme shop".', "removable": True,
    }  # fmt: skip
    assert query("lint", "acme late") == (0, [], "")
    assert query("lint", "-acme")[0] == 1
    file = tmp_path / "topics.tsv"
    file.write_text("one\tacme OR acme\ntwo\tacme (\nthree\tacme late\n", "utf-8")
    code, lines, err = query("lint", "--queries", str(file))
    assert code == 2
    assert [(json.loads(line)["name"], json.loads(line)["kind"]) for line in lines] == [("one", "duplicate")]
    assert json.loads(err)["line"] == 2


def test_fmt(query, tmp_path):
    assert query("fmt", "acme   (late OR  lost)") == (0, ["acme AND (late OR lost)"], "")
    assert query("fmt", "--check", "acme AND late") == (0, [], "")
    assert query("fmt", "--check", "acme late")[0] == 1
    assert query("fmt", "-late") == (0, ["NOT late"], "")
    assert query("fmt", "--for", "inbox", "state:open")[1] == ["state:open"]
    assert query("fmt", "acme <<<our brand>>> late") == (0, ["acme AND late"], "Comments (<<<...>>>) are not kept.\n")
    code, lines, err = query("fmt", "acme (")
    assert (code, lines, json.loads(err)["start"]) == (2, [], 6)
    file = tmp_path / "topics.tsv"
    file.write_text("one\tacme   late\n", "utf-8")
    assert query("fmt", "--queries", str(file)) == (0, ["one\tacme AND late"], "")


def test_convert(query, tmp_path):
    code, lines, _ = query("convert", "brandwatch", 'raw:"AT&T" NEAR/3f down')
    assert (code, json.loads(lines[0])) == (0, {"query": "{AT&T} ONEAR/3 down", "exact": True, "notes": []})
    code, lines, _ = query("convert", "X", "acme place:berlin")
    assert code == 1
    assert json.loads(lines[0])["notes"][0]["kind"] == "lost"
    assert query("convert", "x", "place:berlin")[0] == 2
    code, _, err = query("convert", "klingon", "acme")
    assert code == 2 and "brandwatch" in err
    file = tmp_path / "query.txt"
    file.write_text("from:acme\n", "utf-8")
    assert json.loads(query("convert", "x", "--file", str(file))[1][0])["query"] == "author:acme"


def test_diff(query):
    code, lines, err = query("diff", "parcel late", "text:parcel text:(late OR lost) -title:late")
    assert code == 1
    assert [(json.loads(line)["id"], json.loads(line)["change"]) for line in lines] == [("2", "lost")]
    assert err == "0 gained, 1 lost, 1 in both.\n"
    assert query("diff", "acme", "parcel") == (0, [], "0 gained, 0 lost, 2 in both.\n")
    assert query("diff", "acme", "acme (")[0] == 2


def test_too_few_or_too_many_words_are_refused(query):
    assert query("diff", "acme")[0] == 2
    assert query("explain")[0] == 2
    assert query("lint", "a", "b")[0] == 2


TOPIC = """name: late
query: acme (late OR lost)
tests:
  matches:
    - "Acme parcel is late"
    - "Acme, where is it?"
  misses:
    - "Acme shop"
"""


def test_the_tests_of_a_topic(query, tmp_path):
    good, bad, broken = tmp_path / "good.yaml", tmp_path / "bad.yaml", tmp_path / "broken.yaml"
    good.write_text(TOPIC.replace('    - "Acme, where is it?"\n', ""), "utf-8")
    bad.write_text(TOPIC, "utf-8")
    broken.write_text("name: late\nquery: acme AND\n", "utf-8")
    assert query("test", str(good)) == (0, [f"{good}: 2 passed, 0 failed"], "")
    code, lines, _ = query("test", str(bad), str(good))
    assert code == 1
    assert lines[0] == f"{bad}: should match: Acme, where is it?"
    assert lines[2:] == [f"{bad}: 2 passed, 1 failed", f"{good}: 2 passed, 0 failed"]
    code, lines, told = query("test", str(broken), str(good))
    assert (code, len(lines)) == (2, 1)
    assert json.loads(told) | {"message": "", "mend": ""} == {
        "file": str(broken), "line": 2, "column": 13, "message": "", "mend": "",
    }  # fmt: skip


def test_the_tests_of_a_topic_as_json(query, tmp_path):
    path = tmp_path / "late.yaml"
    path.write_text(TOPIC, "utf-8")
    code, lines, _ = query("test", "--json", str(path))
    first, second, third = (json.loads(line) for line in lines)
    assert code == 1
    assert [each["passed"] for each in (first, second, third)] == [True, False, True]
    assert (second["name"], second["wanted"], second["text"]) == ("late", "match", "Acme, where is it?")
    assert second["why"]
    assert query("test")[0] == 2
    assert query("test", str(tmp_path / "nothing.yaml"))[0] == 2
