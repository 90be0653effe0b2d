"""What to do where much is heard and little matches."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from earshot.engine.query import TOPIC_FIELDS, ast, parse
from earshot.engine.text import fold
from earshot.features.listening.actions import save_topic
from earshot.features.listening.hearing import Hearing, Topics, in_sample
from earshot.features.listening.queries import access_topic_by_id
from earshot.features.people.models import Membership
from earshot.features.start.proposing import is_word_of_its_own, proposals, quoted, slips, written
from earshot.features.start.queries import access_beginning
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict

WIDENED = 3
"""Topics to which spellings are offered at once."""
MOST_NAMES = 12
"""Words of a query that variants are made of: a list of a hundred products would make a thousand."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A way to write a topic's words that it does not know yet, and in how many sampled posts it stands. ``likely``:
    it was found, and is not said so often that it must be another word."""

    text: str
    count: int
    likely: bool


@dataclass(frozen=True, slots=True)
class Widening:
    """A topic that nothing has matched so far; ``compared`` sampled posts were looked through."""

    topic_id: int
    title: str
    spellings: tuple[Spelling, ...]
    compared: int


def names_in(query: str) -> tuple[str, ...]:
    """The words and phrases that a query asks for by themselves: nothing excluded, no fields, no wildcards."""
    asked = _phrases(parse(query, fields=TOPIC_FIELDS).tree)
    return tuple(dict.fromkeys(query[slice(*phrase.span)].strip('"“”') for phrase in asked))


def _phrases(node: ast.Node) -> Iterator[ast.Phrase]:
    if isinstance(node, ast.Phrase) and not any(part.wild for part in node.parts):
        yield node
    elif isinstance(node, ast.And | ast.Or):
        for each in node.children:
            yield from _phrases(each)


def offered(query: str) -> tuple[str, ...]:
    """Spellings that the query does not find yet: its names run together, and as people mistype them."""
    together, typed = _variants(query)
    return (*together, *typed)


def _variants(query: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(names run together, slips of them)."""
    names = names_in(query)[:MOST_NAMES]
    known = {fold(name) for name in names}
    written_so = written("", names)
    together = tuple(dict.fromkeys(each for each in written_so if fold(each) not in known))
    return together, tuple(each for each in slips(written_so) if fold(each) not in known and each not in together)


def widenings(membership: Membership, topics: Topics) -> list[Widening]:
    """For the first few topics without a match, what could be added, the most frequent first."""
    chosen = {topic: _variants(topic.query) for topic in topics.unmatched[:WIDENED]}
    every = dict.fromkeys(each for together, typed in chosen.values() for each in (*together, *typed))
    counts, compared = in_sample(membership, list(every))
    return [
        Widening(topic.pk, str(topic), _spellings(*variants, counts), compared) for topic, variants in chosen.items()
    ]


def _spellings(together: Sequence[str], typed: Sequence[str], counts: Mapping[str, int]) -> tuple[Spelling, ...]:
    """What is likely first, the most frequent before the others. The topic itself has matched nothing."""
    found = [Spelling(each, counts[each], counts[each] > 0) for each in together]
    found += [
        Spelling(each, counts[each], counts[each] > 0 and not is_word_of_its_own(counts[each], 0)) for each in typed
    ]
    return tuple(sorted(found, key=lambda each: (not each.likely, -each.count)))


def widen(topic_id: int, actor: Membership, wanted: Collection[str], clock: Clock) -> None:
    """Add spellings that were offered to the topic's query.

    Raises:
        BadInput: none was chosen.
        NotAllowed: the actor may only look.
        NotFound: there is no such topic.
    """
    topic = access_topic_by_id(actor, topic_id)
    chosen = [each for each in offered(topic.query) if each in wanted]
    if not chosen:
        raise BadInput(_("No spelling was chosen."), _("Tick at least one, or change the query yourself."))
    longer = " OR ".join([f"({topic.query})", *(quoted(each) for each in chosen)])
    save_topic(
        actor,
        topic.name,
        str(parse(longer, fields=TOPIC_FIELDS)),
        clock,
        title=topic.title,
        brand=topic.brand,
        topic=topic,
        watch=topic.watch,
        mine=topic.watcher_id is not None,
    )


def watch_industry(actor: Membership, words: Sequence[str], clock: Clock) -> None:
    """A watch on the industry, for everybody.

    Raises:
        BadInput: there is no word in it.
        NotAllowed: the actor may only look.
    """
    wanted = proposals("", (), words)
    if not wanted:
        raise BadInput(_("What is your industry called?"), _("Write a few words that people use for it."))
    for number in range(1, 100):
        name = "industry" if number == 1 else f"industry-{number}"
        try:
            save_topic(actor, name, wanted[0].query, clock, title=_("Industry"), watch=True)
            return
        except Conflict:  # archived or somebody's own: another name does as well
            continue
    raise BadInput(_("There are too many watches of that name."), _("Make the watch under Topics."))


def industry_words(membership: Membership) -> list[str]:
    """As they were told in the first run; nothing where they were not."""
    beginning = access_beginning(membership)
    return list(beginning.industry) if beginning else []


@dataclass(frozen=True, slots=True)
class Advice:
    """What the page offers. ``silent`` and ``refused`` name channels; ``widenings`` is None where it was not asked."""

    hearing: Hearing
    topics: Topics
    widenings: list[Widening] | None

    @property
    def silent(self) -> list[object]:
        return [row.channel for row in self.hearing.channels if row.quiet]

    @property
    def refused(self) -> list[object]:
        return [row.channel for row in self.hearing.channels if row.refused]

    @property
    def waiting(self) -> list[object]:
        """Channels that cannot hear now and try again by themselves."""
        return [row.channel for row in self.hearing.channels if row.channel.active and row.channel.state == "waiting"]

    @property
    def well(self) -> bool:
        """Nothing to be done."""
        return bool(
            self.hearing.channels
            and self.topics.any
            and self.topics.watched
            and not (self.topics.unmatched or self.silent or self.refused or self.waiting)
        )
