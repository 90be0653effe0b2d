"""Many topics, looked up in the index; very many, where the extra ``earshot[fast]`` is installed, in the batch kernel.

The kernel is made in a thread while the index goes on answering: its machine code takes some seconds to make the first
time. Only the work process asks for it (``use_kernel``): pages look at one post at a time.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

from earshot.engine.query import Document, Query
from earshot.engine.query.index import Index
from earshot.engine.query.kernel import available

if TYPE_CHECKING:
    from earshot.engine.query.kernel.kernel import Kernel

log = logging.getLogger(__name__)

WORTH_IT = 1_000
"""From so many topics on the kernel is worth its memory (100 to 200 MB; ``python -m bench kernel``)."""
_WARM = "late parcel"

_kept_in: list[Path] = []


def use_kernel(folder: Path) -> None:
    """From now on this process makes kernels; their machine code is kept in ``folder``. Nothing without the extra."""
    if available():
        _kept_in[:] = [folder]


class LookUp:
    """Queries by name, of which a post may match some; the methods of ``Index`` that are needed here."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._queries: dict[str, Query] = {}
        self._asked: Index | Kernel = Index(fields=False)
        self._making: Thread | None = None

    def add(self, name: str, query: Query) -> None:
        """File a query; one of the same name is replaced."""
        with self._lock:
            self._queries[name] = query
            self._asked.add(name, query)

    def remove(self, name: str) -> None:
        """Take a query out. Raises KeyError."""
        with self._lock:
            del self._queries[name]
            self._asked.remove(name)

    def candidates_all(self, documents: Sequence[Document]) -> list[list[str]]:
        """For each document the names of the queries that may match; the others do not."""
        asked = self._asked
        if isinstance(asked, Index):
            self._make_kernel_if_worth_it()
            return [asked.candidates(document) for document in documents]
        return asked.candidates_all(documents)

    def _make_kernel_if_worth_it(self) -> None:
        if self._making is None and _kept_in and len(self._queries) >= WORTH_IT:
            self._making = Thread(target=self._make_kernel, args=(_kept_in[0],), name="kernel", daemon=True)
            self._making.start()

    def _make_kernel(self, folder: Path) -> None:
        try:
            kernel, known = _made_kernel(folder, dict(self._queries))
            with self._lock:
                for name in known.keys() - self._queries.keys():
                    kernel.remove(name)
                for name, query in self._queries.items():
                    if known.get(name) is not query:
                        kernel.add(name, query)
                self._asked = kernel
        except Exception:
            # Whatever a compiler may run into: the index answers the same, only slower.
            log.exception("The batch kernel could not be made; the index goes on.")
            return
        log.info("%s topics are looked up in the batch kernel.", len(kernel))


def _made_kernel(folder: Path, queries: dict[str, Query]) -> tuple[Kernel, dict[str, Query]]:
    kernel = _kernel_class()(fields=False, kept_in=folder)
    for name, query in queries.items():
        kernel.add(name, query)
    kernel.candidates(Document(_WARM, _WARM, _WARM))  # makes the machine code
    return kernel, queries


def _kernel_class() -> type[Kernel]:
    from earshot.engine.query.kernel.kernel import Kernel  # only here: it needs numpy

    return Kernel
