"""Django's registration of the UI kit and the live events."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "earshot.web"
    label = "web"
