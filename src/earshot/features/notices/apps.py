"""Django's registration of the feature."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "earshot.features.notices"
    label = "notices"

    def ready(self) -> None:
        from earshot.features.notices import panels
        from earshot.web.modules import module
        from earshot.web.slots import NavItem, nav, panel

        nav(NavItem(5, "", _("Notices"), "bell", "notices", key="b", count=panels.bell_count, phone=True))
        panel("shell.scripts", panels.bell, order=20)
        panel("me.below", panels.ways_line)
        for name in ("bell", "notices", "push"):
            module(f"notices/{name}", f"notices/{name}.js")
