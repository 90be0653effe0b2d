"""Django's registration of the feature."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "earshot.features.notices"
    label = "notices"
