"""Django's registration of the feature."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "earshot.features.people"
    label = "people"

    def ready(self) -> None:
        from earshot.web.slots import NavItem, nav

        nav(NavItem(80, _("House"), _("People"), "meeting", "people", key="p"))
        nav(NavItem(90, _("House"), _("Audit trail"), "history", "audit"))
