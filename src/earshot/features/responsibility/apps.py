"""Django's registration of the feature."""

from django.apps import AppConfig


class ResponsibilityConfig(AppConfig):
    name = "earshot.features.responsibility"
    label = "responsibility"
