"""Tags of the inbox's pages."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from earshot.features.conversations.models import Conversation
from earshot.features.inbox.drawing import around, drawn
from earshot.features.inbox.drawing_fixes import choices
from earshot.features.inbox.fixes import Fix
from earshot.features.inbox.views import List

register = template.Library()


@register.simple_tag(takes_context=True)
def list_rows(context: Context, shown: List, opened: Conversation | None) -> SafeString:
    """The rows of the list; that of the open conversation is the current one."""
    return drawn(shown.rows, around(context["request"], shown.keep, opened.pk if opened else None))


@register.simple_tag
def fix_choices(fix: Fix) -> SafeString:
    """The buttons of one correction."""
    return choices(fix)
