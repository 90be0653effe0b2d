"""Django's registration of the feature."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    name = "earshot.features.inbox"
    label = "inbox"

    def ready(self) -> None:
        from earshot.features.inbox import imported, noticed, panels, taught
        from earshot.features.notices.about import describes
        from earshot.web.modules import module
        from earshot.web.slots import NavItem, nav, panel

        nav(NavItem(10, "", _("Inbox"), "inbox", "inbox", key="i", count=panels.open_count, phone=True))
        nav(NavItem(20, "", _("Watches"), "eye", "watches", key="w"))
        describes("conversation", noticed.described)
        panel("nav.inbox", panels.views_panel)
        panel("shell.toasts", panels.undo_panel)
        panel("topics.above", taught.lessons_panel, order=60)
        panel("import.outcome", imported.outcome_panel)
        for name in ("list", "composer", "correcting", "watches"):
            module(f"inbox/{name}", f"inbox/{name}.js")
