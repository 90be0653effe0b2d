"""``earshot match``: what is printed where, and the exit code."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from earshot.site.cli import main

POSTS = [
    {"id": "1", "text": "Acme parcel late", "lang": "en", "posted": "2026-11-08T20:00:00Z", "followers": 2000},
    {"id": "2", "text": "物流很慢", "lang": "zh-Hant", "is": ["repost"], "topics": ["x"]},
    {"id": "3", "title": "Acme", "text": "all fine", "media": ["image"]},
]
LINES = [json.dumps(post, ensure_ascii=False) for post in POSTS]


@pytest.fixture
def match(monkeypatch, capfdbinary):
    """Runs the command over the lines; answers (exit code, lines printed, what was said on standard error)."""

    def run(*words: str, lines: list[str] | bytes = LINES) -> tuple[int, list[str], str]:
        data = lines if isinstance(lines, bytes) else "".join(line + "\n" for line in lines).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        code = main(["match", *words])
        out, err = capfdbinary.readouterr()
        return code, out.decode().splitlines(), err.decode()

    return run


def test_the_lines_that_match_are_printed_as_they_came(match):
    odd = '{"text" :  "acme \\u00e9", "x": [1,2]}'
    assert match("acme", lines=[odd, LINES[1]]) == (0, [odd], "")


def test_nothing_matches(match):
    assert match("zebra") == (1, [], "")


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("-acme", "2"),
        ("-hello", "123"),
        ("--acme", ""),
        ("-is:repost", "13"),
        ("lang:zh", "2"),
        ("followers>=1000", "1"),
        ("title:acme has:image", "3"),
        ("topic:x", "2"),
        ("物流 NEAR/0 慢", ""),
        ("物流 NEAR/1 慢", "2"),
    ],
)
def test_which_posts_match(match, query, ids):
    code, printed, _ = match(query)
    assert "".join(json.loads(line)["id"] for line in printed) == ids
    assert code == (0 if ids else 2 if query == "--acme" else 1)


def test_a_wrong_query_is_said_as_json(match):
    code, printed, said = match("acme AND")
    assert (code, printed) == (2, [])
    assert json.loads(said) == {
        "message": "A term is missing after AND.",
        "start": 5,
        "end": 8,
        "expected": "a term after AND",
        "mend": "Add the term, or remove AND.",
    }


def test_bad_lines_are_reported_by_number_and_skipped(match):
    lines = ["nonsense", "", "[]", '{"id": "4"}', '{"text": "acme", "followers": "many"}', *LINES]
    code, printed, said = match("acme", lines=lines)
    assert code == 0
    assert printed == [LINES[0], LINES[2]]
    assert [line.split(":")[0] for line in said.splitlines()] == ["line 1", "line 3", "line 4", "line 5"]


def test_bytes_that_are_no_utf8_are_a_bad_line(match):
    code, printed, said = match("acme", lines=b'{"text": "acme \xff"}\n' + LINES[0].encode() + b"\r\n")
    assert (code, printed) == (0, [LINES[0]])
    assert said.startswith("line 1:")


def test_a_byte_order_mark_is_no_part_of_the_first_line(match):
    assert match("acme", lines=b"\xef\xbb\xbf" + LINES[0].encode())[:2] == (0, [LINES[0]])


def test_half_an_emoji_does_no_harm(match):
    line = '{"text": "acme \\ud83d"}'
    assert match("acme", lines=[line])[:2] == (0, [line])


def test_times_are_in_the_zone_given(match):
    assert match("posted:2026-11-09")[0] == 1
    assert match("posted:2026-11-09", "--zone", "Asia/Taipei")[0] == 0
    assert match("--zone=Asia/Taipei", "-posted:2026-11-08 lang:en")[0] == 0


def test_ages_are_reckoned_from_the_time_given(match):
    assert match("age<1h", "--at", "2026-11-08T20:30Z")[0] == 0
    assert match("age<1h", "--at", "2026-11-08T23:30Z")[0] == 1
    assert match("age<1h", "--at", "2026-11-09T04:30+08:00")[0] == 0


@pytest.mark.parametrize(
    "words",
    [[], ["acme", "--queries", "x"], ["acme", "--zone", "Mars"], ["acme", "--at", "soon"], ["--queries", "no/file"]],
)
def test_wrong_words_are_refused_with_a_mend(match, words):
    code, printed, said = match(*words)
    assert (code, printed) == (2, [])
    assert said.startswith("earshot: ") and len(said.splitlines()) == 2


def test_many_queries(match, tmp_path: Path):
    file = tmp_path / "topics.tsv"
    file.write_text("acme\tacme\nlate\tlate OR 慢\n\nslow\t物流\n", "utf-8")
    code, printed, said = match("--queries", str(file))
    assert (code, said) == (0, "")
    assert [json.loads(line)["topics"] for line in printed] == [["acme", "late"], ["x", "late", "slow"], ["acme"]]
    assert [{**json.loads(line), "topics": 0} for line in printed] == [{**post, "topics": 0} for post in POSTS]


def test_a_bad_query_is_reported_with_its_line_and_the_others_run(match, tmp_path: Path):
    file = tmp_path / "topics.tsv"
    file.write_text("acme\tacme\nbad\tacme AND\nno tab\n", "utf-8")
    code, printed, said = match("--queries", str(file))
    assert code == 2
    assert [json.loads(line)["id"] for line in printed] == ["1", "3"]
    errors = [json.loads(line) for line in said.splitlines()]
    assert [(error["line"], error["name"], error["start"]) for error in errors] == [(2, "bad", 5), (3, "", 0)]


def test_help_has_examples(capsys):
    with pytest.raises(SystemExit) as left:
        main(["match", "--help"])
    assert left.value.code == 0
    assert "earshot match --queries topics.tsv < posts.jsonl" in capsys.readouterr().out


def test_it_starts_without_the_web_framework():
    code = "import sys, earshot.site.commands.match; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
