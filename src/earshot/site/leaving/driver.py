"""``sqlite3`` as Earshot runs it: the good one, wherever it is installed."""

from earshot.adapters.db.sqlite import use_good_sqlite

use_good_sqlite()

import sqlite3  # noqa: E402  (only now does the name mean the good one)

__all__ = ["sqlite3"]
