"""The lines of "my turn", put together by hand as the rows of the inbox are (``inbox.drawing``)."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from earshot.features.inbox.drawing import Around, around, tag_of, words_of, written_by
from earshot.features.inbox.rows import Row
from earshot.web.templatetags.earshot import due, icon, lang_attr, network

register = template.Library()
KEEP = "view=mine"
"""The list that opens beside a conversation."""
NO_DEADLINE, NO_TAG = '<span class="due"></span>', "<span></span>"
"""What stands in the column of a line that has none."""


@register.simple_tag(takes_context=True)
def turn_lines(context: Context, rows: list[Row]) -> SafeString:
    """What I am accountable for, as the items of a list that a script keeps in order."""
    shared = around(context["request"], KEEP)
    return SafeString("\n".join(f'<li data-key="c{row.conversation.pk}">{_line(row, shared, "")}</li>' for row in rows))


@register.simple_tag(takes_context=True)
def turn_line(context: Context, row: Row, giver: str = "", accountable: bool = False) -> SafeString:
    """One line: offered by ``giver``, or with the name of who is ``accountable``."""
    why = _("From %(name)s") % {"name": giver} if giver else ""
    why = _("A is %(name)s") % {"name": row.conversation.accountable.name} if accountable else why
    return SafeString(_line(row, around(context["request"], KEEP), why))


def _line(row: Row, shared: Around, why: str) -> str:
    each = row.conversation
    who = f"<b>{escape(each.author)}</b>" if row.waiting else escape(each.author)
    return (
        f'<a class="line" data-row data-id="{each.pk}" href="{shared.address}{each.pk}{shared.keep}">'
        f"{due(row.fuse) or NO_DEADLINE}{network(each.network)}"
        f'<span class="who cut"{lang_attr(each.lang)}>{who}</span>{words_of(row, "cut")}'
        f'{tag_of(row) or NO_TAG}<span class="why faint cut">{escape(why) if why else _rule(row)}</span>'
        f'<span class="avs">{written_by(row)}{icon("pen", "", "draft") if row.draft else ""}</span></a>'
    )


def _rule(row: Row) -> str:
    """The rule that gave it to me, with the role in its tip."""
    each = row.conversation
    rule = pgettext("rule", "Otherwise") if each.rule == "otherwise" else each.rule
    return f'<span title="{escape(rule)} → {escape(each.role)}">{escape(rule or each.role)}</span>'
