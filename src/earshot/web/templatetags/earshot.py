"""Tags of the kit. Load with ``{% load earshot %}``; see each on ``/styleguide/``."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from earshot.web import times
from earshot.web.addresses import url
from earshot.web.context import language_tag
from earshot.web.initials import initials
from earshot.web.networks import network_drawing, network_name
from earshot.web.texts import translated

register = template.Library()
RISK_SHOWN, RISK_HIGH = 40, 70


@register.simple_tag(takes_context=True)
def wurl(context: Context, name: str, *args: object, **kwargs: object) -> str:
    """``{% wurl 'inbox' %}``: an address inside the current workspace."""
    return url(context["request"], name, *args, **kwargs)


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """``{% icon 'reply' %}``, 20 px: ``{% icon 'reply' 'l' %}``; a ``label`` makes it an image with a name."""
    return _svg(f"i {size}".strip(), format_html('<use href="{}#i-{}"/>', static("web/icons.svg"), name), label)


@register.simple_tag
def network(kind: str) -> SafeString:
    """The icon of a network, named for those who cannot see it."""
    drawing = network_drawing(kind)
    if drawing is None:
        return icon("channel", label=network_name(kind))
    box, inner = drawing
    return _svg("i", inner, network_name(kind), box)


@register.filter
def network_title(kind: str) -> str:
    """The name of a network."""
    return network_name(kind)


def _svg(classes: str, inner: SafeString, label: str, box: str = "0 0 16 16") -> SafeString:
    if not label:
        return format_html('<svg class="{}" viewBox="{}" aria-hidden="true">{}</svg>', classes, box, inner)
    return format_html('<svg class="{}" viewBox="{}" role="img" aria-label="{}">{}</svg>', classes, box, label, inner)


@register.simple_tag
def avatar(name: str, size: str = "", doing: str = "", label: str = "") -> SafeString:
    """Staff are round. ``size``: "", l, xl; ``doing``: sees, writes, and ``label`` says so in words."""
    classes, words = " ".join(filter(None, ("av", size, doing))), conditional_escape(label or name)
    return SafeString(
        f'<span class="{classes}" role="img" aria-label="{words}" title="{words}">{_initials(name)}</span>'
    )


@register.simple_tag
def outsider(name: str, size: str = "l") -> SafeString:
    """Authors outside are square, and decoration: their name stands beside."""
    return SafeString(f'<span class="av out {size}" aria-hidden="true">{_initials(name)}</span>')


@lru_cache(maxsize=4096)
def _initials(name: str) -> SafeString:
    return escape(initials(name))


@register.simple_tag
def raci(letter: str) -> SafeString:
    """The letter in its square, told apart without colour; ``-`` is nobody."""
    names = {"A": _("Accountable"), "R": _("Responsible"), "C": _("Consulted"), "I": _("Informed")}
    if letter not in names:
        return format_html('<span class="raci none" role="img" aria-label="{}">!</span>', _("Unowned"))
    return format_html('<abbr class="raci {}" title="{}">{}</abbr>', letter, names[letter], letter)


@register.simple_tag
def risk(value: int) -> SafeString:
    """Three bars; nothing below 40."""
    return _risk(value, translation.get_language()) if value >= RISK_SHOWN else SafeString("")


@lru_cache(maxsize=512)
def _risk(value: int, language: str | None) -> SafeString:
    label = _("risk %(value)d") % {"value": value}
    return format_html(
        '<span class="risk {}" role="img" aria-label="{}" title="{}"><i></i><i></i><i></i></span>',
        "r3" if value >= RISK_HIGH else "r2",
        label,
        label,
    )


@register.simple_tag
def due(fuse: times.Fuse | None) -> SafeString:
    """The fuse: icon, words, and a bar of the time that is left."""
    if fuse is None:
        return SafeString("")
    bar = f'<i class="p{fuse.percent}"></i>' if fuse.percent is not None else ""
    tip = f' title="{escape(times.full(fuse.at))}"' if fuse.at else ""
    # On every row of every list, so it is put together by hand: all that is not ours is escaped.
    words = f"{icon(fuse.icon)}{escape(fuse.words)}{bar}"
    return SafeString(f'<span class="due {fuse.kind}"{tip}>{words}</span>')


@register.simple_tag
def bar(percent: float, kind: str = "") -> SafeString:
    """A bar of so many per cent, to the nearest five; ``kind``: warn, bad, good, grey."""
    step = max(0, min(100, round(percent / 5) * 5))
    return format_html('<span class="bar {}"><i class="p{}"></i></span>', kind, step)


@register.simple_tag
def when(at: datetime | None, classes: str = "") -> SafeString:
    """An instant in the reader's zone, short, with the whole of it in the tip."""
    if at is None:
        return SafeString("")
    return format_html(
        '<time class="{}" datetime="{}" title="{}">{}</time>', classes, at.isoformat(), times.full(at), times.short(at)
    )


@register.filter
def clock_time(at: datetime) -> str:
    """``09:12`` in the reader's zone."""
    return timezone.localtime(at).strftime("%H:%M")


@register.filter
def short_time(at: datetime | None) -> str:
    """As ``when``, as plain text."""
    return times.short(at) if at else ""


register.filter("day", times.day)
register.filter("day_column", times.day_column)


@register.filter
def clock_seconds(at: datetime) -> str:
    """``09:12:05`` in the reader's zone."""
    return timezone.localtime(at).strftime("%H:%M:%S")


@register.filter
def grouped(number: int) -> str:
    """``12,480``, as all three languages write it."""
    return f"{number:,}"


@register.simple_tag
def sentence_space() -> str:
    """What stands between two sentences: a space, where the language has one there."""
    return "" if (translation.get_language() or "").startswith("zh") else " "


register.filter("said", translated)
register.filter("language_tag", language_tag)


@register.filter
@lru_cache(maxsize=512)
def lang_attr(code: str) -> SafeString:
    """`` lang="zh-Hant"`` for a text in that language; nothing where it is not known."""
    if not code or code == "und":
        return SafeString("")
    return format_html(' lang="{}"', escape(language_tag(code)))


@register.inclusion_tag("web/parts/field.html")
def field(bound: BoundField, **attrs: Any) -> dict[str, Any]:
    """A form field with label, help and error, tied together for screen readers. ``attrs`` go to the widget."""
    name = bound.id_for_label or bound.html_name
    described = [f"{name}-help"] if bound.help_text else []
    described += [f"{name}-error"] if bound.errors else []
    kind = getattr(bound.field.widget, "input_type", "")
    extra: dict[str, Any] = {key.replace("_", "-"): value for key, value in attrs.items()}
    if kind not in ("checkbox", "radio"):
        extra["class"] = f"in {extra.get('class', '')}".strip()
    if described:
        extra["aria-describedby"] = " ".join(described)
    if bound.errors:
        extra["aria-invalid"] = "true"
    return {"field": bound, "widget": bound.as_widget(attrs=extra), "name": name, "is_tick": kind == "checkbox"}
