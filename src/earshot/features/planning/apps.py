"""Django's registration of the feature."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "earshot.features.planning"
    label = "planning"

    def ready(self) -> None:
        from earshot.features.planning import panels
        from earshot.web.slots import NavItem, nav, panel

        nav(NavItem(30, _("Planning"), _("Campaigns"), "flag", "campaigns", key="n"))
        panel("conversation.context", panels.beside_conversation, order=20)
        panel("my-turn.aside", panels.of_today, order=20)
        panel("hand-over", panels.of_today)
