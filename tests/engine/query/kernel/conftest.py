"""Without the extra ``earshot[fast]`` there is no kernel to test; making its machine code takes some ten seconds, so that
its tests belong to ``make contract``."""

from __future__ import annotations

import pytest

from earshot.engine.query.kernel import available


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    skip = pytest.mark.skip(reason='numba is not installed (pip install "earshot-desk[fast]")')
    for item in items:
        if "tests/engine/query/kernel/" in item.path.as_posix():
            item.add_marker(pytest.mark.whole)
            if not available():
                item.add_marker(skip)
