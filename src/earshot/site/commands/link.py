"""Print a new one-time sign-in link. Older ones of the same person stop working.

examples:
  earshot link                        for the first owner
  earshot link --email mei@example.org
  earshot link --url https://earshot.example.org
"""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """For whom, and where the pages are."""
    parser.add_argument("--email", default="", help="whom it signs in (default: the first owner)")
    parser.add_argument("--url", default="", help="where the pages are (default: where `earshot up` last served them)")


def run(arguments: argparse.Namespace) -> int:
    """Print the link."""
    from earshot.site.home import prepare_home
    from earshot.site.runtime.prepared import ensure_prepared
    from earshot.site.runtime.supervisor import last_url

    folder = prepare_home()
    ensure_prepared(folder)
    from earshot.site.commands import start_django

    start_django()
    from earshot.site.runtime.prepare import make_link

    path, email = make_link(arguments.email)
    print((arguments.url or last_url(folder)).rstrip("/") + path)
    print(f"It signs {email} in, once, within a day.")
    return 0
