"""How the file of an import is read: kept with it, so that whoever goes on reads it as the person said."""

from __future__ import annotations

from pathlib import Path

from earshot.features.listening.models import Import
from earshot.ports.files import FileLook, FileWishes


def as_options(path: Path, wishes: FileWishes, look: FileLook) -> dict[str, object]:
    """What ``Import.options`` holds."""
    return {
        "joined": str(wishes.joined) if wishes.joined else "",
        "encoding": look.encoding,
        "zone": wishes.zone,
        "network": wishes.network,
        "dates": look.dates,
        "delimiter": look.delimiter,
        "format": look.format,
        "columns": list(look.columns),
        "header": look.header,
        "sheet": look.sheet,
        "preset": look.preset,
        "exact": look.exact,
        "bytes": path.stat().st_size,
    }


def wishes_of(begun: Import) -> FileWishes:
    """What the person said, and what the look at it settled."""
    options = begun.options
    return FileWishes(
        begun.mapping,
        Path(options["joined"]) if options["joined"] else None,
        encoding=options["encoding"],
        zone=options["zone"],
        network=options["network"],
        dates=options["dates"],
        sheet=options.get("sheet", ""),
        header=options.get("header"),
        preset=options.get("preset", ""),
    )


def look_of(begun: Import) -> FileLook:
    """The look that the import began with."""
    options = begun.options
    columns = tuple(options["columns"])
    return FileLook(
        options["format"],
        begun.encoding,
        options["delimiter"],
        columns,
        begun.mapping,
        begun.total,
        options["dates"],
        header=options.get("header", 0 if columns[:1] == ("1",) else 1),  # imports of the first version have none
        sheet=options.get("sheet", ""),
        preset=options.get("preset", ""),
        exact=options.get("exact", True),
    )
