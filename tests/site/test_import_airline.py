"""All of a real data set through the command line: nothing is lost, everything has one accountable person, and queries
find exactly what a plain filter finds."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.realdata, pytest.mark.whole]

ROOT = Path(__file__).resolve().parents[2]
BRANDS = "@VirginAmerica,@united,@SouthwestAir,@AmericanAir,@USAirways,@Delta,@JetBlue"
TOPICS = {
    "refund": "refund",
    "delay": "delay*",
    "service": '"customer service"',
    "bags": "(bag OR bags OR luggage) AND (lost OR missing) -delayed",
    "united-thanks": "@united thanks",
    "senseless": "#senseless OR #fail",
    "day": "posted:2015-02-22",
    "sad": "worst text:(flight OR airline) is:question",
}

MAKE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from earshot.engine.policy import template
from earshot.features.people.actions import create_workspace
from earshot.features.people.models import Membership, Person
from earshot.features.listening.actions import save_topic
from earshot.features.responsibility.actions import activate_policy, save_policy
from earshot.ports.services import services
import json, sys
clock = services().clock
owner = create_workspace("Air", "air", "boss@example.org", "Boss", "boss", "America/Los_Angeles", "en", clock)
ahead = (11 - clock.now().hour + 12) % 24 - 12  # it is late morning there whenever this runs: people are at work
text = template("growing-b2c", owner="boss", zone=f"Etc/GMT{-ahead:+d}")
activate_policy(save_policy(owner.workspace, owner, text, clock), owner, clock)
for seat in Membership.objects.filter(person=None):
    seat.person = Person.objects.create_user(f"{seat.handle}@example.org")
    seat.save()
for name, query in json.loads(sys.argv[1]).items():
    save_topic(owner, name, query, services().clock)
"""

PROBE = """
import django; django.setup()
import json, sys
from collections import Counter
from django.db.models import F
from earshot.engine.policy import on_duty
from earshot.engine.query import parse
from earshot.features.conversations.models import Conversation, Entry
from earshot.features.listening.finding import asked, matching_posts
from earshot.features.listening.models import Import, Mention, Post
from earshot.features.people.models import Workspace
from earshot.features.responsibility.models import Assignment, Decision
from earshot.features.responsibility.queries import active_policy
from earshot.ports.services import services
from datetime import datetime
from tests.oracle_policy import Oracle
workspace = Workspace.objects.get()
when = asked(workspace, services().clock.now())
begun = Import.objects.get()
version, policy = active_policy(workspace.pk)
oracle = Oracle(version.text)
def unlike(decision):
    # How the stored decision differs from what a minute-by-minute reading of the policy says.
    since = decision.facts["turn_since"]
    facts = {**decision.facts, "turn_since": datetime.fromisoformat(since) if since else None}
    says, stored = oracle.decide(facts, decision.at), decision.result
    due = says.deadline.isoformat() if says.deadline and since else None
    same = (says.rule, says.role, due) == (stored["rule"], stored["accountable"]["role"], stored["deadline"])
    return None if same and stored["accountable"]["person"] in says.people else [str(says), str(stored)]
holders = Counter(Assignment.objects.filter(ended_at=None).values_list("conversation_id", flat=True))
conversations = list(Conversation.objects.select_related("accountable"))
held = Assignment.objects.filter(ended_at=None, membership=F("conversation__accountable")).count()
print(json.dumps({
    "import": [begun.state, begun.added, begun.duplicates, begun.bad, begun.total],
    "posts": Post.objects.count(),
    "live": {name: sorted(Mention.objects.filter(topic__name=name).values_list("post__canonical_id", flat=True))
             for name in json.loads(sys.argv[1])},
    "found": {name: sorted(post.canonical_id for post, _, _ in matching_posts(workspace.pk, parse(query), when).found)
              for name, query in json.loads(sys.argv[1]).items()},
    "conversations": len(conversations),
    "held_once": sum(1 for each in conversations if holders[each.pk] == 1),
    "held_by_the_accountable": held,
    "owners": len({each.accountable_id for each in conversations}),
    "judged": Decision.objects.filter(id__endswith="7").count(),
    "unlike": [found for each in Decision.objects.filter(id__endswith="7").iterator() if (found := unlike(each))][:3],
    "uncovered": sum(1 for each in conversations if each.deadline_at and not each.gap
                     and not on_duty(policy, each.role, each.deadline_at)),
    "without": sorted(set(Post.objects.exclude(ours=True).exclude(intent="spam").values_list("id", flat=True))
                      - set(Entry.objects.values_list("post_id", flat=True))),
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What stands in the database after the import, read by a process of its own."""
    folder = _airline()
    environment = {
        **os.environ,
        "EARSHOT_HOME": str(tmp_path_factory.mktemp("home")),
        "DJANGO_SETTINGS_MODULE": "earshot.site.settings",
    }
    _run([sys.executable, "-c", MAKE, json.dumps(TOPICS)], environment)
    earshot = str(Path(sys.executable).with_name("earshot"))
    files = [str(folder / "Tweets_ids_times.csv"), "--join", str(folder / "Tweets.csv")]
    options = ["--as", "work", "--network", "twitter", "--zone=-08:00", "--map", "brand=airline", "--our", BRANDS]
    said = _run([earshot, "import", *files, *options], environment)
    answer: dict[str, Any] = json.loads(_run([sys.executable, "-c", PROBE, json.dumps(TOPICS)], environment))
    return {"said": said, **answer}


