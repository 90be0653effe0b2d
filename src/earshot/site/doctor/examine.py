"""All checks of an installation, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from earshot.kernel.texts import say
from earshot.site.doctor import clock, contents, database, home, mail, program, running
from earshot.site.doctor.findings import Finding, worst
from earshot.site.doctor.place import Place

Check = Callable[[Place], Iterable[Finding]]


def examine(place: Place) -> Iterator[Finding]:
    """What there is to say. Where there is no home yet, only the program is looked at."""
    yield from _all(program.CHECKS, place)
    if not place.folder.is_dir() or not place.database.is_file():
        if not place.folder.is_dir():
            yield from _all((home.can_be_made,), place)
        yield Finding(
            "note",
            say("There is no Earshot in %(path)s yet.", path=str(place.folder)),
            say("Start it: earshot up. Or set EARSHOT_HOME to the folder of its state."),
            "home",
        )
        return
    yield from _all(home.CHECKS, place)
    soundness = list(_all((database.integrity,), place))
    yield from soundness
    if worst(soundness) != "error":  # of a damaged database nothing more can be told
        yield from _all((*database.CHECKS, *contents.CHECKS), place)
    yield from _all((*clock.CHECKS, *running.CHECKS, *mail.CHECKS), place)


def _all(checks: Iterable[Check], place: Place) -> Iterator[Finding]:
    for check in checks:
        name = getattr(check, "__name__", "")
        try:
            for finding in check(place):
                yield replace(finding, check=name)
        except Exception as error:  # whatever one check stumbles over, the others are needed all the more
            yield Finding(
                "error",
                say(
                    "The check “%(check)s” itself failed: %(error)s",
                    check=name,
                    error=f"{type(error).__name__}: {error}",
                ),
                say("Report this to the maintainers."),
                name,
            )
