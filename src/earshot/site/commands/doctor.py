"""Say what is wrong with this installation, and what mends it. Looking changes nothing.

examples:
  earshot doctor
  earshot doctor --quiet                 only what is not well
  earshot doctor --json                  for a monitor
  earshot doctor --mail                  call the mail server too: is it there, does it take our login and sender
  earshot doctor --language zh-hant
  earshot doctor --install-hints         systemd units, a container file, proxies, pipx: text with this place's paths

Exit code 1 where something needs you now, else 0.
"""

from __future__ import annotations

import argparse
import os


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How it speaks."""
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--quiet", action="store_true", help="only what is not well")
    parser.add_argument("--mail", action="store_true", help="call the mail server too; no letter is sent")
    parser.add_argument(
        "--language", choices=("en", "zh-hant", "zh-hans"), default="", help="(default: that of your terminal)"
    )
    parser.add_argument("--install-hints", action="store_true", help="print how to run it as a service")


def run(arguments: argparse.Namespace) -> int:
    """Look, and tell."""
    if arguments.install_hints:
        return _hints()
    from earshot.kernel.clock import SystemClock
    from earshot.site.doctor.examine import examine
    from earshot.site.doctor.findings import worst
    from earshot.site.doctor.place import Place
    from earshot.site.doctor.report import as_json, as_text
    from earshot.site.doctor.speaking import Speaker
    from earshot.site.home import home
    from earshot.site.runtime.surroundings import language

    speak = Speaker(arguments.language or language())
    place = Place(home(), SystemClock().now(), os.environ, calls=arguments.mail)
    findings = list(examine(place))
    if arguments.json:
        print(as_json(findings, speak))
    else:
        print("\n".join(as_text(findings, speak, all_of_it=not arguments.quiet)))
    return 1 if worst(findings) == "error" else 0


def _hints() -> int:
    from urllib.parse import urlsplit

    from earshot.site.doctor.hints import all_hints, here
    from earshot.site.home import home
    from earshot.site.runtime.supervisor import last_url

    print(all_hints(here(home(), urlsplit(last_url(home())).port or 8000)))
    return 0
