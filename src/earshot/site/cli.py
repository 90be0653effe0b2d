"""The command line: ``earshot COMMAND``. Each command is a module of ``earshot.site.commands``, loaded when used,
so that ``earshot --help`` and ``earshot match`` start without the web framework."""

from __future__ import annotations

import argparse
import errno
import importlib
import sys
from collections.abc import Sequence

from earshot import __version__
from earshot.kernel.errors import EarshotError
from earshot.site.home import home
from earshot.site.no_home import cannot_be_written

COMMANDS: dict[str, str] = {
    "up": "start everything: pages and listeners",
    "web": "serve the pages only",
    "work": "listen, decide and publish only",
    "import": "read posts from a file: XLSX, CSV, JSONL, JSON",
    "match": "print the posts that match a query",
    "query": "explain, check, format, convert and compare queries",
    "decide": "say who is accountable for each post under a policy",
    "policy": "check, test, show and write policies",
    "workspace": "list the workspaces, or make another",
    "link": "print a one-time sign-in link",
    "backup": "copy everything into one file, while running",
    "restore": "make a home of a backup",
    "export": "write everything in open formats",
    "doctor": "say what is wrong with this installation",
}
"""Name -> one line of help. The module has the same name (``import_`` for import) and offers
``add_arguments(parser)`` and ``run(arguments) -> exit code``."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is returned (and is the process's, by the entry point)."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help"):
        print(_overview())
        return 0
    if words[0] == "--version":
        print(f"earshot {__version__}")
        return 0
    name = words[0]
    if name not in COMMANDS:
        print(f"earshot: there is no command {name!r}. See: earshot --help", file=sys.stderr)
        return 2
    return _run(name, words[1:])


def _overview() -> str:
    lines = [f"  {name:<9} {help}" for name, help in COMMANDS.items()]
    return "\n".join(["usage: earshot COMMAND [options]", "", *lines, "", "Each has its own help: earshot up --help"])


def _run(name: str, words: Sequence[str]) -> int:
    module = importlib.import_module(f"earshot.site.commands.{'import_' if name == 'import' else name}")
    parser = argparse.ArgumentParser(
        prog=f"earshot {name}",
        description=(module.__doc__ or "").strip(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    module.add_arguments(parser)
    arrange = getattr(module, "arrange", list)  # a command may put its words in order: a query may begin with a dash
    arguments = parser.parse_args(arrange(words))
    try:
        code = module.run(arguments)
    except EarshotError as error:
        print(f"earshot: {error.message}", file=sys.stderr)
        if error.mend:
            print(f"         {error.mend}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:  # the one thing about a home that even asking for it raises
            raise
        refused = cannot_be_written(home(), error)
        print(f"earshot: {refused.message}\n         {refused.mend}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return int(code or 0)
