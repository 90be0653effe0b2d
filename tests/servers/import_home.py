"""Imports a file in a home of its own and says how its memory was; run as a process, for that home.

python -m tests.servers.import_home FILE ROWS
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from earshot.site.commands import start_django


def resident() -> int:
    """Bytes of this process in memory (Linux)."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


def run(path: Path, count: int) -> dict[str, object]:
    """What came of it: memory at a fifth and at the end, and the progress on the way."""
    from django.core.management import call_command

    from earshot.features.listening.actions import run_import, start_import
    from earshot.features.listening.models import Post
    from earshot.features.listening.progress import progress
    from earshot.features.people.actions import create_workspace
    from earshot.kernel.clock import SystemClock
    from earshot.pipeline import travel
    from earshot.ports.files import FileWishes

    call_command("migrate", verbosity=0)
    clock = SystemClock()
    owner = create_workspace("Big", "big", "owner@big.test", "Owner", "owner", "UTC", "en", clock)
    begun = start_import(owner.workspace, path, "history", FileWishes(), clock)
    percents, left, early = [], 0, 0
    while run_import(begun.pk, clock, travel):
        begun.refresh_from_db()
        far = progress(begun, clock.now())
        percents.append(far.percent)
        left += far.left is not None
        if not early and begun.position >= count // 5:
            early = resident()
    begun.refresh_from_db()
    return {
        "expected": begun.total, "state": begun.state, "added": begun.added, "posts": Post.objects.count(),
        "percents": percents, "left": left, "early": early, "late": resident(),
    }  # fmt: skip


if __name__ == "__main__":
    start_django()
    print(json.dumps(run(Path(sys.argv[1]), int(sys.argv[2]))))
