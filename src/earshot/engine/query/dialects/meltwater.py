"""Meltwater (Explore).

Facts from Meltwater's help pages "Boolean" (support.meltwater.com, article 236016747), "How to Master Boolean Search"
(article 360023166073), and "Explore search performance" (help.meltwater.com, article 11465451): NOT binds before AND,
AND before OR; NEAR and ONEAR without a number allow four words between; ``title:`` and ``ingress:`` (the first
paragraph); wildcards; their own examples write operators in small letters, too.
"""

from __future__ import annotations

from earshot.engine.query.dialects.rules import (
    COUNTRY_OF_POST,
    LINKS_TOO,
    LOST,
    NAME_OR_HANDLE,
    WHOLE_TEXT,
    Dialect,
    Rule,
)

_LOST = (
    *(
        "sourcename",
        "source",
        "sourcetype",
        "sourcereach",
        "reach",
        "region",
        "city",
        "state",
        "authorgender",
        "sourceid",
    ),
    *("documenttype", "subregion", "medialogo", "imageobject", "keyphrase", "entity", "concept", "publication", "rt"),
)

MELTWATER = Dialect(
    "meltwater",
    "Meltwater",
    {
        **dict.fromkeys(_LOST, LOST),
        "title": Rule("text", "title"),
        "ingress": Rule("text", "text", differs=WHOLE_TEXT),
        "content": Rule("text", "text"),
        "body": Rule("text", "text"),
        "bio": Rule("text", "bio"),
        "hashtag": Rule("sign", "#"),
        "mention": Rule("sign", "@"),
        "author": Rule("value", "author", differs=NAME_OR_HANDLE),
        "language": Rule("value", "lang"),
        "country": Rule("value", "country", differs=COUNTRY_OF_POST),
        "url": Rule("address", "url", differs=LINKS_TOO),
        "site": Rule("address", "site", differs=LINKS_TOO),
        "followers": Rule("range", "followers"),
        "sentiment": Rule("value", "sentiment"),
    },
    near=4,
    small=True,
)
