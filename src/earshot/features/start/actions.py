"""Answers of the first run. Each takes effect by the action of the feature that owns it."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from earshot.engine.policy import seats, staffed, template, templates
from earshot.features.listening.actions import add_channel, save_topic
from earshot.features.people.actions import add_seat, invite, set_zone
from earshot.features.people.models import Membership, Role, Workspace
from earshot.features.people.permissions import require
from earshot.features.responsibility.actions import put_in_force, save_policy
from earshot.features.responsibility.proving import taken_on
from earshot.features.responsibility.queries import active_policy
from earshot.features.responsibility.taking import in_the_name_of
from earshot.features.start.asking import OWNER, way
from earshot.features.start.models import Beginning
from earshot.features.start.steps import KEYS
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict

PATIENCE = 10.0
"""Seconds for the proof of a starting point, of which two tenths are enough on an idle machine."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who has a seat now, and the token of the link to it."""

    name: str
    handle: str
    token: str


def begin(actor: Membership, clock: Clock) -> Beginning:
    """The first run of the actor's workspace, begun where it was not.

    Raises:
        NotAllowed: only administrators set a workspace up.
    """
    require(actor, Role.ADMIN)
    found, _made = Beginning.objects.get_or_create(workspace_id=actor.workspace_id, defaults={"begun_at": clock.now()})
    return found


def skip(beginning: Beginning, step: str, clock: Clock) -> None:
    """Go past a step; what it would ask stays as it is."""
    _pass(beginning, step, clock)


def end(beginning: Beginning, clock: Clock) -> None:
    """Put the first run aside; it can be taken up again from the settings."""
    beginning.ended_at = beginning.ended_at or clock.now()
    beginning.save(update_fields=["ended_at"])


@transaction.atomic
def choose_size(
    beginning: Beginning, actor: Membership, size: str, market: str, clock: Clock, *, zone: str = ""
) -> None:
    """Put the starting point for that size and market in force, with the actor in every seat.

    ``zone``: where the actor's browser is. It becomes the workspace's while that has none but UTC, which is what a
    server knows of itself that nobody told anything else.

    Raises:
        BadInput: there is no such size or market.
    """
    if f"{size}-{market}" not in {one.name for one in templates()}:
        raise BadInput(_("Choose how many you are, and who your customers are."), _("Both can be changed later."))
    if actor.workspace.zone == "UTC" and zone in zoneinfo.available_timezones():
        set_zone(actor, zone, clock)
    if (beginning.size, beginning.market) != (size, market):
        beginning.size, beginning.market, beginning.seats = size, market, {}
    _write_policy(beginning, actor, clock)
    _pass(beginning, "who", clock)


def name_brand(
    beginning: Beginning, brand: str, spellings: Sequence[str], industry: Sequence[str], clock: Clock
) -> None:
    """Remember what the brand is called, or without one (not yet) what its industry is.

    Raises:
        BadInput: neither is named.
    """
    if not brand.strip() and not industry:
        raise BadInput(
            _("What is the brand called?"), _("Write its name as people do, or only your industry, or skip this step.")
        )
    beginning.brand, beginning.spellings, beginning.industry = brand.strip()[:80], list(spellings), list(industry)
    _pass(beginning, "brand", clock)


def open_ears(
    beginning: Beginning, actor: Membership, wanted: Iterable[tuple[str, str, Mapping[str, str]]], clock: Clock
) -> list[str]:
    """Connect channels: (kind, name, settings) each. Answers what could not be, in words; the others are."""
    failed = []
    for kind, name, values in wanted:
        try:
            add_channel(actor, kind, name, values, clock, brand=beginning.brand)
        except (BadInput, Conflict) as error:
            failed.append(f"{name}: {error.message} {error.mend}")
    _pass(beginning, "ears", clock)
    return failed


@transaction.atomic
def take_topics(
    beginning: Beginning, actor: Membership, wanted: Iterable[tuple[str, str, str, bool]], clock: Clock
) -> list[str]:
    """Save topics: (name, title, query, listen only) each. Answers what could not be, in words; the others are.

    Raises:
        QueryError: a query cannot be read; nothing is saved.
    """
    failed = []
    for name, title, query, listen_only in wanted:
        brand = "" if listen_only else beginning.brand
        try:
            save_topic(actor, name=name, query=query, clock=clock, title=title, brand=brand, watch=listen_only)
        except Conflict as error:
            failed.append(f"{title}: {error.message} {error.mend}")
    _pass(beginning, "topics", clock)
    return failed


@transaction.atomic
def fill_seats(beginning: Beginning, actor: Membership, named: Mapping[str, str], clock: Clock) -> list[Invited]:
    """Give seats of the policy to people by name (made-up name -> name); the same name twice is one person.

    Raises:
        BadInput: a name has no letters that a short name can be made of.
    """
    invited: dict[str, Invited] = {}
    for seat, name in named.items():
        if not name.strip():
            continue
        if name not in invited:
            invited[name] = _invited(actor, name, clock)
        beginning.seats = {**beginning.seats, seat: invited[name].handle}
    if invited:
        _write_policy(beginning, actor, clock)
    _pass(beginning, "people", clock)
    return list(invited.values())


def _invited(actor: Membership, name: str, clock: Clock) -> Invited:
    seat = add_seat(actor, name, _free_handle(actor, name), Role.MEMBER, clock)
    return Invited(seat.name, seat.handle, invite(seat, actor, clock))


def _free_handle(actor: Membership, name: str) -> str:
    """A short name in Latin letters: from the name itself, else ``person-2``; the first that is free."""
    from django.utils.text import slugify

    plain = slugify(name)[:50] or "person"
    taken = {handle.casefold() for handle in actor.workspace.memberships.values_list("handle", flat=True)}
    numbers = range(2, len(taken) + 3)
    return next(handle for handle in (plain, *(f"{plain}-{number}" for number in numbers)) if handle not in taken)


def _write_policy(beginning: Beginning, actor: Membership, clock: Clock) -> None:
    """The starting point with its seats as they are filled so far, in force. A policy that somebody has written
    themselves since is not touched."""
    version, _policy = active_policy(actor.workspace_id)
    if version.number > max(1, beginning.policy_number):
        return
    because = _("taken on at the first run, with the people there are")
    text = in_the_name_of(policy_text(beginning, actor), actor.handle)
    text = taken_on(text, actor.handle, because, clock.now(), PATIENCE)
    saved = save_policy(actor.workspace, actor, text, clock)
    put_in_force(saved, actor, clock)
    beginning.policy_number = saved.number
    beginning.save(update_fields=["policy_number", "size", "market", "seats"])


def policy_text(beginning: Beginning, actor: Membership) -> str:
    """The document of the chosen starting point: whoever has no name yet is the actor."""
    workspace: Workspace = actor.workspace
    name = f"{beginning.size or 'solo'}-{beginning.market or 'b2c'}"
    text = template(name, owner=OWNER, zone=workspace.zone, language=get_language() or workspace.language)
    taken = {seat.name: beginning.seats.get(seat.name, actor.handle) for seat in seats(text, OWNER)}
    return staffed(text, {**taken, OWNER: actor.handle})


def _pass(beginning: Beginning, step: str, clock: Clock) -> None:
    passed = {*beginning.passed, step}
    beginning.passed = [key for key in KEYS if key in passed]
    if not way(beginning).first_open(passed):
        beginning.ended_at = beginning.ended_at or clock.now()
    beginning.save()
