"""The full-text index: an FTS5 table beside the posts, kept by ``store`` in the same transaction.

It holds what ``engine.text.search_terms`` makes of title and text (words, CJK bigrams and the last single character)
and gives back only post ids; the words themselves are not stored twice. It prefilters; the evaluator verifies. On a
database that is not SQLite there is no index yet, and a search reads posts from the newest back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

TABLE = "listening_search"
CREATE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(terms, content='', contentless_delete=1, "
    "tokenize='unicode61 remove_diacritics 0')"
)
"""The default tokenizer on purpose: it cuts ``brand's`` in two, so that ``brand`` finds it. Accents are folded."""


def has_index() -> bool:
    """Whether the database keeps the index."""
    return connection.vendor == "sqlite"


def add_terms(rows: Iterable[tuple[int, str]]) -> None:
    """Index posts: (post id, search terms). What was indexed under an id before is replaced."""
    if has_index():
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT OR REPLACE INTO {TABLE}(rowid, terms) VALUES (%s, %s)", list(rows))  # noqa: S608


def remove_terms(post_ids: Sequence[int]) -> None:
    """Take posts out of the index."""
    if has_index() and post_ids:
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(post_id,) for post_id in post_ids])  # noqa: S608


def find_ids(expression: str, workspace_id: int, below: int, limit: int) -> list[int]:
    """Ids of posts of the workspace that may match, newest first, below ``below``."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.rowid FROM {TABLE} s JOIN listening_post p ON p.id = s.rowid "  # noqa: S608
            f"WHERE s.{TABLE} MATCH %s AND s.rowid < %s AND p.workspace_id = %s ORDER BY s.rowid DESC LIMIT %s",
            [expression, below, workspace_id, limit],
        )
        return [row[0] for row in cursor.fetchall()]
