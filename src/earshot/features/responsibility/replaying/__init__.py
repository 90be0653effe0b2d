"""Backtests: the conversations of some past days under two versions of a policy, as long work of its own.

``reckoning`` is the arithmetic, pure; ``archive`` reads the conversations, portion by portion in the order of time;
``running`` keeps a ``Backtest`` row of how far it is and what came out; ``process`` is the short-lived process that
does it, started by ``launching``. It goes on when the page is closed, and ends with the process that started it.
"""
