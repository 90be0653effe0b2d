"""Django's registration of the feature."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "earshot.features.inbox"
    label = "inbox"
