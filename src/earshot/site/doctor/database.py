"""Is the database sound, and of this version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from earshot.kernel.texts import say
from earshot.site.doctor.findings import Finding, ok
from earshot.site.doctor.place import Place
from earshot.site.leaving import schema


def integrity(place: Place) -> Iterator[Finding]:
    """SQLite's own check."""
    if found := schema.damage(place.database):
        yield Finding(
            "error",
            say("The database is damaged: %(words)s", words=found[0]),
            say("Stop Earshot, keep this home, and restore the newest backup: earshot restore FILE --into DIR"),
        )
        return
    yield ok(say("The database is sound."))


def foreign_keys(place: Place) -> Iterator[Finding]:
    """No row names one that is gone."""
    if broken := place.ask("PRAGMA foreign_key_check"):
        yield Finding(
            "error",
            say(
                "%(number)s rows name others that are gone (the first in %(table)s).",
                number=len(broken),
                table=broken[0][0],
            ),
            say("Make a backup, and report it to the maintainers with this sentence."),
        )
        return
    yield ok(say("Every row finds those that it names."))


def migrations(place: Place) -> Iterator[Finding]:
    """The schema is that of this version."""
    with closing(schema.open_to_read(place.database)) as connection:
        applied = set(schema.applied_migrations(connection))
    known = schema.known_migrations()
    if newer := sorted(applied - known):
        yield Finding(
            "error",
            say("A newer version of Earshot has used this home (%(name)s).", name=" ".join(newer[0])),
            say("Install that version or a newer one; this one may misread the database."),
        )
    elif waiting := known - applied:
        yield Finding(
            "warning",
            say("The database is of an older version: %(number)s steps are to be taken.", number=len(waiting)),
            say("Make a backup (earshot backup), then start Earshot: it takes them by itself."),
        )
    else:
        yield ok(say("The database is of this version."))


CHECKS = (foreign_keys, migrations)
"""Of a sound database; ``integrity`` says whether it is one."""
