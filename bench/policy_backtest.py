"""A backtest on a long history: how long it takes, and whether its memory stays where it is."""

from __future__ import annotations

import os
import random
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from bench.memory import pss

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "earshot.site.settings")
MARKS = (0.1, 0.5, 0.95)
"""Shares of the work at which the memory is looked at."""
PORTION = 5_000


def main(count: int) -> None:
    import django

    django.setup()
    from bench.workspace import make_workspace
    from earshot.engine.policy import template
    from earshot.features.responsibility.actions import activate_policy, save_policy
    from earshot.features.responsibility.models import Backtest
    from earshot.features.responsibility.replaying import launching, running
    from earshot.kernel.clock import SystemClock

    clock = SystemClock()
    owner = make_workspace(clock)
    activate_policy(save_policy(owner.workspace, owner, template("startup-b2c", owner="owner"), clock), owner, clock)
    fill(owner, count, clock.now())
    row, _new = running.begin(template("growing-b2c", owner="owner"), owner, clock)
    began = time.perf_counter()
    launching.launch(row.pk)
    process = _process()
    marks, peak = list(MARKS), 0
    while (row := Backtest.objects.get(pk=row.pk)).state in running.UNDER_WAY:
        memory = pss(process)
        peak = max(peak, memory)
        if row.total and marks and row.done >= marks[0] * row.total:
            print(f"  {row.done:>9,} of {row.total:,}: {memory / 2**20:.0f} MB, {time.perf_counter() - began:.1f} s")
            marks.pop(0)
        time.sleep(0.1)
    spent = time.perf_counter() - began
    outcome = row.outcome or {}
    print(f"{row.state}: {outcome.get('number', 0):,} conversations, {outcome.get('moved', 0):,} change hands")
    print(f"{spent:.1f} s with the start of its process, {count / spent:,.0f} conversations/s")
    print(f"at most {peak / 2**20:.0f} MB")


def _process() -> int:
    """The newest child of this process: the one that was launched."""
    found = [task / "children" for task in Path("/proc/self/task").iterdir()]
    return max(int(pid) for file in found for pid in file.read_text().split())


def fill(owner: object, count: int, now: datetime) -> None:
    """So many conversations over 80 days, most of them answered, without the road."""
    from bench.workspace import make_channel
    from earshot.features.conversations.models import Conversation, Entry, State
    from earshot.features.listening.models import Author, Post
    from earshot.features.people.models import Membership
    from earshot.kernel.clock import SystemClock

    assert isinstance(owner, Membership)
    channel = make_channel(owner, SystemClock())
    author = Author.objects.create(workspace=owner.workspace, network="bench", external_id="a", handle="guest")
    house = {"workspace": owner.workspace, "network": "bench", "author": author, "channel": channel}
    post = Post.objects.create(**house, canonical_id="p", thread_key="p", posted_at=now, received_at=now)
    draw = random.Random(3)
    for first in range(0, count, PORTION):
        rows = []
        for number in range(first, min(first + PORTION, count)):
            at = now - timedelta(days=80) + timedelta(minutes=80 * 24 * 60 * number / count)
            facts = {
                "topics": [f"t{draw.randrange(9)}"],
                "flags": ["addressed"] * (draw.random() < 0.8),
                "intent": draw.choice(["complaint", "question", "praise", "press", "other", "spam"]),
                "risk": draw.randrange(100),
                "followers": draw.randrange(90_000),
            }
            thread = {"thread_key": str(number), "opened_at": at, "newest_at": at, "newest_post": post}
            decided = {"state": State.RESOLVED, "accountable": owner, "role": "board", "rule": "x"}
            rows.append(Conversation(**house, **thread, **decided, **facts))
        Conversation.objects.bulk_create(rows)
        Entry.objects.bulk_create(
            Entry(
                conversation=each,
                post=post,
                received_at=each.opened_at,
                answered_at=each.opened_at + timedelta(minutes=draw.randrange(300)) if draw.random() < 0.9 else None,
            )
            for each in rows
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
