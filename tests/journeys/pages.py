"""Which pages there are: a row for every address, so that a page which nobody looks at fails the journey."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from earshot.features.inbox.lists import VIEWS
from earshot.features.start.steps import KEYS

HOME = "/w/home/"
EXAMPLES = {"workspace": "home", "int": "1", "slug": "nothing", "str": "nothing"}

ROWS: Mapping[str, tuple[str, ...]] = {
    "home": ("/?choose=1",),
    "me": ("/me/",),
    "phone": ("/phone/",),
    "styleguide": ("/styleguide/",),
    "account_logout": ("/accounts/logout/",),
    "my-turn": (HOME,),
    "heard": (f"{HOME}heard/",),
    "start": (f"{HOME}start/",),
    "start-step": tuple(f"{HOME}start/{key}/" for key in KEYS),
    "start-done": (f"{HOME}start/done/",),
    "inbox": (f"{HOME}inbox/", f"{HOME}inbox/?q=late+AND", f"{HOME}inbox/?q=%E6%A1%82%E8%8A%B1"),
    "inbox-view": tuple(f"{HOME}inbox/{view.name}/" for view in VIEWS),
    "conversation": (f"{HOME}inbox/c/{{conversation}}/",),
    "exclusions": (f"{HOME}inbox/c/{{conversation}}/exclusions/",),
    "watches": (f"{HOME}watches/", f"{HOME}watches/?q=late+AND"),
    "watch": (f"{HOME}watches/{{watch}}/",),
    "channels": (f"{HOME}channels/",),
    "channel": (f"{HOME}channels/{{channel}}/",),
    "channel-add": (f"{HOME}channels/add/{{kind}}/",),
    "topics": (f"{HOME}topics/",),
    "topic": (f"{HOME}topics/{{topic}}/",),
    "lessons": (f"{HOME}topics/lessons/",),
    "topic-add": (f"{HOME}topics/add/",),
    "topic-versions": (f"{HOME}topics/{{topic}}/versions/",),
    "topic-version": (f"{HOME}topics/{{topic}}/versions/1/",),
    "imports": (f"{HOME}imports/",),
    "import": (f"{HOME}imports/{{import}}/",),
    "policy": (f"{HOME}policy/", f"{HOME}policy/?grow=startup-b2c"),
    "policy-grow": (f"{HOME}policy/grow/",),
    "auditor": (f"{HOME}auditor/",),
    "rota": (f"{HOME}rota/", f"{HOME}rota/?weeks=2"),
    "hand-over": (f"{HOME}rota/hand-over/",),
    "my-shifts": (f"{HOME}shifts/",),
    "leave": (f"{HOME}shifts/leave/",),
    "leave-at-once": (f"{HOME}shifts/leave/now/",),
    "responsibility-map": (f"{HOME}policy/map/",),
    "policy-versions": (f"{HOME}policy/versions/",),
    "policy-version": (f"{HOME}policy/versions/1/",),
    "policy-backtests": (f"{HOME}policy/backtests/",),
    "policy-backtest": (f"{HOME}policy/backtests/{{backtest}}/",),
    "policy-templates": (f"{HOME}policy/templates/",),
    "notices": (f"{HOME}notices/", f"{HOME}notices/?all=1"),
    "ways": ("/me/notices/",),
    "people": (f"{HOME}people/",),
    "member": (f"{HOME}people/{{member}}/",),
    "audit": (f"{HOME}audit/",),
    "campaigns": (f"{HOME}campaigns/", f"{HOME}campaigns/?archived=1"),
    "campaign": (f"{HOME}campaigns/{{campaign}}/",),
    "campaign-add": (f"{HOME}campaigns/add/",),
    "campaign-change": (f"{HOME}campaigns/{{campaign}}/change/",),
    "sample": (f"{HOME}sample/",),
}
"""Name of an address -> where somebody signed in looks at it. {} is one of the things there, by the name of its listing."""
OF_STRANGERS: Mapping[str, tuple[str, ...]] = {
    "account_login": ("/accounts/login/",),
    "account_signup": ("/accounts/signup/",),
    "sign-in-link": ("/sign-in/nothing/",),
    "join": (),  # visited by an invitation that the journey makes
}
"""Likewise for who is not signed in."""
NOT_PAGES: Mapping[str, str] = {
    "healthy": "for supervisors: a word in plain text",
    "notices-bell": "a figure for a script, in JSON",
    "push-worker": "a script for the browser",
    "manifest": "what a phone reads when it keeps the pages on its home screen",
    "metrics": "figures for a monitoring system, in plain text",
    "import-set-aside": "a CSV to keep",
    "topic-document": "a text to keep",
    "start-counts": "figures for a script, in JSON",
    "calendar-feed": "a calendar for programs",
    "swap": "needs a shift of one's own with a colleague: a journey of its own looks at it",
    "account_inactive": "sends one on to the sign-in",
}
MISSING = (f"{HOME}topics/999999/", "/w/nowhere/", "/nothing-here/")


@dataclass(frozen=True, slots=True)
class Address:
    """One name of the resolver; ``example`` is a path of that form."""

    name: str
    example: str


def addresses() -> Iterator[Address]:
    """Every address of the product."""
    return _walk(get_resolver().url_patterns, "/")


def _walk(patterns: Sequence[URLPattern | URLResolver], before: str) -> Iterator[Address]:
    for each in patterns:
        path = before + _example(each)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, path)
        else:
            yield Address(each.name or path, path)


def _example(each: URLPattern | URLResolver) -> str:
    return re.sub(r"<(\w+):(\w+)>", lambda found: EXAMPLES.get(found[2], EXAMPLES[found[1]]), str(each.pattern))
