"""Wires the house when Django is ready."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "earshot.site"
    label = "site"

    def ready(self) -> None:
        from earshot.site.navigation import register
        from earshot.site.wiring import wire

        wire()
        register()
