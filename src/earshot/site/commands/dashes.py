"""Words of the command line where a query may begin with a dash."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def arranged(words: Sequence[str], takes_value: Collection[str], flags: Collection[str]) -> list[str]:
    """Options first, then ``--`` and the rest, so that a query that begins with a dash is taken for one.

    ``takes_value``: options that are followed by their value; ``flags``: those that stand alone.
    """
    options: list[str] = []
    rest: list[str] = []
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            rest.extend(waiting)
            break
        if word in takes_value:
            options.extend([word, *waiting[:1]])
            del waiting[:1]
        elif word in flags or word.startswith(tuple(f"{option}=" for option in takes_value)):
            options.append(word)
        else:
            rest.append(word)
    return [*options, "--", *rest] if rest else options
