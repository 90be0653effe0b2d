"""How much harm may come of it, for people or for the brand: 0 (none) to 100, with the words that say so.

By our own word lists in groups (life, injury, food, safety, recall, law, discrimination, harassment, privacy, press,
boycott, fraud ...), each with the score that it stands for alone; negation and praise lower it, anger and several
groups together raise it. It is meant to overlook little: a person can correct it.
"""

from earshot.enrichers.risk.weigh import RiskEnricher

enricher = RiskEnricher()

__all__ = ["enricher"]
