"""Talkwalker (also Hootsuite Listening, which is powered by it).

Facts from "Search Syntax" (talkwalker.com/syntax-alerts), the Talkwalker user manual, and Hootsuite's help page on the
query syntax of Listening (article 26832349666459): AND, AND NOT, OR, ``-``, quotes, ``*`` and ``?``, ``NEAR/n``,
``ONEAR/n``, ``SENTENCE``, and fields such as ``title: content: author: lang: sourcecountry: site: url: sourcetype:``.
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

_LOST = (
    *("sourcetype", "posttype", "engagement", "reach", "trending", "trendingscore", "sourcecity", "sourceregion"),
    *(
        "sourcecontinent",
        "authorgender",
        "gender",
        "age",
        "occupation",
        "interest",
        "device",
        "alexapageviews",
        "pageviews",
    ),
    *("facebooklikes", "facebookshares", "twitterretweets", "twitterlikes", "virality", "wordcount", "image", "logo"),
    *("article_extended_attributes", "source_extended_attributes", "matchedprofile", "tag", "provider", "customfield"),
)

TALKWALKER = Dialect(
    "talkwalker",
    "Talkwalker",
    {
        **dict.fromkeys(_LOST, LOST),
        "title": Rule("text", "title"),
        "content": Rule("text", "text"),
        "lang": Rule("value", "lang"),
        "author": Rule("value", "author", differs=NAME_OR_HANDLE),
        "sourcecountry": Rule("value", "country", differs=COUNTRY_OF_POST),
        "site": Rule("address", "site", differs=LINKS_TOO),
        "host": Rule("address", "site", differs=LINKS_TOO),
        "domainurl": Rule("address", "site", differs=LINKS_TOO),
        "url": Rule("address", "url", differs=LINKS_TOO),
        "hashtag": Rule("sign", "#"),
        "mention": Rule("sign", "@"),
        "followers": Rule("range", "followers"),
        "published": Rule("range", "posted"),
        "sentiment": Rule("value", "sentiment"),
    },
    sentences=True,
)
