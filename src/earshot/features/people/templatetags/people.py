"""Tags of the pages about people."""

from __future__ import annotations

from django import template

from earshot.ports.services import services

register = template.Library()


@register.simple_tag
def link_command() -> str:
    """What prints a sign-in link on the machine of this installation."""
    return services().link_command
