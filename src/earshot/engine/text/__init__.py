"""Text as a search sees it: folding, tokens with spans into the original, sentences, and words for the full-text index.

Invariants: pure and total; spans are code points of the original text, end exclusive; ``fold`` of a text contains
the folded text of each of its tokens (skin tones of emoji aside).
"""

from earshot.engine.text.folding import fold, fold_keeping_accents
from earshot.engine.text.search import search_query, search_terms
from earshot.engine.text.tokens import Token, tokenise

__all__ = ["Token", "fold", "fold_keeping_accents", "search_query", "search_terms", "tokenise"]
