"""One module a command; each prints its own help with examples."""

from __future__ import annotations

import os


def start_django() -> None:
    """Make the database and the features usable; costs a few hundred milliseconds."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "earshot.site.settings")
    import django

    django.setup()
