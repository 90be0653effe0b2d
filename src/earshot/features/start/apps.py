"""Django's registration of the feature."""

from django.apps import AppConfig


class StartConfig(AppConfig):
    name = "earshot.features.start"
    label = "start"

    def ready(self) -> None:
        from earshot.features.start import panels
        from earshot.web.modules import module
        from earshot.web.slots import panel

        panel("my-turn.empty", panels.begin_panel, order=10)
        panel("my-turn.empty", panels.heard_panel, order=5)
        panel("topics.above", panels.unmatched_panel)
        module("start/heard", "start/heard.js")
        module("start/counts", "start/counts.js")
