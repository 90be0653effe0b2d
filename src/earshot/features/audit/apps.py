"""Django's registration of the feature."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "earshot.features.audit"
    label = "audit"
