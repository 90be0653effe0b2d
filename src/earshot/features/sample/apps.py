"""Django's registration of the feature."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "earshot.features.sample"
    label = "sample"

    def ready(self) -> None:
        from earshot.features.notices.silence import stays_inside
        from earshot.features.sample import panels
        from earshot.features.sample.queries import is_sample
        from earshot.web.slots import panel

        stays_inside(is_sample)
        panel("shell.strip", panels.strip)
        panel("shell.menu", panels.menu)
        panel("my-turn.empty", panels.offer)
        panel("conversation.compose", panels.compose, order=10)
