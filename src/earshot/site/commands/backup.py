"""Copy the whole home into one file, while Earshot runs. The key is not in it: keep a copy of that apart.

examples:
  earshot backup                             earshot-20261123T021500Z.earshot-backup in this folder
  earshot backup /mnt/safe --keep 14         into that folder; only the 14 newest stay
  earshot backup before-the-move.earshot-backup

The copy shows one instant and is read back before it counts. Put back: earshot restore FILE
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from earshot.kernel.errors import BadInput
from earshot.site.home import KEY, home

if TYPE_CHECKING:
    from earshot.site.leaving.backup import Made


COUNTED = ("listening_post", "conversations_conversation")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and how many stay."""
    parser.add_argument("file", nargs="?", default="", metavar="FILE", help="file or folder (default: this folder)")
    parser.add_argument("--keep", type=int, default=0, metavar="N", help="remove all but the N newest in that folder")


def run(arguments: argparse.Namespace) -> int:
    """Make it, say what it holds."""
    if arguments.keep < 0:
        raise BadInput("--keep takes how many backups stay, 1 or more.", "For example: --keep 14")
    from earshot.kernel.clock import SystemClock
    from earshot.site.leaving.backup import make_backup
    from earshot.site.leaving.rotation import rotate, target_of

    os.umask(0o077)
    clock = SystemClock()
    _refuse_a_server(home())
    made = make_backup(home(), target_of(arguments.file, Path.cwd(), clock.now()), clock)
    _tell(made)
    if arguments.keep:
        for path in rotate(made.path.parent, arguments.keep, made.manifest.key_id):
            print(f"Removed {path}, which is older.")
    return 0


def _refuse_a_server(folder: Path) -> None:
    if not (folder / KEY).exists():
        return  # reading the settings would make a home with a key of its own
    from earshot.site.settings import DATABASES

    database: Mapping[str, object] = DATABASES["default"]
    if "sqlite" not in str(database["ENGINE"]):
        from earshot.site.leaving.backup import postgresql_words

        raise postgresql_words(database)


def _tell(made: Made) -> None:
    manifest = made.manifest
    posts, conversations = (manifest.counts.get(name, 0) for name in COUNTED)
    print(f"{made.path}: {made.bytes:,} bytes, {len(manifest.members)} files, read back and sound.")
    print(f"It holds {posts:,} posts and {conversations:,} conversations as of {manifest.made_at}.")
    print(f"Not in it: the key {manifest.home}/key, which opens the stored tokens of your channels, and open sessions.")
    print("Keep a copy of the key apart from the backups. It is the key " + (manifest.key_id or "(missing)") + ".")
    print("Put back: earshot restore FILE")
