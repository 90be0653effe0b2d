"""Makes the company's workspace as people would: seats, topics, channels, policy, campaigns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from earshot.features.listening.actions import add_channel, channel_state, save_topic
from earshot.features.listening.queries import access_topics
from earshot.features.people.actions import add_seat, create_workspace, invite, join
from earshot.features.people.models import Membership, Person, Role, Workspace
from earshot.features.people.queries import access_members
from earshot.features.planning.actions import Plan, archive_campaign, save_campaign
from earshot.features.responsibility.actions import put_in_force, save_policy
from earshot.features.responsibility.proving import taken_on
from earshot.features.sample.company import company
from earshot.features.sample.story import instant, policy_text
from earshot.kernel.clock import Clock
from earshot.ports.connector import Account

NOBODY = "sample.invalid"
"""Domain of the addresses of the company's people: reserved, so that no mail and no sign-in can ever reach them."""


def found_company(person: Person, begun_at: datetime, clock: Clock) -> Membership:
    """The workspace with everything in it but posts; the person has the seat marked ``you`` and is its owner."""
    told = company()
    language = _language(person)
    you = next(row for row in told.people if row.get("you"))
    owner = create_workspace(
        told.facts["name"][language], _free_slug(told.facts["slug"]), person.email, person.name or you[language],
        you["handle"], told.facts["zone"], language, clock,
    )  # fmt: skip
    for row in told.people:
        if row is not you:
            _employ(owner, row, language, clock)
    for topic in told.topics:
        save_topic(
            owner, topic["name"], topic["query"], clock, title=topic["title"][language], brand=topic.get("brand", ""),
            watch=topic.get("watch", False), mine=topic.get("mine", False),
        )  # fmt: skip
    _connect(owner, told.facts, language, clock)
    put_in_force(save_policy(owner.workspace, owner, proved_policy(person, begun_at, clock), clock), owner, clock)
    _plan(owner, begun_at, language, clock)
    return owner


def proved_policy(person: Person, begun_at: datetime, clock: Clock) -> str:
    """The policy in the person's language, proved from ``clock`` on. It keeps what it promises; what a machine in great
    haste could not decide in time is taken on by whoever begins the sample, as in a workspace of one's own.

    Asked twice it is proved once, so it is asked before a transaction is opened that the proof would keep open.
    """
    language = _language(person)
    you = next(row["handle"] for row in company().people if row.get("you"))
    with translation.override(language):
        because = _("taken on when the sample was begun")
    return taken_on(policy_text(begun_at, language), you, because, clock.now())


def _language(person: Person) -> str:
    chosen = person.language or translation.get_language() or "en"
    return chosen if chosen in company().facts["name"] else "en"


def _free_slug(wanted: str) -> str:
    taken = set(Workspace.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number = 2
    slug = wanted
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _employ(owner: Membership, row: Mapping[str, Any], language: str, clock: Clock) -> None:
    """A seat with somebody in it: the policy gives work only to seats that are taken."""
    seat = add_seat(owner, row[language], row["handle"], Role.MEMBER, clock)
    address = f"{slugify(row['handle'])}@{owner.workspace.slug}.{NOBODY}"
    join(invite(seat, owner, clock), Person.objects.create_user(address, name=row[language]), clock)


def _connect(owner: Membership, facts: Mapping[str, Any], language: str, clock: Clock) -> None:
    for line in company().lines.values():
        channel = add_channel(
            owner,
            facts["connector"],
            line.names.get(language, line.name),
            {"stands_for": line.network},
            clock,
            account=Account(line.account, line.account, facts["brand"]) if line.account else None,
            brand=facts["brand"],
            market=facts["market"],
        )
        channel_state(channel.pk, "live", clock)


def _plan(owner: Membership, begun_at: datetime, language: str, clock: Clock) -> None:
    """The campaigns, in the language of whoever looks; those who answer abroad have them too."""
    zone = ZoneInfo(company().facts["zone"])
    seats = {seat.handle: seat for seat in access_members(owner)}
    topics = {topic.name: topic for topic in access_topics(owner)}
    for row in company().campaigns:
        told = {name: row[name][language] for name in ("name", "message", "promise", "not_to_say") if name in row}
        plan = Plan(
            starts_at=instant(row["from"], begun_at, zone),
            ends_at=instant(row["until"], begun_at, zone),
            owner=seats[row["owner"]],
            brand=row["brand"],
            topic=topics[row["topic"]] if "topic" in row else None,
            **told,
        )
        campaign = save_campaign(owner, plan, clock)
        if row.get("archived"):
            archive_campaign(campaign, owner, clock)
