"""What a person chooses: the ways on which they are told, of what, and when not."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Mapping
from datetime import time

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from earshot.features.audit.actions import Actor, record
from earshot.features.notices.carrying import NOT_HERE, address_of, bound, note_failure, send
from earshot.features.notices.kinds import KINDS
from earshot.features.notices.models import Way, Wish
from earshot.features.notices.queries import ways_of
from earshot.features.notices.saying import trial
from earshot.features.people.models import Person
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict
from earshot.ports.services import services
from earshot.ports.ways import WayFailed

MOST_WAYS = 12
"""Of one person: a message on each is meant to be read."""
MOST_SUBSCRIPTION = 3_000
"""Characters of what a browser says of its subscription."""


@transaction.atomic
def add_mail(person: Person, clock: Clock) -> Way:
    """By e-mail, to the person's own address, whatever it is at the time.

    Raises:
        BadInput: this installation cannot send e-mail.
    """
    ways = services().ways
    if ways.mail is None:
        raise BadInput(ways.mail_trouble or _("This installation cannot send e-mail: nobody has named a mail server."))
    found = ways_of(person).filter(kind="mail").first()
    return found or _add(person, "mail", "", "", clock)


def add_chat(person: Person, address: str, label: str, clock: Clock) -> Way:
    """By a chat or a service, to an address as Apprise writes them. ``label`` is the person's own word for it.

    Raises:
        BadInput: there is no such service.
    """
    chat = services().ways.chat
    if chat is None:
        raise BadInput(_(NOT_HERE))
    try:
        service = asyncio.run(chat.name_of(address))
    except WayFailed as error:
        raise BadInput(error.message, error.mend) from None
    shown = f"{service}: {label}" if label else service
    with transaction.atomic():
        return _add(person, "chat", address.strip(), shown, clock)


def add_push(person: Person, subscription: str, browser: str, clock: Clock) -> Way:
    """By a browser's push. A browser that subscribes again, for whomever, has one subscription.

    Raises:
        BadInput: it is no subscription.
    """
    endpoint = _endpoint(subscription)
    with transaction.atomic():
        for way in Way.objects.filter(kind="push").select_related("person"):
            if _leads_to(way, endpoint):
                way.delete()
        return _add(person, "push", subscription, browser, clock)


def _endpoint(subscription: str) -> str:
    try:
        told = json.loads(subscription) if len(subscription) <= MOST_SUBSCRIPTION else {}
        endpoint, keys = str(told["endpoint"]), told["keys"]
        complete = bool(keys["p256dh"] and keys["auth"])
    except (ValueError, KeyError, TypeError):
        complete = False
    if not complete or not endpoint.startswith(("https://", "http://")):
        raise BadInput(_("This is no subscription of a browser."), _("Switch push off and on again in that browser."))
    return endpoint


def _leads_to(way: Way, endpoint: str) -> bool:
    try:
        return str(json.loads(address_of(way)).get("endpoint")) == endpoint
    except (BadInput, ValueError):
        return False


def _add(person: Person, kind: str, address: str, shown: str, clock: Clock) -> Way:
    if ways_of(person).count() >= MOST_WAYS:
        raise Conflict(_("These are enough ways to reach one person."), _("Remove one first."))
    way = Way.objects.create(person=person, kind=kind, shown=shown[:120], made_at=clock.now())
    if address:
        way.sealed = services().vault.seal(address, bound(way))
        way.save(update_fields=["sealed"])
    record(Actor(0, str(person)), "way.add", clock, 0, "way", way.pk, kind=kind)
    return way


@transaction.atomic
def remove(way: Way, clock: Clock) -> None:
    """Nothing goes out on it any more."""
    record(Actor(0, str(way.person)), "way.remove", clock, 0, "way", way.pk, kind=way.kind)
    way.delete()


def try_out(way: Way, clock: Clock) -> None:
    """Send a test on it, now.

    Raises:
        WayFailed: it did not go out; why is kept with the way. One that is gone is removed.
    """
    key = f"trial-{uuid.uuid4().hex[:24]}"
    message = trial(way.person, way.person.language or get_language() or "en", key, services().address())
    try:
        asyncio.run(send(way.kind, address_of(way), message))
    except WayFailed as error:
        if error.gone:
            way.delete()
        else:
            note_failure(way, error, clock.now())
        raise
    except BadInput as error:
        failure = WayFailed(error.message, error.mend, lasting=True)
        note_failure(way, failure, clock.now())
        raise failure from None
    way.told_at, way.failed_at, way.error = clock.now(), None, ""
    way.save(update_fields=["told_at", "failed_at", "error"])


def choose(person: Person, kinds: Mapping[str, bool], quiet_from: time | None, quiet_until: time | None) -> Wish:
    """What the person is told of on their ways, and between which times not.

    Raises:
        BadInput: one of the times is missing.
    """
    if (quiet_from is None) != (quiet_until is None):
        raise BadInput(_("Quiet hours have a beginning and an end."), _("Enter both times, or none."))
    known = {kind: bool(value) for kind, value in kinds.items() if kind in KINDS and KINDS[kind].choice}
    wish, _made = Wish.objects.update_or_create(
        person=person, defaults={"kinds": known, "quiet_from": quiet_from, "quiet_until": quiet_until}
    )
    return wish
