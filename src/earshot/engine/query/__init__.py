"""The query language: topics, inbox search, saved views, policy conditions, alerts.

``parse`` reads a query against a field set and raises :class:`QueryError` with the place of what is wrong; the
:class:`Query` then says whether a :class:`Document` matches, and where. ``evaluate`` and ``occurrences`` define the
language, one short function per operator; ``prefilter`` and ``fts`` only ever say "surely not".

Invariants: parsing is total (a Query or a QueryError); ``parse(format(q)) == q``; evaluation is pure, takes the time
as an argument, and runs no regular expression of a user's.
"""

from earshot.engine.query.document import Document
from earshot.engine.query.errors import QueryError
from earshot.engine.query.explaining import Explanation, Reason
from earshot.engine.query.fields import INBOX_FIELDS, MATCH_FIELDS, POLICY_FIELDS, TOPIC_FIELDS, FieldSet
from earshot.engine.query.linting import Frequency, Lint
from earshot.engine.query.prefilter import Prefilter
from earshot.engine.query.query import Query, explain, format, lint, parse, parse_lenient

__all__ = [
    "INBOX_FIELDS",
    "MATCH_FIELDS",
    "POLICY_FIELDS",
    "TOPIC_FIELDS",
    "Document",
    "Explanation",
    "FieldSet",
    "Frequency",
    "Lint",
    "Prefilter",
    "Query",
    "QueryError",
    "Reason",
    "explain",
    "format",
    "lint",
    "parse",
    "parse_lenient",
]
