"""Makes another workspace with an owner of its own; run as a process of its own, for that home.

python -m tests.journeys.second_workspace SLUG EMAIL
"""

from __future__ import annotations

import sys

from earshot.site.commands import start_django


def seed(slug: str, email: str) -> None:
    """The workspace; its owner is called like it."""
    from earshot.features.people.actions import create_workspace
    from earshot.kernel.clock import SystemClock

    create_workspace(slug.title(), slug, email, f"{slug.title()} Owner", slug, "Asia/Taipei", "en", SystemClock())


if __name__ == "__main__":
    start_django()
    seed(*sys.argv[1:])
