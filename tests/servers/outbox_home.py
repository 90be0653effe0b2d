"""Makes a home with questions that wait for an answer; run as a process of its own, for that home.

    python -m tests.servers.outbox_home <<< '{"kind": "...", "channel": {...}, "account": [...], "outside": [...], "posts": [...]}'

It prints, as JSON, the path of a sign-in link for the owner and that of each conversation. Nothing is answered here:
that is for the pages.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

from earshot.site.commands import start_django


def seed(wanted: dict[str, Any]) -> dict[str, Any]:
    """A workspace, a channel that speaks, one conversation a post; where to sign in, and where they are answered."""
    from django.core.management import call_command
    from django.urls import reverse

    from earshot.features.listening.actions import add_channel
    from earshot.features.people.actions import create_workspace
    from earshot.kernel.clock import SystemClock
    from earshot.ports.connector import Account
    from earshot.site.runtime.prepare import make_link
    from tests.features.factories import a_conversation, a_post, an_author

    call_command("migrate", verbosity=0)
    clock = SystemClock()
    owner = create_workspace("Kills", "kills", "owner@kills.test", "Owner", "owner", "UTC", "en", clock)
    kind, values = wanted["kind"], wanted["channel"]
    channel = add_channel(owner, kind, "desk", values, clock, account=Account(*wanted["account"]))
    external_id, handle = wanted["outside"]
    author = an_author(owner.workspace, handle, kind, external_id=external_id)
    at = clock.now() - timedelta(minutes=1)
    places = []
    for post in wanted["posts"]:
        conversation = a_conversation(a_post(channel, author, "hello", at=at, **post), owner)
        places.append(reverse("conversation", kwargs={"workspace": "kills", "conversation_id": conversation.pk}))
    return {"link": make_link("")[0], "conversations": places}


if __name__ == "__main__":
    start_django()
    print(json.dumps(seed(json.load(sys.stdin))))
