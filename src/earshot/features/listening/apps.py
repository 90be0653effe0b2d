"""Django's registration of the feature."""

from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "earshot.features.listening"
    label = "listening"
