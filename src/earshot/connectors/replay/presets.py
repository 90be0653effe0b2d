"""Exports that people have: which of their columns holds what. One table; a preset is recognised by its header.

The names are those that the makers publish, on the page that ``source`` names. Where a maker publishes none
(``published`` is False) they are what files in circulation show or, where even those are missing, a guess: the person sees that and
corrects it. A field takes the first of its columns that the file has.
"""

# ruff: noqa: E501  (a table reads better than one name a line)
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from earshot.ports.files import PresetFit
from earshot.ports.heard import PostKind

RECOGNISED = 0.6
"""From this score on a preset is used without being asked for."""

Columns = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Preset:
    """A known export. ``marks`` are header names that tell it from others: one set for each version of the export."""

    key: str
    name: str
    source: str
    marks: tuple[tuple[str, ...], ...]
    columns: Columns
    published: bool = True
    network: str = ""
    """For rows of exports that come from one network alone."""
    kind: PostKind = "post"


# fmt: off
PRESETS: tuple[Preset, ...] = (
    Preset(
        "opview", "OpView 社群口碑資料庫",
        "No column names are published. Those here stand in raw-data workbooks (Raw Data) in circulation.",
        (("監測主題", "標題", "內容", "來源網站", "主文/回文", "發佈時間", "原始連結"),
         ("標題", "發佈時間", "主文/回文", "討論串總則數", "作者", "內容", "來源網站")),
        {"text": ("內容",), "title": ("標題",), "posted": ("發佈時間",), "author": ("作者",), "network": ("來源網站", "來源"),
         "url": ("原始連結",), "sentiment": ("情緒標記",), "topics": ("監測主題",), "kind": ("主文/回文",)},
        published=False,
    ),
    Preset(
        "qsearch", "QSearch",
        "No column names are published (the help centre says that lists can be exported to Excel, not with which columns). A guess.",
        (("貼文內容", "發文時間", "粉絲專頁", "貼文連結", "按讚數", "留言數", "分享數"),
         ("Message", "Created Time", "Page Name", "Link", "Reactions", "Comments", "Shares")),
        {"text": ("貼文內容", "內容", "Message"), "posted": ("發文時間", "發布時間", "Created Time"),
         "author_name": ("粉絲專頁", "來源名稱", "Page Name"), "url": ("貼文連結", "連結", "Link"), "network": ("渠道", "平台", "Channel"),
         "sentiment": ("情緒", "Sentiment"), "followers": ("粉絲數", "Fans")},
        published=False,
    ),
    Preset(
        "meltwater", "Meltwater",
        "developer.meltwater.com, Listening Content Output Templates (the fields); the two headers stand in exports in circulation.",
        (("Date", "Time", "Document ID", "Input Name", "Source Type", "Author Handle", "Opening Text", "Hit Sentence"),
         ("Date", "Headline", "URL", "Opening Text", "Hit Sentence", "Influencer", "Reach", "Key Phrases")),
        {"id": ("Document ID",), "text": ("Hit Sentence", "Opening Text", "Content"), "title": ("Title", "Headline"), "posted": ("Date",),
         "time_of_day": ("Time",), "author": ("Author Handle", "Influencer"), "author_name": ("Author Name",), "url": ("URL",),
         "network": ("Source Name", "Source"), "country": ("Country",), "lang": ("Language",), "sentiment": ("Sentiment",),
         "tags": ("Document Tags",), "kind": ("Content Type",)},
    ),
    Preset(
        "brandwatch", "Brandwatch",
        "developers.brandwatch.com, Mention Field Definitions (the fields); the header stands in exports in circulation.",
        (("Query Id", "Query Name", "Snippet", "Full Text", "Url", "Domain", "Page Type", "Thread Entry Type"),
         ("Query Id", "Query Name", "Date", "Title", "Snippet", "Url", "Domain", "Sentiment", "Page Type")),
        {"id": ("Resource Id", "Mention Id"), "text": ("Full Text", "Snippet"), "title": ("Title",), "posted": ("Date",),
         "author": ("Author",), "author_name": ("Full Name",), "url": ("Url", "Original Url"), "network": ("Page Type", "Content Source"),
         "country": ("Country Code",), "lang": ("Language",), "sentiment": ("Sentiment",), "emotion": ("Emotion",),
         "followers": ("Twitter Followers", "X Followers"), "verified": ("Twitter Verified", "X Verified"), "tags": ("Tags",),
         "reply_to": ("Twitter Reply to",), "root": ("Thread Id",), "kind": ("Thread Entry Type",)},
    ),
    Preset(
        "hootsuite", "Hootsuite Inbox",
        "help.hootsuite.com, Create Inbox 2.0 data exports: conversation and contact columns are published, the text's name is a guess.",
        (("Conversation ID", "Medium", "Channel", "Contact Profile ID", "Contact Primary Identifier", "Created at"),
         ("Conversation ID", "Message ID", "Medium", "Channel", "Contact Profile ID", "Created at")),
        {"id": ("Message ID", "Conversation ID"), "text": ("Message Text", "Message text", "Message", "Text", "Content"),
         "posted": ("Created at", "Sent at"), "author_id": ("Contact Profile ID",), "author_name": ("Contact Primary Identifier",),
         "author": ("Contact Secondary Identifier",), "network": ("Medium",), "root": ("Conversation ID",), "kind": ("Message Type", "Type")},
        published=False,
    ),
    Preset(
        "google-business", "Google Business Profile",
        "developers.google.com, My Business API, REST Resource: accounts.locations.reviews (Takeout writes the same objects).",
        (("reviewer.displayName", "starRating", "createTime", "updateTime"),),
        {"id": ("reviewId", "name"), "text": ("comment",), "posted": ("createTime",), "author_name": ("reviewer.displayName",),
         "rating": ("starRating",)},
        network="google-business", kind="review",
    ),
    Preset(
        "google-play", "Google Play Console",
        "support.google.com/googleplay/android-developer, Download and export monthly reports (Reviews; UTF-16).",
        (("Package Name", "Reviewer Language", "Review Submit Date and Time", "Review Submit Millis Since Epoch", "Star Rating",
          "Review Text", "Developer Reply Text"),),
        {"id": ("Review Link",), "text": ("Review Text",), "title": ("Review Title",),
         "posted": ("Review Submit Millis Since Epoch", "Review Submit Date and Time"), "lang": ("Reviewer Language",),
         "rating": ("Star Rating",)},
        network="google-play", kind="review",
    ),
    Preset(
        "app-store", "App Store Connect",
        "developer.apple.com, App Store Connect API, List All Customer Reviews for an App (the site itself exports no reviews).",
        (("attributes.rating", "attributes.title", "attributes.body", "attributes.reviewerNickname", "attributes.createdDate"),
         ("rating", "title", "body", "reviewerNickname", "createdDate", "territory")),
        {"id": ("id",), "text": ("attributes.body", "body"), "title": ("attributes.title", "title"),
         "posted": ("attributes.createdDate", "createdDate"), "author_name": ("attributes.reviewerNickname", "reviewerNickname"),
         "country": ("attributes.territory", "territory"), "rating": ("attributes.rating", "rating")},
        network="app-store", kind="review",
    ),
)
# fmt: on
BY_KEY: Mapping[str, Preset] = {preset.key: preset for preset in PRESETS}


def fits(columns: Sequence[str]) -> tuple[PresetFit, ...]:
    """Every preset with its score for these columns, the best first."""
    named = {_plain(column) for column in columns}
    found = [PresetFit(one.key, one.name, round(_score(one, named), 2), one.published) for one in PRESETS]
    return tuple(sorted(found, key=lambda fit: -fit.score))


def recognised(columns: Sequence[str]) -> str:
    """The key of the preset that these columns are surely of, "" where there is none."""
    best = fits(columns)[0]
    return best.key if best.score >= RECOGNISED and "text" in mapping_of(best.key, columns) else ""


def mapping_of(key: str, columns: Sequence[str]) -> dict[str, str]:
    """Our field -> the file's column, for the columns of a preset that the file has."""
    there = {_plain(column): column for column in reversed(columns)}
    wanted = {
        name: [there[plain] for one in names if (plain := _plain(one)) in there]
        for name, names in BY_KEY[key].columns.items()
    }
    return {name: found[0] for name, found in wanted.items() if found}


def _score(preset: Preset, named: set[str]) -> float:
    return max(sum(_plain(mark) in named for mark in marks) / len(marks) for marks in preset.marks)


def _plain(column: str) -> str:
    return " ".join(column.split()).casefold()
