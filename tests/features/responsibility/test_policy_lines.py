"""What is found stands at the line and at the rule that it is about, for the eye and for whoever listens."""

from __future__ import annotations

import json
import re

import pytest
from django.http import HttpResponse
from django.test import Client

from earshot.engine.policy.editing import accept
from tests.features.responsibility.house import House
from tests.features.responsibility.test_policy_page import DEAD, GOOD, HOLE

FOUND = re.compile(r'data-at="(\d+)" data-kind="(\w+)"(?: data-rule="([^"]*)")?')
TWICE = HOLE.replace("otherwise:", "  - {name: Never, when: risk>=90 AND intent:spam, accountable: desk}\notherwise:")


def found(answer: HttpResponse) -> list[tuple[int, str, str]]:
    return [(int(line), kind, rule) for line, kind, rule in FOUND.findall(answer.content.decode())]


def checked(desk: tuple[Client, str], text: str, **more: str) -> HttpResponse:
    client, page = desk
    return client.post(f"{page}check/", {"text": text, "check": "1", **more})


@pytest.mark.parametrize(
    ("text", "there"),
    [
        (GOOD, []),
        (HOLE, [(13, "blocks", "otherwise")]),
        (DEAD, [(13, "blocks", "Never")]),
        (TWICE, [(14, "blocks", "otherwise"), (13, "blocks", "Never")]),
        (accept(HOLE, "owned", "mei", "known"), [(13, "taken", "otherwise")]),
        (GOOD.replace("risk>=70", "riks>=70"), [(7, "wrong", "")]),
        (GOOD.replace("hours: always", "hours: office"), [(4, "wrong", "")]),
    ],
    ids=["nothing", "a hole", "a dead rule", "both", "taken on", "a mistake in a condition", "a mistake in a role"],
)
def test_each_finding_names_its_line_and_its_rule(
    desk: tuple[Client, str], text: str, there: list[tuple[int, str, str]]
) -> None:
    assert found(checked(desk, text)) == there


def test_what_only_overlaps_marks_no_line(desk: tuple[Client, str]) -> None:
    text = GOOD.replace("  desk:", "  care: {lead: jun, members: [jun], hours: always}\n  desk:").replace(
        "    when: risk<70\n    accountable: desk", "    when: risk<80\n    accountable: care"
    )
    answer = checked(desk, text)
    assert found(answer) == []
    assert "1 pair" in answer.content.decode()


def test_a_role_with_the_name_of_a_rule_is_not_that_rule(desk: tuple[Client, str]) -> None:
    text = GOOD.replace("hours: always", "hours: night").replace(
        "rules:",
        'hours:\n  night: {days: daily, from: "22:00", to: "22:01"}\nleave:\n  - {person: mei, from: 2026-11-24, '
        "to: 2026-11-24}\n  - {person: jun, from: 2026-11-24, to: 2026-11-24}\nrules:",
    )
    answer = checked(desk, text.replace("name: Harm", "name: desk"))
    assert (4, "blocks", "") in found(answer), "nobody covers the role"


def test_the_rows_in_words_say_what_blocks_them(desk: tuple[Client, str]) -> None:
    client, page = desk
    html = client.post(page, {"text": TWICE, "edit": "2"}).content.decode()
    rows = re.findall(r'data-told="([^"]+)">.*?<span class="bad cut" id="[\w-]+" title="[^"]*">([^<]*)</span>', html)
    said = dict(rows)
    assert [name for name, _words in rows] == ["Harm", "The rest", "Never", "otherwise"]
    assert (said["Harm"], said["The rest"]) == ("", "")
    assert said["Never"].startswith("The rule &quot;Never&quot; never decides")
    assert said["otherwise"] == "No rule matches a post with risk 60: only otherwise decides it."
    opened = re.search(r'id="rule-told" role="status">([^<]*)<', html)
    assert opened is not None
    assert opened[1] == said["Never"]


def test_the_names_of_the_rules_come_with_what_is_found(desk: tuple[Client, str]) -> None:
    html = checked(desk, TWICE).content.decode()
    names = re.search(r'<script id="policy-names" type="application/json">(.*?)</script>', html)
    assert names is not None
    assert json.loads(names[1]) == ["Harm", "The rest", "Never"]


def test_the_field_is_described_by_its_line_and_not_by_the_whole_list(house: House, desk: tuple[Client, str]) -> None:
    client, page = desk
    html = client.get(page).content.decode()
    area = re.search(r'<textarea[^>]*id="policy-text"[^>]*>', html)
    assert area is not None
    described = re.search(r'aria-describedby="([^"]*)"', area[0])
    assert described is not None
    assert all(f'id="{name}"' in html for name in described[1].split())
    assert "policy-problems" not in described[1]
    assert html.count('id="policy-here" role="status"') == html.count('id="policy-told" role="status"') == 1
