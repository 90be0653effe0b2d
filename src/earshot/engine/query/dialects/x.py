"""X: its API's search and stream operators, and those of its search box.

Facts from docs.x.com, "Search operators", "Filtered stream operators", "Build a query" and "Enterprise operators", and
developer.x.com, "Standard search operators": a space is AND, OR, ``-``, quotes, ``"a b"~5``, ``# @ $``, emoji,
``from: to: url: is: has: lang: followers_count: place: conversation_id:`` and more; no wildcards;
``followers_count:500`` is every number from 500 on, ``500..1000`` a range; in the search box ``since: until: filter:
min_faves:``.
"""

from __future__ import annotations

from earshot.engine.query.dialects.rules import ALSO_OWN_ADDRESS, COUNTRY_OF_POST, LOST, Dialect, Rule
from earshot.kernel.texts import say

_REPLIES = say("Here it is a reply that names the account.")
_IS = {
    "retweet": "is:repost", "reply": "is:reply", "quote": "is:quote", "verified": "is:verified",
}  # fmt: skip
_HAS = {
    "hashtags": "has:hashtag", "links": "has:link", "mentions": "has:mention", "media": "has:media",
    "images": "has:image", "videos": "has:video", "video_link": "has:video",
}  # fmt: skip
_FILTER = {
    "links": "has:link", "media": "has:media", "images": "has:image", "twimg": "has:image", "videos": "has:video",
    "native_video": "has:video", "replies": "is:reply", "verified": "is:verified", "hashtags": "has:hashtag",
    "mentions": "has:mention", "nativeretweets": "is:repost", "retweets": "is:repost", "quote": "is:quote",
}  # fmt: skip
_LOST = (
    *(
        "retweets_of",
        "retweets_of_status_id",
        "in_reply_to_tweet_id",
        "in_reply_to_status_id",
        "conversation_id",
        "entity",
    ),
    *("context", "place", "place_country", "point_radius", "bounding_box", "sample", "source", "url_title", "list"),
    *(
        "url_description",
        "url_contains",
        "bio_location",
        "bio_name",
        "tweets_count",
        "statuses_count",
        "following_count",
    ),
    *(
        "friends_count",
        "listed_count",
        "profile_region",
        "profile_locality",
        "profile_subregion",
        "contains",
        "geocode",
    ),
    *("near", "within", "min_faves", "min_likes", "min_retweets", "min_replies", "since_id", "max_id", "card_name"),
    *("since_time", "until_time", "quoted_tweet_id", "quoted_user_id", "has_geo", "embeds"),
)

X = Dialect(
    "x",
    "X",
    {
        **dict.fromkeys(_LOST, LOST),
        "from": Rule("value", "author"),
        "to": Rule("sign", "is:reply @", differs=_REPLIES),
        "lang": Rule("value", "lang"),
        "url": Rule("address", "url", differs=ALSO_OWN_ADDRESS),
        "bio": Rule("text", "bio"),
        "profile_country": Rule("value", "country", differs=COUNTRY_OF_POST),
        "followers_count": Rule("range", "followers"),
        "is": Rule("flag", values=_IS),
        "has": Rule("flag", values=_HAS),
        "filter": Rule("flag", values=_FILTER),
        "since": Rule("range", "posted>="),
        "until": Rule("range", "posted<"),
    },
    words=False,
    wild=False,
    swaps=False,
    proximity=False,
)
