"""Makes another workspace with an owner of its own, and posts to work on; run as a process of its own, for that home.

python -m tests.journeys.another_workspace SLUG EMAIL [FILE [option of earshot import ...]]

It prints the path of a sign-in link for the owner, last.
"""

from __future__ import annotations

import sys

from earshot.site.commands import start_django


def seed(slug: str, email: str, *wanted: str) -> str:
    """The workspace, whose owner is called like it; ``wanted`` is imported as work. The path of the sign-in link."""
    from earshot.features.people.actions import create_workspace
    from earshot.kernel.clock import SystemClock
    from earshot.site import cli
    from earshot.site.runtime.prepare import make_link

    create_workspace(slug.title(), slug, email, f"{slug.title()} Owner", slug, "Asia/Taipei", "en", SystemClock())
    if wanted and cli.main(["import", *wanted, "--as", "work", "--workspace", slug]):
        raise SystemExit("The posts could not be imported.")
    return make_link(email)[0]


if __name__ == "__main__":
    start_django()
    print(seed(*sys.argv[1:]))
