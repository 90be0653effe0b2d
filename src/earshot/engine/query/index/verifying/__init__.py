"""Whether a candidate matches: its tree planned as few cheap steps, and the steps as code.

``planning`` makes steps of a tree, ``nesting`` functions of steps, ``generating`` code objects of their shape,
``shapes`` knows which shapes have code, ``verifier`` goes from the one to the other when a query is asked often.
Whatever asks, the answer is that of ``evaluate.holds``.
"""

from earshot.engine.query.index.verifying.shapes import Shape, Shapes
from earshot.engine.query.index.verifying.steps import Test
from earshot.engine.query.index.verifying.verifier import Verifier

__all__ = ["Shape", "Shapes", "Test", "Verifier"]
