"""Django's registration of the feature."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "earshot.features.conversations"
    label = "conversations"

    def ready(self) -> None:
        from earshot.features.conversations.merging import subscribe

        subscribe()
