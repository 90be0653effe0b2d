"""Words for the values that are stored."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

INTENTS: dict[str, str | Promise] = {
    "complaint": _("Complaint"),
    "question": _("Question"),
    "praise": _("Praise"),
    "purchase": _("Purchase"),
    "press": _("Press enquiry"),
    "job": _("Job"),
    "spam": _("Spam"),
    "other": _("Other"),
}
SENTIMENTS: dict[str, str | Promise] = {
    "negative": _("Negative"),
    "neutral": _("Neutral"),
    "positive": _("Positive"),
}
LANGUAGES: dict[str, str] = {
    "en": "English",
    "zh-Hant": "繁體中文",
    "zh-Hans": "简体中文",
    "ja": "日本語",
    "ko": "한국어",
    "es": "Español",
    "fr": "Français",
    "de": "Deutsch",
    "pt": "Português",
    "it": "Italiano",
    "id": "Bahasa Indonesia",
    "vi": "Tiếng Việt",
    "th": "ไทย",
}
"""In their own names, as in every list of languages."""
UNSURE: dict[str, str | Promise] = {"zh": "中文", "und": _("not recognised")}
"""What was found but nobody would choose: Chinese of neither script in particular, and no language at all."""
STATES: dict[str, str | Promise] = {
    "new": _("new"),
    "assigned": _("assigned"),
    "waiting": _("waiting for them"),
    "snoozed": _("snoozed"),
    "reopened": _("reopened"),
    "resolved": pgettext_lazy("conversation", "done"),
}
KINDS: dict[str, str | Promise] = {
    "post": _("Post"),
    "comment": _("Comment"),
    "message": _("Direct message"),
    "review": _("Review"),
    "mail": _("E-mail"),
    "news": _("News"),
}
TONES = {"press": "on", "complaint": "", "praise": "good"}
"""Intent -> colour of its tag, where the colour means something."""


def found_words(sentiment: str, intent: str, language: str) -> dict[str, str]:
    """The findings of a conversation in the reader's words; a value without a word stays as it is."""
    return {
        "sentiment": str(SENTIMENTS.get(sentiment, sentiment)),
        "intent": str(INTENTS.get(intent, intent)),
        "language": str(LANGUAGES.get(language) or UNSURE.get(language, language)),
    }
