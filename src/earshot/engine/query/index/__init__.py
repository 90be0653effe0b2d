"""The anchor index: very many standing queries at once, each run only for posts that have one of its rarest terms.

``covering`` chooses, ``index`` files and looks up, ``verifying`` verifies over the tables of ``view``. The evaluator
remains the definition: ``index.matching(document)`` names exactly the queries of which ``query.matches(document)`` is
true (``tests/differential/test_index.py``), also while queries come and go.
"""

from earshot.engine.query.index.index import Cost, Index

__all__ = ["Cost", "Index"]
