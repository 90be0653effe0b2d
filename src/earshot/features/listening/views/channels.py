"""Pages about channels: connect, change, switch off and on. A connection is tried before it is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from earshot.features.listening.actions import add_channel, change_channel, settings_of, try_now, try_values
from earshot.features.listening.condition import condition
from earshot.features.listening.forms import ChannelForm
from earshot.features.listening.models import Channel
from earshot.features.listening.queries import access_channel, access_channels
from earshot.features.people.models import Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.requests import MemberRequest
from earshot.kernel.errors import EarshotError
from earshot.ports.connector import Account, Checks, Connector, Unavailable, Unlisted
from earshot.ports.files import ReadsFiles
from earshot.ports.services import services
from earshot.web.addresses import safe_next, url
from earshot.web.texts import translated

TRY_SECONDS = 15.0


@require_GET
def channels(request: MemberRequest) -> HttpResponse:
    """Every channel with its state, and the networks that one can connect."""
    rows = list(access_channels(request.membership))
    return render(
        request,
        "listening/channels.html",
        {
            "channels": rows,
            "condition": condition(rows),
            "connectors": [one for one in services().connectors.values() if _on_offer(one)],
            "may_change": may(request.membership, Role.ADMIN),
            "may_try": may(request.membership, Role.MEMBER),
        },
    )


def _on_offer(connector: Connector) -> bool:
    return not isinstance(connector, ReadsFiles) and not (isinstance(connector, Unlisted) and not connector.on_offer)


def _connector(kind: str) -> Connector:
    found = services().connectors.get(kind)
    if found is None or isinstance(found, ReadsFiles):
        raise Http404("There is no such network.")
    return found


@needs(Role.ADMIN)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def add(request: MemberRequest, kind: str) -> HttpResponse:
    """Connect an account or a public stream."""
    connector = _connector(kind)
    if not _on_offer(connector):
        raise Http404("There is no such network.")
    form = ChannelForm(request.POST or None, connector=connector, name=connector.name)
    refused: EarshotError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            account = who_we_are(kind, form.settings())
            add_channel(
                request.membership,
                kind,
                form.cleaned_data["name"],
                form.settings(),
                services().clock,
                account=account,
            )
        except EarshotError as error:
            refused = error
        else:
            messages.success(request, _("Connected. It listens from now on."))
            return redirect(url(request, "channels"))
    return _page(request, connector, form, refused)


@needs(Role.ADMIN)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def channel(request: MemberRequest, channel_id: int) -> HttpResponse:
    """One channel's settings."""
    found = access_channel(request.membership, channel_id)
    connector = _connector(found.kind)
    form = ChannelForm(
        request.POST or None, connector=connector, name=found.name, config=settings_of(found), is_new=False
    )
    refused: EarshotError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            account = who_we_are(found.kind, form.settings(), found)
            name, values = form.cleaned_data["name"], form.settings()
            change_channel(found, request.membership, services().clock, name=name, values=values, account=account)
        except EarshotError as error:
            refused = error
        else:
            messages.success(request, _("Saved."))
            return redirect(url(request, "channels"))
    return _page(request, connector, form, refused, found)


def who_we_are(kind: str, values: Mapping[str, str], channel: Channel | None = None) -> Account | None:
    """Which account these settings belong to, asked of the network itself; None for a stream without one.

    Raises:
        BadInput, ConnectorError: the connector or the network refuses them.
    """
    session = try_values(kind, values, channel)
    return asyncio.run(_asked(session)) if isinstance(session, Checks) else None


async def _asked(session: Checks) -> Account | None:
    try:
        return await asyncio.wait_for(session.account(), TRY_SECONDS)
    except TimeoutError:
        raise Unavailable(
            _("The server did not answer within 15 seconds."), _("Check its address, and try again.")
        ) from None


def _page(
    request: MemberRequest,
    connector: Connector,
    form: ChannelForm,
    refused: EarshotError | None,
    found: Channel | None = None,
) -> HttpResponse:
    said = {"message": translated(refused.message), "mend": translated(refused.mend)} if refused else None
    return render(
        request,
        "listening/channel.html",
        {
            "connector": connector,
            "kind": connector.kind,
            "channel": found,
            "may_try": True,
            "form": form,
            "refused": said,
            "has_secrets": any(field.kind == "secret" for field in connector.fields),
        },
        status=422 if refused or form.errors else 200,
    )


@needs(Role.ADMIN)
@require_POST
def switch(request: MemberRequest, channel_id: int) -> HttpResponse:
    """Switch a channel off or on again."""
    found = access_channel(request.membership, channel_id)
    change_channel(found, request.membership, services().clock, active=bool(request.POST.get("active")))
    return redirect(url(request, "channels"))


@needs(Role.MEMBER)
@require_POST
def try_again(request: MemberRequest, channel_id: int) -> HttpResponse:
    """Try a channel that cannot be heard at once."""
    found = access_channel(request.membership, channel_id)
    if try_now(found, request.membership, services().clock):
        messages.info(request, _("%(channel)s is tried now.") % {"channel": found.name})
    return redirect(safe_next(request, url(request, "channels")))


@needs(Role.MEMBER)
@require_POST
def try_all(request: MemberRequest) -> HttpResponse:
    """Try every channel that cannot be heard at once: the network is back."""
    for channel in access_channels(request.membership):
        try_now(channel, request.membership, services().clock)
    messages.info(request, _("All channels that were not heard are tried now."))
    return redirect(url(request, "channels"))
