"""Django's registration of the UI kit and the live events."""

from django.apps import AppConfig

MODULES = ("trusted", "keys", "palette", "merge", "fresh", "live", "live-worker", "loading", "stale", "shell")


class WebConfig(AppConfig):
    name = "earshot.web"
    label = "web"

    def ready(self) -> None:
        from earshot.web.modules import module

        for name in MODULES:
            module(f"web/{name}", f"web/js/{name}.js")