def _airline() -> Path:
    from tests.conftest import REALDATA

    if not (REALDATA / "airline").is_dir():
        pytest.skip(f"real data is not here ({REALDATA}); set EARSHOT_REALDATA")
    return REALDATA / "airline"


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_row_is_a_post_or_a_reported_duplicate(told: dict[str, Any]) -> None:
    assert told["import"] == ["done", 14_485, 155, 0, 14_640]
    assert told["posts"] == 14_485
    assert told["said"].startswith("14,485 posts added, 155 duplicates, 0 rows set aside.\n")
    assert " of 14,485 posts:" in told["said"]


def test_every_conversation_has_exactly_one_accountable_person(told: dict[str, Any]) -> None:
    assert told["conversations"] > 14_000
    assert told["held_once"] == told["held_by_the_accountable"] == told["conversations"]
    assert told["without"] == [], "only our own posts, and what the policy ignores, belong to no conversation"


def test_the_work_is_shared_as_the_policy_says(told: dict[str, Any]) -> None:
    assert told["owners"] >= 5, "complaints, praise, harm, the press and talk are different people's"
    assert told["judged"] > 1_000
    assert told["unlike"] == [], "an independent, minute-by-minute reading of the policy agrees"


def test_for_every_deadline_somebody_is_on_duty_or_a_gap_is_shown(told: dict[str, Any]) -> None:
    assert told["uncovered"] == 0


@pytest.mark.parametrize("name", TOPICS)
def test_a_query_returns_exactly_what_a_plain_filter_finds(told: dict[str, Any], name: str) -> None:
    expected = sorted(identity for identity, row in _rows().items() if PLAIN[name](row))
    assert expected, "a filter that finds nothing proves nothing"
    assert told["found"][name] == expected
    assert told["live"][name] == expected, "live and historic evaluation agree"


def _rows() -> dict[str, dict[str, str]]:
    with (_airline() / "Tweets_ids_times.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["tweet_id"]: row for row in reversed(rows)}


def _words(row: dict[str, str]) -> list[str]:
    """Lower-case words without URLs; a ``'s`` at the end is left out too."""
    text = re.sub(r"https?://\S+", " ", row["text"].lower().replace("\u2019", "'"))
    return [word.removesuffix("'s") for word in re.findall(r"\w+(?:'\w+)*", text)]


def _follows(words: list[str], first: str, second: str) -> bool:
    return (first, second) in pairwise(words)


def _is_day(row: dict[str, str]) -> bool:
    """The file's times are 8 hours behind UTC, and a topic's days are the workspace's: Los Angeles, the same."""
    return row["tweet_created"].startswith("2/22/2015 ")


PLAIN = {
    "refund": lambda row: "refund" in _words(row),
    "delay": lambda row: any(word.startswith("delay") for word in _words(row)),
    "service": lambda row: _follows(_words(row), "customer", "service"),
    "bags": lambda row: (
        {"bag", "bags", "luggage"} & {*_words(row)}
        and {"lost", "missing"} & {*_words(row)}
        and "delayed" not in _words(row)
    ),
    "united-thanks": lambda row: (
        re.search(r"(?<![a-z0-9])@united(?!\w)", row["text"].lower()) and "thanks" in _words(row)
    ),
    "senseless": lambda row: re.search(r"(?<![a-z0-9])#(senseless|fail)(?!\w)", row["text"].lower()),
    "day": _is_day,
    "sad": lambda row: (
        "worst" in _words(row)
        and {"flight", "airline"} & {*_words(row)}
        and "?" in re.sub(r"https?://\S+", "", row["text"])
    ),
}
