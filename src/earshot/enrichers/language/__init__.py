"""Which language a text is written in: by its script where that tells, by py3langid for Latin and Cyrillic.

Chinese is decided between ``zh-Hant`` and ``zh-Hans`` by characters that only one of them uses (``zh`` where none
occurs). A declared language (what the network or the author's app claims) is believed where the text does not
contradict it. What is too short to tell is ``und``.
"""

from earshot.enrichers.language.detect import LanguageEnricher

enricher = LanguageEnricher()

__all__ = ["enricher"]
