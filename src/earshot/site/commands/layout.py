"""``earshot policy fmt``: documents in their one layout."""

from __future__ import annotations

import argparse
import difflib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from earshot.engine.policy import PolicyInvalid
from earshot.engine.policy.layout import laid_out
from earshot.kernel.errors import BadInput
from earshot.site.commands.policies import INVALID, read_text, report_invalid

OTHERWISE_LAID_OUT = 1
"""Exit code of --check: a document is laid out otherwise."""


def add_fmt(verbs: Any) -> None:
    """The words of ``fmt``."""
    fmt = verbs.add_parser("fmt", help="lay out a document in one way, comments kept", allow_abbrev=False)
    fmt.add_argument(
        "files", metavar="FILE", nargs="*", default=["-"], help="documents; -, the default, is standard input"
    )
    how = fmt.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="change nothing; show what would change, and exit with 1")
    how.add_argument("--write", action="store_true", help="write each back into its file")
    fmt.add_argument("--json", action="store_true", help="with --check or --write: print one JSON object a file")


def fmt(arguments: argparse.Namespace) -> int:
    """Carry it out; the exit code: 0 all are laid out, 1 (--check) one is not, 2 one is no valid document."""
    if arguments.write and "-" in arguments.files:
        raise BadInput("Standard input cannot be written back.", "Name the file.")
    if arguments.json and not (arguments.check or arguments.write):
        raise BadInput("--json tells what --check or --write found.", "Add one of them.")
    return max([_one(path, arguments) for path in arguments.files])


def _one(path: str, arguments: argparse.Namespace) -> int:
    text = read_text(path)
    try:
        after = laid_out(text)
    except PolicyInvalid as invalid:
        report_invalid(path, invalid)
        if arguments.json:
            print(json.dumps({"file": path, "errors": [problem.as_json() for problem in invalid.problems]}))
        return INVALID
    if not (arguments.check or arguments.write):
        sys.stdout.write(after)
        return 0
    if arguments.write and after != text:
        _replace(Path(path), after)
    _tell(path, text, after, arguments)
    return OTHERWISE_LAID_OUT if arguments.check and after != text else 0


def _tell(path: str, text: str, after: str, arguments: argparse.Namespace) -> None:
    if arguments.json:
        print(json.dumps({"file": path, "errors": [], "changed": after != text}, ensure_ascii=False))
    elif arguments.check:
        sys.stdout.writelines(
            difflib.unified_diff(text.splitlines(True), after.splitlines(True), path, f"{path}, laid out")
        )
    elif after != text:
        print(f"{path} is laid out.")


def _replace(path: Path, text: str) -> None:
    """Whole or not at all; its rights stay."""
    try:
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            file.write(text.encode())
        Path(file.name).chmod(path.stat().st_mode & 0o7777)
        Path(file.name).replace(path)
    except OSError as error:
        raise BadInput(
            f"{path} can not be written: {error.strerror}.", "See whose it is, and whether there is room."
        ) from None
