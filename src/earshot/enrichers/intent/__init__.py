"""What the author wants of us: complaint, question, praise, purchase, press, job, spam, or other.

Small, honest rules: cue words in English, Chinese and Japanese, question marks and question words, and the sentiment
found before. The first that holds decides, in the order of what it would cost to overlook it; ``other`` is the rest.
"""

from earshot.enrichers.intent.rules import IntentEnricher

enricher = IntentEnricher()

__all__ = ["enricher"]
