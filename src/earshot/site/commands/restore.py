"""Make a home of a backup, whole or not at all.

examples:
  earshot restore earshot-20261123T021500Z.earshot-backup
  earshot restore FILE --into ~/second --key ~/safe/earshot-key
  EARSHOT_HOME=~/second earshot up

The folder must not exist, be empty, or hold nothing but its key. A backup of an older version is brought up to date;
one of a newer version is refused.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from earshot.site.leaving.restore import Restored


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, where to, and the key."""
    parser.add_argument("file", metavar="FILE", help="the backup")
    parser.add_argument(
        "--into", default="", metavar="DIR", help="the new home (default: EARSHOT_HOME, else ~/.earshot)"
    )
    parser.add_argument("--key", default="", metavar="FILE", help="your copy of the key of that installation")


def run(arguments: argparse.Namespace) -> int:
    """Restore it, say what is to be done now."""
    from earshot.site.home import home
    from earshot.site.leaving.restore import restore

    os.umask(0o077)
    folder = Path(arguments.into).expanduser().absolute() if arguments.into else home()
    key_file = Path(arguments.key).expanduser() if arguments.key else None
    _tell(restore(Path(arguments.file).expanduser(), folder, key_file))
    return 0


def _tell(restored: Restored) -> None:
    manifest = restored.manifest
    print(f"{restored.folder} is as it was on {manifest.made_at}: every table counts what the backup counted.")
    if restored.migrated:
        print(f"It was made by Earshot {manifest.earshot} and was brought up to date ({restored.migrated} steps).")
    if not restored.key:
        print(f"The key is missing. Before the first start put your copy of it ({manifest.key_id}) at:")
        print(f"  {restored.folder}/key")
        print("Without it a new one is made, and the channels that have tokens are connected again: Channels, Edit.")
    if restored.held:
        print(f"{restored.held} answers were waiting to go out. They may have gone since: a person is asked for each.")
    print("Everybody signs in again. Do not run this home and the one it was copied from at the same time:")
    print("both would answer.")
    print(f"Start it: EARSHOT_HOME={restored.folder} earshot up")
