"""Roles in templates."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from earshot.features.responsibility import role_titles
from earshot.web.texts import listed

register = template.Library()
register.filter("role_title", role_titles.role_title)


@register.filter
def role_list(names: Iterable[str]) -> str:
    """Several roles in the reader's words."""
    return listed(map(role_titles.role_title, names))


@register.simple_tag
def role(name: str) -> SafeString:
    """A role in the reader's words; the tip says how the policy writes it where that differs."""
    title = role_titles.role_title(name)
    return format_html('<span title="{}">{}</span>', name, title) if title != name else format_html("{}", title)
