"""Makes a home with replies that wait to be sent; run as a process of its own, for that home.

    python -m tests.servers.outbox_home <<< '{"channel": {...}, "account": [...], "posts": [...], "replies": [...]}'

Every reply is queued by the real action and then parked, so that the test can let go of a few at a time.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

from earshot.site.commands import start_django


def seed(wanted: dict[str, Any]) -> None:
    """A workspace, a channel that speaks, one conversation a post, one parked reply a conversation."""
    from django.core.management import call_command

    from earshot.features.delivery.actions import UNDO, send
    from earshot.features.delivery.models import Publication, State
    from earshot.features.listening.actions import add_channel
    from earshot.features.people.actions import create_workspace
    from earshot.kernel.clock import HeldClock, SystemClock
    from earshot.ports.connector import Account
    from tests.features.factories import a_conversation, a_post, an_author

    call_command("migrate", verbosity=0)
    clock = HeldClock(SystemClock().now() - UNDO)
    owner = create_workspace("Kills", "kills", "owner@kills.test", "Owner", "owner", "UTC", "en", clock)
    kind, values = wanted["kind"], wanted["channel"]
    channel = add_channel(owner, kind, "desk", values, clock, account=Account(*wanted["account"]))
    external_id, handle = wanted["outside"]
    author = an_author(owner.workspace, handle, kind, external_id=external_id)
    at = clock.now() - timedelta(minutes=1)
    for post, text in zip(wanted["posts"], wanted["replies"], strict=True):
        stored = a_post(channel, author, "hello", at=at, **post)
        conversation = a_conversation(stored, owner)
        send(conversation, text, owner, channel, clock, conversation.revision)
    Publication.objects.update(state=State.TAKEN_BACK)


if __name__ == "__main__":
    start_django()
    seed(json.load(sys.stdin))
