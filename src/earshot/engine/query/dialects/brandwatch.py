"""Brandwatch (Consumer Research).

Facts from Brandwatch's help pages "Basic Query Operators" and "Advanced Query Operators" (support.brandwatch.com,
article 204114708) and its developer pages on queries and mention fields (developers.brandwatch.com): AND, OR, NOT,
quotes, ``"a b"~5`` (fewer than five words between or swapped), ``NEAR/5``, ``NEAR/5f`` (in this order), ``raw:`` and
``{}`` (case and signs kept), ``* ?``, ``<<<comments>>>``, places, sites, links, authors, hashtags, engagement.
"""

from __future__ import annotations

from earshot.engine.query.dialects.rules import (
    ALSO_OWN_ADDRESS,
    COUNTRY_OF_POST,
    LINKS_TOO,
    LOST,
    NAME_OR_HANDLE,
    Dialect,
    Rule,
)

_ENGAGEMENT = {
    "retweet": "is:repost", "share": "is:repost", "reply": "is:reply", "quote": "is:quote", "comment": "kind:comment",
}  # fmt: skip
_LOST = (
    *("city", "county", "state", "region", "continent", "latitude", "longitude", "authorgender", "authortype"),
    *(
        "authorinterest",
        "authorprofession",
        "accounttype",
        "engagingwith",
        "engagingwithguid",
        "rating",
        "reviewrating",
    ),
    *("minuteofday", "pagetype", "contentsource", "publishersubtype", "subreddit", "guid", "parentguid", "rootguid"),
    *("threadauthor", "threadid", "threadurl", "imagetype", "objects", "scenes", "logos", "actions", "reach", "impact"),
    *(
        "monthlyvisitors",
        "tags",
        "categories",
        "blogname",
        "channelid",
        "itemreview",
        "sensitivecontent",
        "authorlocation",
    ),
)

BRANDWATCH = Dialect(
    "brandwatch",
    "Brandwatch",
    {
        **dict.fromkeys(_LOST, LOST),
        "title": Rule("text", "title"),
        "authorbio": Rule("text", "bio"),
        "raw": Rule("exact"),
        "hashtags": Rule("sign", "#"),
        "at_mentions": Rule("sign", "@"),
        "author": Rule("value", "author", differs=NAME_OR_HANDLE),
        "language": Rule("value", "lang"),
        "country": Rule("value", "country", differs=COUNTRY_OF_POST),
        "site": Rule("address", "site", differs=LINKS_TOO),
        "url": Rule("address", "url", differs=LINKS_TOO),
        "links": Rule("address", "url", differs=ALSO_OWN_ADDRESS),
        "authorfollowers": Rule("range", "followers"),
        "authorverified": Rule("flag", values={"true": "is:verified", "false": "-is:verified"}),
        "engagementtype": Rule("flag", values=_ENGAGEMENT),
        "sentiment": Rule("value", "sentiment"),
    },
)
