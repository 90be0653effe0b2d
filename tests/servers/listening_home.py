"""Makes a home that listens to a public stream; run as a process of its own, for that home.

python -m tests.servers.listening_home bluesky '{"jetstream": "ws://..."}' brandname
"""

from __future__ import annotations

import json
import sys

from earshot.site.commands import start_django


def seed(kind: str, values: dict[str, str], word: str) -> None:
    """A workspace with one channel and one topic."""
    from django.core.management import call_command

    from earshot.features.listening.actions import add_channel, save_topic
    from earshot.features.people.actions import create_workspace
    from earshot.kernel.clock import SystemClock

    call_command("migrate", verbosity=0)
    clock = SystemClock()
    owner = create_workspace("Ears", "ears", "owner@ears.test", "Owner", "owner", "UTC", "en", clock)
    add_channel(owner, kind, "stream", values, clock)
    save_topic(owner, "brand", word, clock)


if __name__ == "__main__":
    start_django()
    seed(sys.argv[1], json.loads(sys.argv[2]), sys.argv[3])
