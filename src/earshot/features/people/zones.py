"""The time zone in which a person reads."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.utils.translation import gettext as _

from earshot.features.people.models import Membership
from earshot.kernel.errors import BadInput


def zone_of(membership: Membership) -> ZoneInfo:
    """The person's own zone, else the workspace's, else UTC."""
    own = membership.person.zone if membership.person else ""
    for name in (own, membership.workspace.zone):
        if name:
            try:
                return ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError):
                continue
    return ZoneInfo("UTC")


def check_zone(name: str) -> str:
    """``name`` if it is an IANA zone.

    Raises:
        BadInput: it is not.
    """
    if name not in available_timezones():
        raise BadInput(_("There is no time zone “%(name)s”.") % {"name": name}, _("Write it like Asia/Taipei."))
    return name
