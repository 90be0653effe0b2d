"""How long proofs take by the number of rules, and how many conversations a second are decided by 200 of them.

Two series: rules with teams that are always complete, and the same rules in a company of 200 people with rotas, leave,
cover, ladders and meetings.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from bench import company, policies
from bench.figures import extent, rate, timed
from earshot.engine.policy import Policy, decide, load
from earshot.engine.proofs import Report, verify

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SIZES = (50, 200, 500, 1_000, 2_000)
RUNS = 3
DECISIONS = 20_000


def main() -> None:
    for size in SIZES:
        _proofs(f"{size} rules", policies.document(size))
    for size in SIZES:
        _proofs(f"{size} rules, 200 people", company.document(size))
    _decisions("200 rules", load(policies.document(200)))
    _decisions("200 rules, 200 people", load(company.document(200)))


def _proofs(name: str, text: str) -> None:
    """Each run proves a policy just loaded, which remembers nothing; the loading is told apart."""
    reading, proving, working = [], [], []
    for _ in range(RUNS):
        began = time.perf_counter()
        policy = load(text)
        read, before = time.perf_counter(), _cpu()
        report = verify(policy, AT, seconds=60)
        reading.append(read - began)
        proving.append(time.perf_counter() - read)
        working.append(_cpu() - before)
    extent(f"{name} read", reading)
    extent(f"{name} proved ({_told(report)})", proving)
    extent("  CPU of that, the solver's process included", working)


def _cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _told(report: Report) -> str:
    counts = Counter(finding.property for finding in report.findings if finding.severity == "error")
    found = ", ".join(f"{count} {name}" for name, count in counts.items())
    return found if report.decided else f"{found} (not all decided)"


def _decisions(name: str, policy: Policy) -> None:
    draw = random.Random(2)
    given = [_conversation(draw) for _ in range(DECISIONS)]

    def work() -> None:
        for facts in given:
            decide(policy, facts, AT)

    work()
    rate(f"decisions with {name}", DECISIONS, timed(work), "decisions/s")


def _conversation(draw: random.Random) -> dict[str, Any]:
    """Most are of a topic that some rule names."""
    return {
        "topic": [f"topic-{draw.randrange(100)}"],
        "brand": f"brand-{draw.randrange(12)}",
        "market": f"m{draw.randrange(7)}",
        "intent": draw.choice(["complaint", "question", "praise", "other"]),
        "lang": draw.choice(["en", "ja", "zh-Hant"]),
        "network": "bluesky",
        "risk": draw.randrange(80),
        "is": ["addressed"] if draw.random() < 0.7 else [],
    }


if __name__ == "__main__":
    main()
