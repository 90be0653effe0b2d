"""Why a query matches a document, or the smallest reason why it does not.

``explain_tree`` weighs every part of the query once (``weighing``), keeps the parts that decide (``reasons``), looks
for what came close where one is missing (``closeness`` for terms, ``distances`` for proximity), says it (``saying``).

Invariants: ``explanation.matches`` is what the evaluator says; ``explanation.spans`` is ``query.spans``; where the
query does not match, the blamed terms (``explanation.terms``), turned, would make it match, and no fewer of them would.
"""

from earshot.engine.query.explaining.closeness import Close
from earshot.engine.query.explaining.reasons import Explanation, Reason, explain_tree

__all__ = ["Close", "Explanation", "Reason", "explain_tree"]
