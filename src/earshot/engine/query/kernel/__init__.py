"""The batch kernel: standing queries asked of many posts at once, in machine code (the extra ``earshot[fast]``).

``reading`` and ``scanning`` turn a batch of posts into numbers, ``filing`` keeps queries under the numbers of their
anchors, ``programs`` writes what is run for a candidate, ``running`` runs it. The evaluator remains the definition
(``tests/engine/query/kernel/test_differential.py``); whatever machine code does not know for certain is asked of it.

Import ``kernel.kernel.Kernel`` only where ``available()``.
"""

from earshot.engine.query.kernel.machine import available

__all__ = ["available"]
