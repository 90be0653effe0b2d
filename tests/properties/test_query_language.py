"""Laws of the query language: reading is total, printing is faithful, the quick tests never lose a post."""

from __future__ import annotations

from datetime import UTC, datetime

import pysqlite3
from hypothesis import assume, example, given
from hypothesis import strategies as st

from earshot.engine.query import (
    INBOX_FIELDS,
    POLICY_FIELDS,
    TOPIC_FIELDS,
    Document,
    QueryError,
    format,
    parse,
    parse_lenient,
)
from earshot.engine.text import search_terms
from tests.engine.query.strategies import queries, terms, texts

NOISE = st.text(
    alphabet=st.sampled_from(list("ab手機 \n\"(){}[]:<>=#@$*?~-,/&.'…（）“”：　😀é")) | st.characters(), max_size=40
)
_SCRAPS = [
    "AND",
    "OR",
    "NOT",
    "NEAR/2",
    "ONEAR/",
    "SENTENCE",
    "ATLEAST/2(",
    "(",
    ")",
    '"',
    "{",
    "}",
    "lang:",
    "a",
    "手",
    "b*",
    "-",
    "-a",
    "#3",
    "~2",
    ",",
    "followers>=",
    "[1",
    "TO",
    "]",
    "posted:[",
    "<<<",
    ">>>",
    "title:",
    "x:",
]
SCRAPS = st.lists(st.sampled_from(_SCRAPS), max_size=12).map(" ".join)
ANYTHING = NOISE | SCRAPS | queries | st.tuples(queries, NOISE).map("".join)

documents = st.builds(
    lambda text, title, bio, lang, followers, states: Document(
        text,
        title,
        bio,
        {
            "lang": lang,
            "followers": followers,
            "is": states,
            "posted": datetime(2026, 11, 8, 23, 30, tzinfo=UTC),
            "kind": "post",
            "author_name": "Jane Doe",
        },
    ),
    texts,
    texts,
    texts,
    st.sampled_from(("en", "zh-Hant", "und")),
    st.none() | st.integers(0, 2000),
    st.sampled_from((frozenset(), frozenset({"reply"}))),
)


@given(ANYTHING, st.sampled_from((TOPIC_FIELDS, INBOX_FIELDS, POLICY_FIELDS)))
def test_reading_gives_a_query_or_says_where_it_is_wrong(text, fields):
    try:
        parse(text, fields)
    except QueryError as error:
        assert 0 <= error.start <= error.end <= len(text)
        assert error.message and error.mend and error.expected
        assert "{" not in error.message.replace("{...}", "").replace(text, "") or "{" in text


@given(ANYTHING, st.sampled_from((TOPIC_FIELDS, INBOX_FIELDS, POLICY_FIELDS)))
def test_lenient_reading_never_raises_and_agrees_where_nothing_is_wrong(text, fields):
    query, errors = parse_lenient(text, fields)
    try:
        strict = parse(text, fields)
    except QueryError as error:
        assert errors and errors[0].as_json() == error.as_json()
    else:
        assert query == strict and not errors
    if query is not None and fields is not INBOX_FIELDS:
        query.matches(Document(text))


@given(queries)
def test_all_generated_queries_can_be_read(text):
    parse(text)


@given(queries | ANYTHING)
def test_printing_is_faithful_and_stable(text):
    try:
        query = parse(text, INBOX_FIELDS)
    except QueryError:
        assume(False)
    printed = format(query)
    again = parse(printed, INBOX_FIELDS)
    assert again == query
    assert format(again) == printed


@given(queries, documents)
def test_a_negation_is_the_opposite(text, document):
    assert parse(f"NOT ({text})").matches(document) is not parse(text).matches(document)


@given(queries, documents)
def test_the_prefilter_never_loses_a_post(text, document):
    query = parse(text)
    if query.matches(document):
        assert query.literals().may_match(document.folded)


@given(queries, documents)
def test_spans_lie_in_the_text_and_only_where_it_matches(text, document):
    query = parse(text)
    spans = query.spans(document)
    assert not spans or query.matches(document)
    for field, start, end in spans:
        assert 0 <= start < end <= len(getattr(document, field))


@given(terms, texts)
@example("parcel", "the parcel's late")
def test_the_text_under_a_span_matches_by_itself(text, post):
    assume("👍🏽" not in text or "👍🏽" in post)
    query = parse(text)
    for _, start, end in query.spans(Document(post)):
        piece = post[start:end]
        tagged = (sign + piece for sign in "#@$")
        assert query.matches(Document(piece)) or any(query.matches(Document(tag)) for tag in tagged)


_TABLE = pysqlite3.connect(":memory:")
_TABLE.execute("CREATE VIRTUAL TABLE posts USING fts5(terms, tokenize = 'unicode61 remove_diacritics 0')")


@given(queries, st.lists(documents, min_size=1, max_size=3))
def test_the_full_text_expression_never_loses_a_post(text, found):
    query = parse(text)
    expression = query.fts()
    if expression is None:
        return
    _TABLE.execute("DELETE FROM posts")
    for number, document in enumerate(found):
        stored = search_terms(f"{document.title}\n{document.text}")
        _TABLE.execute("INSERT INTO posts(rowid, terms) VALUES (?, ?)", (number, stored))
    candidates = {row[0] for row in _TABLE.execute("SELECT rowid FROM posts WHERE posts MATCH ?", (expression,))}
    for number, document in enumerate(found):
        assert number in candidates or not query.matches(document)
