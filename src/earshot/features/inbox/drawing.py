"""The rows of a list as HTML, put together by hand: forty of them through a template cost half of a whole page.

Everything that is not written here is escaped here, or comes from a tag of the kit, which escapes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from earshot.features.inbox.rows import Row
from earshot.web.addresses import url
from earshot.web.templatetags.earshot import avatar, due, icon, lang_attr, network, risk, when


@dataclass(frozen=True, slots=True)
class Around:
    """What all rows of a list share. ``address`` stands before the id of a conversation, ``keep`` behind it;
    ``me`` is the reader's membership id, ``opened`` the id of the conversation that is shown beside the list."""

    address: str
    keep: str
    me: int
    opened: int | None = None


def around(request: HttpRequest, keep: str, opened: int | None = None) -> Around:
    """For the rows of one page; ``keep`` is a query string without its question mark."""
    address = url(request, "conversation", 0).removesuffix("0/")
    return Around(address, f"/?{escape(keep)}", request.membership.pk, opened)  # type: ignore[attr-defined]


def drawn(rows: Iterable[Row], shared: Around) -> SafeString:
    """All rows, one below the other."""
    return SafeString("\n".join(_row(row, shared) for row in rows))


def written_by(row: Row) -> str:
    """Who else is writing there, as a sign with words; "" for nobody."""
    if row.writer is None:
        return ""
    words = _("%(name)s is writing") % {"name": row.writer.name}
    return avatar(row.writer.name, "", "writes", words)


def tag_of(row: Row) -> str:
    """What its newest post is about; "" where that says nothing."""
    return f'<span class="tag {row.tone}">{escape(row.tag)}</span>' if row.tag else ""


def words_of(row: Row, classes: str) -> str:
    """The beginning of its newest post in its own language; in the reader's that there is nothing left of it."""
    if row.gone:
        words = _("Deleted on the network")
        return f'<span class="{classes} faint">{escape(words)}</span>'
    return f'<span class="{classes}"{lang_attr(row.conversation.lang)}>{escape(row.conversation.snippet)}</span>'


def _row(row: Row, shared: Around) -> str:
    each, pk = row.conversation, row.conversation.pk
    classes = f"row{' new' if row.waiting and not row.done else ''}{' done' if row.done else ''}"
    current = ' aria-current="true"' if pk == shared.opened else ""
    lang = lang_attr(each.lang)
    return (
        f'<li data-key="c{pk}"><a class="{classes}" data-row data-id="{pk}" '
        f'href="{shared.address}{pk}{shared.keep}"{current}>\n'
        f'<span class="a">{_sign(row)}</span>\n'
        f'<span class="l1"><span class="b"><b class="cut"{lang}>{escape(each.author)}</b>{tag_of(row)}'
        f'{risk(each.risk)}</span><span class="c">{due(row.fuse)}</span></span>\n'
        f'<span class="d">{network(each.network)}</span>\n'
        f'<span class="l2">{words_of(row, "e cut")}'
        f'<span class="f">{_signs(row, shared)}</span></span></a></li>'
    )


def _sign(row: Row) -> str:
    if row.done:
        return icon("check")
    label = escape(_("new"))
    return f'<span class="dot" role="img" aria-label="{label}"></span>' if row.fresh else ""


def _signs(row: Row, shared: Around) -> str:
    """At the end of the row: my draft, who writes, who has it, and when it ended."""
    each = row.conversation
    word = escape(_("draft"))
    draft = f'<span class="drafted">{word}{icon("pen")}</span>' if row.draft else ""
    holder = avatar(each.accountable.name) if each.accountable_id != shared.me else ""
    return f"{draft}{written_by(row)}{holder}{when(each.newest_at) if row.done else ''}"
