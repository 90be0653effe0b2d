"""The short-lived process that prepares a home: migrations, static files, the first workspace, a sign-in link.

Started by ``prepared``; the last line of its output is the answer, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from earshot.kernel.errors import EarshotError, NotFound
from earshot.site.home import DATABASE, home
from earshot.site.runtime.surroundings import language, user_name, zone

if TYPE_CHECKING:
    from earshot.features.people.models import Person

OWNER_EMAIL = "EARSHOT_OWNER_EMAIL"


class Unusable(EarshotError):
    """The database cannot be read or written."""


_UNUSABLE = "Is there room (df -h)? If the file is damaged, put your copy back, or move it away to begin anew."


def main(words: Sequence[str]) -> int:
    """``--migrate``: database and static files; ``--link``: print a one-time link as well."""
    try:
        answer = _prepare("--migrate" in words, "--link" in words)
    except EarshotError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


def _prepare(migrate: bool, link: bool) -> dict[str, object]:
    from earshot.site.commands import start_django

    start_django()
    from django.db import DatabaseError

    try:
        if migrate:
            _migrate()
        first = _first_workspace()
        path, email = make_link("") if link else ("", "")
    except DatabaseError as error:
        raise Unusable(f"The database {home() / DATABASE} cannot be used ({error}).", _UNUSABLE) from error
    return {"link": path, "email": email, "first": first}


def make_link(email: str) -> tuple[str, str]:
    """A new one-time sign-in link: its path, and whom it signs in. "" means the first owner.

    Raises:
        NotFound: nobody has that address.
    """
    from django.urls import reverse

    from earshot.features.people.actions import make_sign_in_link
    from earshot.ports.services import services

    person = _person(email)
    token = make_sign_in_link(person, services().clock)
    return reverse("sign-in-link", args=[token]), person.email


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def _first_workspace() -> bool:
    """Make a workspace with its owner in an empty home; whether it was empty."""
    from earshot.features.people.actions import create_workspace
    from earshot.features.people.models import Workspace
    from earshot.ports.services import services

    if Workspace.objects.exists():
        return False
    name = user_name()
    create_workspace(
        name="Earshot",
        slug="home",
        owner_email=os.environ.get(OWNER_EMAIL) or f"{name}@localhost",
        owner_name=name.title(),
        owner_handle=name,
        zone=zone(),
        language=language(),
        clock=services().clock,
    )
    return True


def _person(email: str) -> Person:
    from earshot.features.people.queries import first_owner, person_of

    found = person_of(email) if email else first_owner()
    if found is None:
        raise NotFound(f"There is nobody with the address {email}." if email else "There is no owner yet.", _MEND)
    return found


_MEND = "Start Earshot once with: earshot up"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
