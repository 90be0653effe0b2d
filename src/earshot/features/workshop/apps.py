"""Django's registration of the feature."""

from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    name = "earshot.features.workshop"
    label = "workshop"

    def ready(self) -> None:
        from earshot.features.workshop.subscriptions import subscribe
        from earshot.web.modules import module

        subscribe()
        for name in ("asking", "completion", "editor", "samples", "tokens"):
            module(f"workshop/{name}", f"workshop/{name}.js")
