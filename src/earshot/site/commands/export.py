"""Write everything in open formats, while Earshot runs: JSON Lines, CSV for a spreadsheet, YAML, and imported files.

examples:
  earshot export --all ~/earshot-export
  earshot export --workspace acme ~/acme-export
  earshot export --tables                 what each table and column means

The folder must be new or empty. Passwords, tokens of channels and one-time links are left out; the manifest says so.
To copy an installation instead: earshot backup
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from earshot.kernel.errors import BadInput, NotFound


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, and where to."""
    parser.add_argument("folder", nargs="?", default="", metavar="DIR", help="a new or empty folder")
    parser.add_argument("--all", action="store_true", help="every workspace")
    parser.add_argument("--workspace", default="", metavar="SLUG", help="this one only")
    parser.add_argument("--tables", action="store_true", help="write nothing; describe the tables")


def run(arguments: argparse.Namespace) -> int:
    """Export, and say what it holds."""
    if not arguments.tables:
        _check(arguments)
    from earshot.site.commands import start_django
    from earshot.site.home import DATABASE, home, prepare_home
    from earshot.site.runtime.prepared import ensure_prepared

    if not arguments.tables:
        if not (home() / DATABASE).exists():
            raise NotFound(f"There is no Earshot in {home()}.", "Set EARSHOT_HOME to the folder of its state.")
        ensure_prepared(prepare_home())
    start_django()
    from earshot.site.leaving.export import export, tables_text

    if arguments.tables:
        print(tables_text())
        return 0
    os.umask(0o077)
    from earshot.ports.services import services

    folder = Path(arguments.folder).expanduser().absolute()
    done = export(folder, services().clock, arguments.workspace)
    print(
        f"{done.folder}: {done.files} files, {done.rows:,} rows of {', '.join(done.workspaces)}. Begin with README.txt."
    )
    return 0


def _check(arguments: argparse.Namespace) -> None:
    if bool(arguments.all) == bool(arguments.workspace):
        raise BadInput("Say what to export.", "earshot export --all DIR, or: earshot export --workspace SLUG DIR")
    if not arguments.folder:
        raise BadInput("Say where to: a new or empty folder.", "For example: earshot export --all ~/earshot-export")
