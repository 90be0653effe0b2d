"""Channels: connected, changed and removed by people. Secrets are sealed and never given back."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from earshot.features.audit.actions import record
from earshot.features.listening.models import Channel, Post
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import require
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict, NotFound
from earshot.ports.connector import Account, ConfigField, Connector, Tools
from earshot.ports.services import services
from earshot.web import live
from earshot.web.texts import translated

YES = frozenset({"1", "true", "on", "yes"})


@transaction.atomic
def add_channel(
    actor: Membership,
    kind: str,
    name: str,
    values: Mapping[str, str],
    clock: Clock,
    *,
    account: Account | None = None,
    brand: str = "",
    market: str = "",
) -> Channel:
    """Connect a channel. ``values`` are the connector's fields; ``account`` is what its check told, if anything.

    Raises:
        NotAllowed: only administrators connect channels.
        BadInput: unknown connector, a field is missing, or the connector refuses the values.
        Conflict: the name is taken.
    """
    require(actor, Role.ADMIN)
    connector = _connector(kind)
    plain, secret = _parted(connector, values, {})
    _try(connector, {**plain, **secret})
    channel = Channel(
        workspace_id=actor.workspace_id,
        kind=kind,
        name=_free(actor.workspace_id, name.strip() or connector.name, 0),
        config=plain,
        brand=brand.strip(),
        market=market.strip(),
        created_at=clock.now(),
    )
    _know(channel, account)
    channel.save()
    channel.secrets = _seal(channel, secret)
    channel.save(update_fields=["secrets"])
    _told(actor, "channel.add", channel, clock)
    return channel


@transaction.atomic
def change_channel(
    channel: Channel,
    actor: Membership,
    clock: Clock,
    *,
    name: str | None = None,
    values: Mapping[str, str] | None = None,
    account: Account | None = None,
    brand: str | None = None,
    market: str | None = None,
    active: bool | None = None,
) -> Channel:
    """Change what is given; the rest stays. An empty secret in ``values`` keeps the one there is.

    Raises:
        NotAllowed, BadInput, Conflict: as ``add_channel``.
    """
    require(actor, Role.ADMIN)
    channel = _mine(channel, actor)
    if name is not None:
        channel.name = _free(actor.workspace_id, name.strip() or channel.name, channel.pk)
    if values is not None:
        connector = _connector(channel.kind)
        plain, secret = _parted(connector, values, secrets_of(channel))
        _try(connector, {**plain, **secret})
        channel.config, channel.secrets = plain, _seal(channel, secret)
    _know(channel, account)
    channel.brand = channel.brand if brand is None else brand.strip()
    channel.market = channel.market if market is None else market.strip()
    if active is not None and active != channel.active:
        channel.active, channel.state = active, "new" if active else "off"
        channel.error, channel.mend, channel.retry_at = "", "", None
    channel.save()
    _told(actor, "channel.change", channel, clock)
    return channel


@transaction.atomic
def try_now(channel: Channel, actor: Membership, clock: Clock) -> bool:
    """Let the listener try a channel that waits or was refused at once, without the pause that it is in. False where
    there is nothing to be tried: it is well, or switched off.

    Raises:
        NotAllowed: the actor may only look.
        NotFound: the channel is of another workspace.
    """
    require(actor, Role.MEMBER)
    channel = _mine(channel, actor)
    if not channel.troubled:
        return False
    channel.state, channel.retry_at = "new", None  # what was wrong stays to be read until it is known better
    channel.save(update_fields=["state", "retry_at"])
    live.publish(clock, actor.workspace_id, "channel.changed", channel.pk)
    return True


@transaction.atomic
def remove_channel(channel: Channel, actor: Membership, clock: Clock) -> None:
    """Stop listening for good and forget the secrets. What was heard stays, and so does the account that we spoke as.

    Raises:
        NotAllowed: only administrators remove channels.
    """
    require(actor, Role.ADMIN)
    channel = _mine(channel, actor)
    _told(actor, "channel.remove", channel, clock)
    if not Post.objects.filter(channel=channel).exists() and not channel.account_id:
        channel.delete()
        return
    channel.name = _free(actor.workspace_id, f"{channel.name[:100]} ({clock.now():%Y-%m-%d})", channel.pk)
    channel.active, channel.state, channel.secrets, channel.removed_at = False, "off", "", clock.now()
    channel.error, channel.mend, channel.retry_at = "", "", None
    channel.save()


def secrets_of(channel: Channel) -> dict[str, str]:
    """The channel's secrets in clear, to open a session with; never to be shown.

    Raises:
        BadInput: they were sealed with another key.
    """
    if not channel.secrets:
        return {}
    opened = json.loads(services().vault.unseal(channel.secrets, bound=f"channel:{channel.pk}"))
    return {str(name): str(value) for name, value in opened.items()}


def settings_of(channel: Channel) -> dict[str, str]:
    """What a settings form may show: the fields that are no secrets."""
    return {str(name): str(value) for name, value in channel.config.items()}


def try_values(kind: str, values: Mapping[str, str], channel: Channel | None = None) -> object:
    """A session for values not stored yet, to check them against the network. Raises BadInput."""
    connector = _connector(kind)
    plain, secret = _parted(connector, values, secrets_of(channel) if channel is not None else {})
    return connector.open({**plain, **secret}, Tools(services().http(), services().clock))


def _seal(channel: Channel, secret: Mapping[str, str]) -> str:
    return services().vault.seal(json.dumps(dict(secret)), bound=f"channel:{channel.pk}") if secret else ""


def _connector(kind: str) -> Connector:
    found = services().connectors.get(kind)
    if found is None:
        raise BadInput(_("There is no connector %(kind)s.") % {"kind": kind}, _("Choose one of the networks offered."))
    return found


def _parted(
    connector: Connector, values: Mapping[str, str], old: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """(settings, secrets), checked field by field."""
    plain: dict[str, str] = {}
    secret: dict[str, str] = {}
    for field in connector.fields:
        given = values.get(field.name, "").strip()
        if field.kind == "secret":
            if kept := given or old.get(field.name, ""):
                secret[field.name] = kept
            given = kept
        else:
            given = _read(field, given)
            plain[field.name] = given
        if field.required and not given:
            raise BadInput(_("%(field)s is missing.") % {"field": translated(field.label)}, _("Fill it in."))
    return plain, secret


def _read(field: ConfigField, given: str) -> str:
    if field.kind == "bool":
        return "true" if given.lower() in YES else ""
    value = given or field.default
    if field.kind == "choice" and value and value not in {key for key, _ in field.choices}:
        raise BadInput(
            _("%(field)s: %(value)s is not one of the choices.") % {"field": translated(field.label), "value": value},
            _("Choose one of those offered."),
        )
    if field.kind == "url" and value and not value.startswith(("https://", "http://", "wss://", "ws://")):
        raise BadInput(
            _("%(field)s: %(value)s is no address.") % {"field": translated(field.label), "value": value},
            _("It begins with https://"),
        )
    return value


def _try(connector: Connector, values: Mapping[str, str]) -> None:
    """Opening touches no network; it only reads the values. Raises BadInput."""
    connector.open(values, Tools(services().http(), services().clock))


def _know(channel: Channel, account: Account | None) -> None:
    if account is not None:
        channel.account_id, channel.account_handle, channel.account_name = (
            account.external_id,
            account.handle,
            account.name,
        )


def _mine(channel: Channel, actor: Membership) -> Channel:
    found = (
        Channel.objects.select_for_update()
        .filter(pk=channel.pk, workspace_id=actor.workspace_id, removed_at=None)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such channel in this workspace."), _("Open the list and choose one."))
    return found


def _free(workspace_id: int, name: str, but: int) -> str:
    if len(name) > 120:
        raise BadInput(_("The name is longer than 120 characters."), _("Choose a shorter one."))
    if Channel.objects.filter(workspace_id=workspace_id, name__iexact=name).exclude(pk=but).exists():
        raise Conflict(_("There is already a channel %(name)s.") % {"name": name}, _("Choose another name."))
    return name


def _told(actor: Membership, verb: str, channel: Channel, clock: Clock) -> None:
    record(
        actor_of(actor), verb, clock, actor.workspace_id, "channel", channel.pk, name=channel.name, kind=channel.kind
    )
    live.publish(clock, actor.workspace_id, "channel.changed", channel.pk)
