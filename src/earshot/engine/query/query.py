"""The door to the engine: a parsed query that answers questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from earshot.engine.query.ast import Node
from earshot.engine.query.document import Document
from earshot.engine.query.errors import QueryError
from earshot.engine.query.evaluate import Moment, holds
from earshot.engine.query.explaining import Explanation, explain_tree
from earshot.engine.query.fields import DEFAULT_SCOPE, TOPIC_FIELDS, FieldSet
from earshot.engine.query.fts import fts_expression
from earshot.engine.query.highlight import FieldSpan, matched_spans
from earshot.engine.query.lenient import parse_tree_leniently
from earshot.engine.query.linting import Frequency, Lint, lint_tree
from earshot.engine.query.parser import parse_tree
from earshot.engine.query.prefilter import Prefilter, prefilter
from earshot.engine.query.printing import format_node


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read without error (or, leniently, what was left of it).

    Two queries are equal when their trees are. ``at`` is the instant from which ``age:`` is reckoned, ``zone`` the
    zone of dates and of ``hour:``.
    """

    tree: Node
    text: str = field(default="", compare=False)

    def matches(self, document: Document, *, at: datetime | None = None, zone: tzinfo = UTC) -> bool:
        """Whether the query is true of ``document``.

        Raises:
            ValueError: it asks for ``age:`` and ``at`` is not given.
        """
        return holds(self.tree, document, DEFAULT_SCOPE, Moment(at, zone))

    def spans(self, document: Document, *, at: datetime | None = None, zone: tzinfo = UTC) -> tuple[FieldSpan, ...]:
        """(text field, start, end) of the pieces that matched; none where the query does not match."""
        return matched_spans(self.tree, document, DEFAULT_SCOPE, Moment(at, zone))

    def explain(self, document: Document, *, at: datetime | None = None, zone: tzinfo = UTC) -> Explanation:
        """Why the query matches ``document``, or the smallest reason why it does not."""
        return explain_tree(self.tree, document, Moment(at, zone))

    def literals(self) -> Prefilter:
        """Necessary literals on ``document.folded``; False is certain."""
        return prefilter(self.tree)

    def fts(self) -> str | None:
        """A necessary FTS5 expression over ``search_terms`` of title and text; None where nothing is necessary."""
        return fts_expression(self.tree)

    def __str__(self) -> str:
        return format_node(self.tree)


def parse(text: str, fields: FieldSet = TOPIC_FIELDS) -> Query:
    """Read a query.

    Raises:
        QueryError: what is wrong, where, what was expected, and how to mend it.
    """
    return Query(parse_tree(text, fields), text)


def parse_lenient(text: str, fields: FieldSet = TOPIC_FIELDS) -> tuple[Query | None, list[QueryError]]:
    """Read what can be read, for a search box. Never raises; no query where there is nothing to search for."""
    tree, errors = parse_tree_leniently(text, fields)
    return (None if tree is None else Query(tree, text)), errors


def explain(query: Query, document: Document, *, at: datetime | None = None, zone: tzinfo = UTC) -> Explanation:
    """Why ``query`` matches ``document``, or the smallest reason why it does not.

    Raises:
        ValueError: it asks for ``age:`` and ``at`` is not given.
    """
    return query.explain(document, at=at, zone=zone)


def lint(query: Query, frequency: Frequency | None = None) -> tuple[Lint, ...]:
    """What could be better about ``query``, in its order.

    ``frequency``: the share of posts (0 to 1) that have a folded word; without it a list of the commonest words serves.
    """
    return lint_tree(query.tree, query.text, frequency)


def format(query: Query | Node) -> str:
    """The plain spelling: ``parse(format(query)) == query``, and formatting that again changes nothing."""
    return format_node(query.tree if isinstance(query, Query) else query)
