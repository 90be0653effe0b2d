"""The choices of a correction as HTML, put together by hand: thirty buttons through a template cost a fifth of a page.

Everything that is not written here is escaped here, or comes from a tag of the kit, which escapes.
"""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString

from earshot.features.inbox.fixes import Choice, Fix
from earshot.web.templatetags.earshot import icon

UNTICKED = '<span class="i" aria-hidden="true"></span>'
"""As wide as a tick: the words stand below each other."""


def choices(fix: Fix) -> SafeString:
    """One button a choice; the one that stands is pressed."""
    draw = _topic if fix.kind == "topic" else _word
    return SafeString("".join([draw(fix.kind, choice) for choice in fix.choices]))


def _word(kind: str, choice: Choice) -> str:
    word, tongue = escape(choice.word), f' lang="{escape(choice.lang)}"' if choice.lang else ""
    more = f' data-shows="{word}"{_key(choice)}'
    sign = icon("check") if choice.current else UNTICKED
    return _button(kind, choice, more, f"{sign}<span{tongue}>{word}</span>")


def _topic(kind: str, choice: Choice) -> str:
    value = escape(choice.value)
    more = f' data-undo-name="back" data-undo-value="{value}"{_key(choice)}'
    sign = icon("check" if choice.current else "plus")
    name = "out" if choice.current else "into"
    return _button(name, choice, more, f"{sign}<span>{escape(choice.word)}</span>")


def _button(name: str, choice: Choice, more: str, inside: str) -> str:
    pressed = "true" if choice.current else "false"
    digit = f"<kbd>{choice.digit}</kbd>" if choice.digit else ""
    return (
        f'<button class="menu-item" name="{name}" value="{escape(choice.value)}" aria-pressed="{pressed}"{more}>'
        f"{inside}{digit}</button>"
    )


def _key(choice: Choice) -> str:
    return f' data-choice="{choice.digit}"' if choice.digit else ""
