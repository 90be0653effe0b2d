"""Figures for a monitoring system: who may read them, what they say, and that every program can read them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from earshot.features.responsibility import timers
from earshot.kernel.clock import HeldClock
from earshot.ports.services import services
from earshot.site.metrics import VARIABLE, Metric, measured, written
from tests.features import factories as make
from tests.features.responsibility.house import House
from tests.features.responsibility.test_escalating import CLIMBING

pytestmark = pytest.mark.django_db
SAMPLE = re.compile(r'^[a-z_]+(\{[a-z_]+="(\\.|[^"\\])*"(,[a-z_]+="(\\.|[^"\\])*")*\})? [-+0-9.e]+$')


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock(make.MORNING)


def figures(text: str) -> dict[str, float]:
    """Name with labels -> value; every line that is no comment must be a sample."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not SAMPLE.match(line)] == []
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_they_tell_what_stands_open_and_what_climbs(clock: HeldClock) -> None:
    house = House(clock)
    house.activate(CLIMBING)
    house.hear(risk=90)
    house.hear(intent="praise")
    clock.advance(timedelta(minutes=31))
    timers.run_due(clock)
    told = figures(written(measured(clock.now())))
    here = f'workspace="{house.workspace.slug}"'
    assert told[f'earshot_conversations_open{{{here},handling="answer"}}'] == 2
    assert told[f"earshot_deadlines_passed{{{here}}}"] == 1
    assert told[f"earshot_escalation_steps_total{{{here}}}"] == 3
    assert told[f"earshot_escalation_steps_late_total{{{here}}}"] == 2
    assert told[f"earshot_escalations_running{{{here}}}"] == 0
    assert told[f'earshot_auditor_findings{{{here},kind="ladder"}}'] == 0
    assert told[f"earshot_auditor_looked_timestamp_seconds{{{here}}}"] == clock.now().timestamp()


def test_every_figure_says_what_it_is() -> None:
    text = written(measured(services().clock.now()))
    named = set(re.findall(r"^# TYPE (\S+) (?:gauge|counter)$", text, re.M))
    assert named == set(re.findall(r"^# HELP (\S+) \S.*\.$", text, re.M))
    assert all(name.endswith("_total") for name in re.findall(r"^# TYPE (\S+) counter$", text, re.M))


def test_labels_are_escaped() -> None:
    told = written([Metric("one", "gauge", "One.", (({"workspace": 'a"b\\c\nd'}, 1),))])
    assert told.splitlines()[-1] == r'one{workspace="a\"b\\c\nd"} 1'
    figures(told)


def test_this_machine_needs_no_key() -> None:
    answer = Client().get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert Client(REMOTE_ADDR="::1").get("/metrics").status_code == 200


@pytest.mark.parametrize(
    "request_of",
    [{"REMOTE_ADDR": "192.168.1.7"}, {"HTTP_X_FORWARDED_FOR": "192.168.1.7"}, {"HTTP_FORWARDED": "for=1.2.3.4"},
     {"REMOTE_ADDR": ""}],
    ids=["another machine", "a proxy", "another proxy", "nobody knows"],
)  # fmt: skip
def test_elsewhere_needs_the_token(request_of: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(**request_of)
    monkeypatch.delenv(VARIABLE, raising=False)
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer ").status_code == 401, "no token is no key"
    monkeypatch.setenv(VARIABLE, "a long word")
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer another").status_code == 401
    assert client.get("/metrics", HTTP_AUTHORIZATION="Basic a long word").status_code == 401
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer a long word").status_code == 200


def test_they_are_only_looked_at() -> None:
    assert Client().post("/metrics").status_code == 405
