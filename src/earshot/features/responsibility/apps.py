"""Django's registration of the feature."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResponsibilityConfig(AppConfig):
    name = "earshot.features.responsibility"
    label = "responsibility"

    def ready(self) -> None:
        from earshot.features.responsibility.shifts.panels import my_shift
        from earshot.features.responsibility.subscriptions import subscribe
        from earshot.web.modules import module
        from earshot.web.slots import NavItem, nav, panel

        nav(NavItem(45, _("Rules"), _("Responsibility"), "map", "policy", key="m"))
        panel("my-turn.aside", my_shift, order=10)
        subscribe()
        module("responsibility/lines", "responsibility/lines.js")
