"""Every read of the feature."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from earshot.engine.policy import Template, load, template, templates
from earshot.engine.query import TOPIC_FIELDS, parse
from earshot.features.conversations.queries import access_conversations
from earshot.features.listening.hearing import Sampled, matching_sample
from earshot.features.listening.queries import Count, access_channels, access_topics, count_matches
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import may
from earshot.features.responsibility.chart import ChartRow, chart
from earshot.features.start.asking import OWNER
from earshot.features.start.choices import role_title, within_words
from earshot.features.start.models import Beginning
from earshot.features.start.proposing import Proposal, industry_words, is_word_of_its_own, proposals, quoted
from earshot.kernel.errors import EarshotError
from earshot.ports.connector import Connector, Proposes, Streams, Tools
from earshot.ports.services import services

INDUSTRY_FEEDS = 6
"""Words of the industry for which news are proposed."""
INDUSTRY_TICKED = 3


def access_beginning(membership: Membership) -> Beginning | None:
    """The first run of the workspace, if anybody has begun it."""
    return Beginning.objects.filter(workspace=membership.workspace_id).first()


def is_due(membership: Membership) -> bool:
    """Whether the member should be led through the first run: they may, and nothing has been set up yet."""
    if not may(membership, Role.ADMIN):
        return False
    beginning = access_beginning(membership)
    if beginning is not None:
        return beginning.ended_at is None
    rows = (access_channels(membership), access_topics(membership), access_conversations(membership))
    return not any(each.exists() for each in rows)


@dataclass(frozen=True, slots=True)
class PolicyInWords:
    """A starting point as the first step shows it."""

    name: str
    size: str
    market: str
    rules: list[tuple[str, str, str]]
    """(rule, accountable role, within) of what is answered."""
    needs: list[tuple[str, int]]
    """(role, people)."""
    people: int
    cannot: tuple[str, ...]


@lru_cache(maxsize=8)
def starting_points(language: str) -> tuple[PolicyInWords, ...]:
    """All of them, in the reader's language, which is the active one. Nothing of a workspace is in them, and reading
    ten documents takes a second: it is done once."""
    return tuple(_in_words(one, language) for one in templates())


def _in_words(one: Template, language: str) -> PolicyInWords:
    policy = load(template(one.name, owner=OWNER, language=language))
    roles, rows = chart(policy)
    answered = [row for row in rows if row.handling == "answer" and row.name]
    staff = {role: policy.staff(role) for role in policy.roles}
    return PolicyInWords(
        name=one.name,
        size=one.size,
        market=one.market,
        rules=[(row.name, role_title(_accountable(row, roles)), within_words(row.within)) for row in answered],
        needs=[(role_title(role), len(people)) for role, people in staff.items()],
        people=len({person for people in staff.values() for person in people}),
        cannot=one.cannot[language],
    )


def _accountable(row: ChartRow, roles: tuple[str, ...]) -> str:
    return roles[row.letters.index("A")]


@dataclass(frozen=True, slots=True)
class Ear:
    """A channel that needs no account. ``key`` names it in the form."""

    key: str
    kind: str
    name: str
    detail: str
    values: Mapping[str, str]
    wanted: bool


def ears(beginning: Beginning, language: str) -> list[Ear]:
    """What can listen at once, without an account: public streams, and news of the brand by subscription."""
    found: list[Ear] = []
    for kind, connector in services().connectors.items():
        if _streams_openly(connector):
            detail = _("Everything said in public, as it is said. What matches a topic is kept.")
            found.append(Ear(kind, kind, connector.name, detail, {}, wanted=True))
        if isinstance(connector, Proposes):
            found += _feeds(kind, connector, beginning, language)
    return found


def _streams_openly(connector: Connector) -> bool:
    """Whether the connector listens to a public stream with no setting filled in."""
    if any(field.required for field in connector.fields):
        return False
    try:
        session = connector.open({}, Tools(services().http(), services().clock))
    except EarshotError:
        return False
    return isinstance(session, Streams)


def _feeds(kind: str, connector: Proposes, beginning: Beginning, language: str) -> list[Ear]:
    """News of the brand, from every search there is; of each word of the industry, from the first. Ticked are one for
    the brand and the first few of the industry: a word with nothing to say costs nothing."""
    field = next(field.name for field in connector.fields if field.kind == "url")  # type: ignore[attr-defined]
    brand = connector.proposals(beginning.brand, language) if beginning.brand else ()
    found = [(beginning.brand, each, number == 0) for number, each in enumerate(brand)]
    words = industry_words(beginning.brand, beginning.spellings, beginning.industry)[:INDUSTRY_FEEDS]
    for number, word in enumerate(words):
        found += [(word, each, number < INDUSTRY_TICKED) for each in connector.proposals(word, language)[:1]]
    return [_feed(kind, field, *each) for each in found]


def _feed(kind: str, field: str, subject: str, proposal: tuple[str, str], wanted: bool) -> Ear:
    title, address = proposal
    name = f"{title}: {subject}"
    detail = _("New articles, as %(host)s finds them.") % {"host": urlsplit(address).hostname}
    return Ear(f"{kind}-{name}", kind, name, detail, {field: address}, wanted)


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a proposal is found in what has been heard so far; ``at_least`` where counting stopped early."""

    number: int
    at_least: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal with how often it was found. ``left_out``: slips that are no part of it, because they are said oftener
    than the brand and so are words of their own. ``doubtful``: all of its slips are."""

    proposal: Proposal
    count: Counted
    left_out: tuple[str, ...] = ()
    doubtful: bool = False

    @property
    def likely(self) -> bool:
        """Whether it is worth taking."""
        return self.proposal.kind != "slips" or (self.count.number > 0 and not self.doubtful)


def offers(membership: Membership, beginning: Beginning) -> list[Offer]:
    """What is proposed for the brand and the industry, counted on what is stored and on the sample of what passes."""
    proposed = proposals(beginning.brand, beginning.spellings, beginning.industry)
    asked = {each.query: each.query for each in proposed}
    asked |= {word: quoted(word) for each in proposed for word in each.words}
    queries = {name: parse(text, fields=TOPIC_FIELDS) for name, text in asked.items()}
    sampled = matching_sample(membership, queries)
    stored = {each.query: count_matches(membership, queries[each.query]) for each in proposed}
    names = next((stored[each.query].number + len(sampled.found[each.query]) for each in proposed), 0)
    return [_offer(membership, each, stored[each.query], sampled, names) for each in proposed]


def _offer(membership: Membership, proposal: Proposal, stored: Count, sampled: Sampled, names: int) -> Offer:
    """``names``: how often the brand itself was found."""
    found = {word: sampled.found[word] for word in proposal.words}
    own = tuple(word for word, ids in found.items() if is_word_of_its_own(len(ids), names))
    narrowed = proposal.without(own)
    if narrowed is proposal:
        return Offer(proposal, _added(stored, sampled.found[proposal.query], sampled.all), doubtful=bool(own))
    left = frozenset[int]().union(*(found[word] for word in narrowed.words))
    again = count_matches(membership, parse(narrowed.query, fields=TOPIC_FIELDS))
    return Offer(narrowed, _added(again, left, sampled.all), own)


def _added(stored: Count, passing: Collection[int], whole: bool) -> Counted:
    return Counted(stored.number + len(passing), not (stored.exact and whole))


def heard_so_far(membership: Membership) -> int:
    """Posts that the workspace's channels have heard, kept or not."""
    return sum(access_channels(membership).values_list("heard", flat=True))
