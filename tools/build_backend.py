"""Builds the package with flit, having compiled the catalogues: they are made, not kept, and a wheel needs them."""

from __future__ import annotations

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

from flit_core import buildapi
from flit_core.buildapi import (
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]


def build_wheel(directory: str, settings: Any = None, metadata: str | None = None) -> str:
    """The wheel; its name."""
    _compile()
    return str(buildapi.build_wheel(directory, settings, metadata))


def build_editable(directory: str, settings: Any = None, metadata: str | None = None) -> str:
    """A wheel that points here; its name."""
    _compile()
    return str(buildapi.build_editable(directory, settings, metadata))


def _compile() -> None:
    loader = SourceFileLoader("compile_messages", str(Path(__file__).with_name("compile_messages")))
    spec = spec_from_loader("compile_messages", loader)
    assert spec is not None
    tool = module_from_spec(spec)
    loader.exec_module(tool)
    tool.main()
