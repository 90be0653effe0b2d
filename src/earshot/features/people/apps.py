"""Django's registration of the feature."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "earshot.features.people"
    label = "people"
