"""Sprinklr (Social Listening).

Facts from Sprinklr's help pages "Advanced Keyword Query", "Supported operators for Story Query", "Operators FAQs",
"Search Operators in Listening advanced queries" and "Exact Match Operators" (sprinklr.com/help): AND, OR, NOT,
``"a b"~10``, ``NEAR/5``, ``ONEAR/5``, ``* ?``, ``message: title: userbio: author: language: country: state: url: site:
followers:`` with a space allowed behind the colon, and ``exactMessage:`` and its kin, which keep case and most signs.
Its examples call words beside each other both "phrases" and a phrase, so that these are noted.
"""

from __future__ import annotations

from earshot.engine.query.dialects.rules import (
    COUNTRY_OF_POST,
    LINKS_TOO,
    LOST,
    NAME_OR_HANDLE,
    Dialect,
    Rule,
)
from earshot.kernel.texts import say

_PUNCTUATION_COUNTS = say("Here punctuation inside counts, too.")
_EXACT = {
    "exactmessage": "text",
    "exacttitle": "title",
    "exactuserbio": "bio",
    "exactcontent": "",
}
_LOST = (
    *("state", "city", "authorcontaining", "parentmessage", "parenttitle", "exactparentmessage", "exactparenttitle"),
    *("source", "sourcetype", "gender", "agegroup", "snsource", "messagetype", "conversationid", "postid", "parentid"),
    *("sentimentscore", "reach", "engagement", "domain_authority", "profilelist", "keywordlist", "theme"),
)

SPRINKLR = Dialect(
    "sprinklr",
    "Sprinklr",
    {
        **dict.fromkeys(_LOST, LOST),
        **{name: Rule("exact", to, differs=_PUNCTUATION_COUNTS) for name, to in _EXACT.items()},
        "message": Rule("text", "text"),
        "title": Rule("text", "title"),
        "userbio": Rule("text", "bio"),
        "author": Rule("value", "author", differs=NAME_OR_HANDLE),
        "language": Rule("value", "lang"),
        "country": Rule("value", "country", differs=COUNTRY_OF_POST),
        "url": Rule("address", "url", differs=LINKS_TOO),
        "site": Rule("address", "site", differs=LINKS_TOO),
        "followers": Rule("range", "followers"),
        "hashtags": Rule("sign", "#"),
        "mentions": Rule("sign", "@"),
        "sentiment": Rule("value", "sentiment"),
    },
    phrases=True,
)
