"""The ES modules of the pages, by name: one import map, so that hashed files can import one another without a build."""

from __future__ import annotations

import json

from django.templatetags.static import static

_modules: dict[str, str] = {}


def module(name: str, path: str) -> None:
    """Register a static file under a module name: ``module("inbox/list", "inbox/list.js")``. In ``AppConfig.ready``."""
    _modules[name] = path


def import_map() -> str:
    """The content of ``<script type="importmap">``: module name -> address. Free of ``<``, so safe inside a script."""
    addresses = {name: static(path) for name, path in sorted(_modules.items())}
    return json.dumps({"imports": addresses}).replace("<", "\\u003c")
