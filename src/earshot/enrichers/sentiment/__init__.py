"""Whether a text is negative, neutral or positive: by our own word lists, with negation and degree.

A first, honest lexicon: it reads English and Chinese (both scripts) and emoji, says neutral where it finds nothing, and
is never surer than its word lists deserve. Irony it does not see.
"""

from earshot.enrichers.sentiment.judge import SentimentEnricher

enricher = SentimentEnricher()

__all__ = ["enricher"]
