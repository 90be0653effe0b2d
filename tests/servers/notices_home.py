"""Writes notices for people who are told by e-mail, and dies by SIGKILL as soon as they are committed.

    python -m tests.servers.notices_home 5

Run as a process of its own, for the home of ``EARSHOT_HOME``.
"""

from __future__ import annotations

import os
import signal
import sys

from earshot.site.commands import start_django


def seed(people: int) -> None:
    """So many people with e-mail as their way, and for each one urgent notice, all in one transaction."""
    from django.apps import apps
    from django.core.management import call_command
    from django.db import transaction

    from earshot.features.notices.actions import News, notify
    from earshot.features.people.actions import create_workspace
    from earshot.kernel.clock import SystemClock
    from earshot.kernel.texts import say
    from tests.features.factories import a_member

    call_command("migrate", verbosity=0)
    clock = SystemClock()
    workspace = create_workspace("Kills", "kills", "owner@kills.test", "Owner", "owner", "UTC", "en", clock).workspace
    seats = [a_member(workspace, f"person-{number}") for number in range(people)]
    way = apps.get_model("notices", "Way")
    for seat in seats:
        way(person=seat.person, kind="mail", shown="", made_at=clock.now()).save()
    with transaction.atomic():
        told = say("The rule “%(rule)s” gives this conversation to you.", rule="Harm")
        news = [News(seat.pk, "accountable", told, ("thing", seat.pk), urgent=True) for seat in seats]
        notify(workspace.pk, news, clock)


if __name__ == "__main__":
    start_django()
    seed(int(sys.argv[1]))
    os.kill(os.getpid(), signal.SIGKILL)
