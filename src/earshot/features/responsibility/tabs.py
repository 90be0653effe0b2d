"""The tabs above every page about responsibility."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from earshot.features.people.requests import MemberRequest
from earshot.web.addresses import url

_TABS = (
    (gettext_noop("Map and policy"), "policy"),
    (gettext_noop("By topic"), "responsibility-map"),
    (gettext_noop("Rota"), "rota"),
    (gettext_noop("My shifts"), "my-shifts"),
    (gettext_noop("Auditor"), "auditor"),
    (gettext_noop("Versions"), "policy-versions"),
    (gettext_noop("Templates"), "policy-templates"),
)
"""Label and the name of the page's address."""


def tabs(request: MemberRequest, current: str) -> list[tuple[str, str, bool]]:
    """``current``: the name of the address of the page that is shown."""
    return [(_(label), url(request, name), name == current) for label, name in _TABS]
