"""Django's registration of the feature."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListeningConfig(AppConfig):
    name = "earshot.features.listening"
    label = "listening"

    def ready(self) -> None:
        from earshot.web.slots import NavItem, nav

        nav(NavItem(50, _("Rules"), _("Topics"), "topic", "topics", key="o"))
        nav(NavItem(70, _("House"), _("Channels"), "channel", "channels", key="c"))
        nav(NavItem(75, _("House"), _("Imports"), "download", "imports"))
