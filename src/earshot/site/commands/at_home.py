"""For commands that read this installation's own conversations."""

from __future__ import annotations

from earshot.kernel.errors import BadInput, NotFound


def open_home() -> None:
    """Make the home's database usable.

    Raises:
        NotFound: there is no Earshot in the home.
    """
    from earshot.site.commands import start_django
    from earshot.site.home import DATABASE, home, prepare_home
    from earshot.site.runtime.prepared import ensure_prepared

    if not (home() / DATABASE).exists():
        raise NotFound(f"There is no Earshot in {home()}.", "Set EARSHOT_HOME to the folder of its state.")
    ensure_prepared(prepare_home())
    start_django()


def workspace_of(slug: str) -> int:
    """The id of the workspace of that address; of the only one where none is named.

    Raises:
        NotFound: there is none.
        BadInput: there are several and none is named.
    """
    from earshot.features.people.queries import every_workspace

    found = [each for each in every_workspace() if slug in ("", each.slug)]
    if not found:
        raise NotFound(
            f"There is no workspace {slug}." if slug else "There is no workspace yet.", "See: earshot workspace"
        )
    if len(found) > 1:
        raise BadInput(
            "There are several workspaces.", f"Add --workspace, one of {', '.join(each.slug for each in found)}."
        )
    return found[0].pk
