"""``make``, ``fill`` and ``back``: see the package."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from earshot import __version__

HERE = Path(__file__).parent


def main(words: list[str]) -> int:
    """Carry out one of the three."""
    if words == ["fill"]:
        from earshot.site.commands import start_django

        start_django()
        from tests.site.homes.filling import fill

        fill()
    elif words[:1] == ["back"] and len(words) % 2:
        from earshot.site.commands import start_django

        start_django()
        from django.core.management import call_command

        for app, name in zip(words[1::2], words[2::2], strict=True):
            call_command("migrate", app, name, verbosity=0, interactive=False)
    elif words == ["make"]:
        return _make(HERE / f"{__version__}.sql")
    else:
        print(sys.modules["tests.site.homes"].__doc__)
        return 2
    return 0


def _make(target: Path) -> int:
    from tests.site.homes.making import as_sql, make_home

    if target.exists():
        print(f"{target.name} is there already: a released home is never made again.")
        return 1
    with tempfile.TemporaryDirectory() as work:
        target.write_text(as_sql(make_home(Path(work) / "home")), encoding="utf-8")
    print(f"Made {target}. Commit it.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
