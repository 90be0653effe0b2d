"""List the workspaces, or make another one. Nothing passes between workspaces.

examples:
  earshot workspace                                       what there is: address, name, zone
  earshot workspace "Acme Care" --slug acme --zone Asia/Taipei
  earshot workspace "Acme Care" --slug acme --owner mei@example.org

The owner is the first owner of the installation, or whoever has the address given: they need not exist yet.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from earshot.kernel.errors import BadInput
from earshot.site.launch import command
from earshot.site.runtime.surroundings import language, zone

if TYPE_CHECKING:
    from earshot.features.people.models import Membership


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the new one is called; without a name the present ones are listed."""
    parser.add_argument("name", nargs="?", default="", help="name of the new workspace")
    parser.add_argument("--slug", default="", help="its part of the address: acme gives /w/acme/")
    parser.add_argument("--zone", default="", help="its time zone, such as Asia/Taipei (default: this machine's)")
    parser.add_argument("--language", default="", help="en, zh-hant or zh-hans (default: this machine's)")
    parser.add_argument("--owner", default="", metavar="EMAIL", help="who owns it (default: the first owner)")


def run(arguments: argparse.Namespace) -> int:
    """List, or make."""
    if arguments.name and not arguments.slug:
        raise BadInput("A new workspace needs its part of the address.", "For example: --slug acme")
    if arguments.slug and not arguments.name:
        raise BadInput("A new workspace needs a name.", 'For example: earshot workspace "Acme Care" --slug acme')
    from earshot.site.commands import start_django
    from earshot.site.home import prepare_home
    from earshot.site.runtime.prepared import ensure_prepared

    ensure_prepared(prepare_home())
    start_django()
    if not arguments.name:
        return _list()
    owner = _make(arguments)
    assert owner.person is not None
    print(f"Made {owner.workspace.name}: /w/{owner.workspace.slug}/ - its owner is {owner.person.email}.")
    print(f"A sign-in link for them: {command('link', '--email', owner.person.email)}")
    return 0


def _list() -> int:
    from earshot.features.people.queries import every_workspace

    for workspace in every_workspace():
        print(f"/w/{workspace.slug}/\t{workspace.name}\t{workspace.zone}\t{workspace.language}")
    return 0


def _make(arguments: argparse.Namespace) -> Membership:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils.text import slugify

    from earshot.features.people.actions import create_workspace
    from earshot.features.people.queries import first_owner, owners_seat, person_of
    from earshot.kernel.errors import NotFound
    from earshot.ports.services import services

    person = person_of(arguments.owner) if arguments.owner else first_owner()
    if person is None and not arguments.owner:
        raise NotFound("There is no owner yet.", "Start Earshot once with: earshot up")
    email = person.email if person else arguments.owner
    try:
        validate_email(email) if person is None else None
    except ValidationError:
        raise BadInput(f"{email} is no e-mail address.", "For example: --owner mei@example.org") from None
    seat = owners_seat(person) if person else None
    local = email.partition("@")[0]
    return create_workspace(
        name=arguments.name.strip(),
        slug=arguments.slug,
        owner_email=email,
        owner_name=seat.name if seat else (person.name if person and person.name else local),
        owner_handle=seat.handle if seat else (slugify(local) or "owner"),
        zone=arguments.zone or zone(),
        language=arguments.language or language(),
        clock=services().clock,
    )
