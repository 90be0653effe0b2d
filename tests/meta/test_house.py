"""What import-linter cannot see: foreign keys, templates, names of connectors, the shape of features."""

from __future__ import annotations

import ast
import re
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from django.apps import apps

import earshot

SOURCE = Path(earshot.__file__).parent
LINE = [
    "start",
    "sample",
    "planning",
    "inbox",
    "delivery",
    "workshop",
    "responsibility",
    "conversations",
    "listening",
    "notices",
    "people",
    "audit",
    "web",
]
"""Upper to lower; ``web`` lies below all features."""


def _models() -> list[type]:
    return [model for label in LINE for model in apps.get_app_config(label).get_models()]


@pytest.mark.parametrize("model", _models(), ids=lambda model: f"{model._meta.label}")
def test_foreign_keys_point_downwards(model: type) -> None:
    meta = model._meta  # type: ignore[attr-defined]
    for field in meta.get_fields():
        if field.many_to_one or (field.one_to_one and field.concrete):
            target = field.related_model._meta.app_label
            assert LINE.index(target) >= LINE.index(meta.app_label), f"{meta.label}.{field.name} points up to {target}"


def _templates() -> list[Path]:
    return sorted(SOURCE.rglob("templates/**/*.html"))


@pytest.mark.parametrize("template", _templates(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_templates_use_only_lower_templates(template: Path) -> None:
    owner = template.relative_to(SOURCE).parts
    label = owner[1] if owner[0] == "features" else owner[0]
    if label == "site":
        return
    for used in re.findall(r'{%\s*(?:include|extends)\s+"(\w+)/', template.read_text("utf-8")):
        assert used in LINE, f"{template.name} uses {used}, which is no feature"
        assert LINE.index(used) >= LINE.index(label), f"{template.name} of {label} uses a template of {used}"


def _connectors() -> list[str]:
    return sorted(entry.name for entry in entry_points(group="earshot.connectors"))


@pytest.mark.parametrize("kind", _connectors())
def test_a_connector_is_named_only_in_its_own_folder(kind: str) -> None:
    word = re.compile(rf"\b{kind}\b", re.IGNORECASE)
    named = [
        f"{path.relative_to(SOURCE)}: {line.strip()[:80]}"
        for path in SOURCE.rglob("*")
        if path.suffix in {".py", ".html", ".js", ".css", ".svg", ".po", ".yaml"} and kind not in path.parts
        for line in path.read_text("utf-8").splitlines()
        if word.search(line)
    ]
    assert not named


def test_each_feature_says_its_purpose_and_its_invariants() -> None:
    for label in LINE[:-1]:
        assert "Invariants:" in (SOURCE / "features" / label / "__init__.py").read_text("utf-8")


def test_there_is_no_utils() -> None:
    assert not [path for path in SOURCE.rglob("*") if path.stem in {"utils", "util", "helpers", "common", "misc"}]


def test_bodies_of_engine_and_stages_ask_no_clock_of_their_own() -> None:
    asks = re.compile(r"datetime\.now|datetime\.utcnow|time\.time\(|timezone\.now|date\.today")
    guilty = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in SOURCE.rglob("*.py")
        if path.relative_to(SOURCE).as_posix() != "kernel/clock.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if asks.search(line)
    ]
    assert not guilty, "time comes from a Clock"


WRITES = {"create", "bulk_create", "update", "bulk_update", "get_or_create", "update_or_create", "delete"}


def _foreign_models(tree: ast.Module, feature: str) -> set[str]:
    """Names of other features' tables that a module imports."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if re.fullmatch(r"earshot\.features\.(?!" + feature + r"\.)\w+\.models", node.module)
    }


def _root(node: ast.expr) -> str:
    """``A`` of ``A.objects.filter(...).update``; "" where it is no such chain."""
    passed_objects = False
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute):
            passed_objects = passed_objects or node.attr == "objects"
            node = node.value
        else:
            node = node.func
    return node.id if passed_objects and isinstance(node, ast.Name) else ""


def test_a_feature_writes_only_its_own_tables() -> None:
    guilty = []
    for path in sorted((SOURCE / "features").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        foreign = _foreign_models(tree, path.relative_to(SOURCE / "features").parts[0])
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
        for call in calls:
            if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES:
                table = _root(call.func.value)
                guilty += [f"{path.relative_to(SOURCE)}:{call.lineno} writes {table}"] * (table in foreign)
    assert not guilty


def _imported(tree: ast.Module) -> dict[str, str]:
    """Name in the module -> the full name of what it stands for."""
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _bus_calls(tree: ast.Module, names: dict[str, str]) -> list[tuple[int, str, str]]:
    """(line, ``publish`` or ``subscribe``, full name of the event's class) of each call of the bus; the class is
    "" where it cannot be told from the call itself."""
    found = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        function = ast.unparse(call.func)
        first, _, rest = function.partition(".")
        verb = f"{names.get(first, '')}{'.' + rest if rest else ''}".removeprefix("earshot.ports.bus.")
        if verb in {"publish", "subscribe"} and call.args:
            event = call.args[0]
            if verb == "publish" and isinstance(event, ast.Call):
                event = event.func
            found.append((call.lineno, verb, names.get(event.id, "") if isinstance(event, ast.Name) else ""))
    return found


def test_events_travel_upwards_and_live_in_events_py() -> None:
    """The publisher and the subscriber of an event stand at or above the feature whose ``events.py`` has its class."""
    guilty, seen = [], set()
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).parts
        tree = ast.parse(path.read_text("utf-8"))
        for line, verb, event in _bus_calls(tree, _imported(tree)):
            seen.add(verb)
            place = re.fullmatch(r"earshot\.features\.(\w+)\.events\.\w+", event)
            user = LINE.index(parts[1]) if parts[0] == "features" else -1  # site and pipeline stand above all features
            if place is None or user > LINE.index(place[1]):
                guilty.append(f"{'/'.join(parts)}:{line} {verb} {event or 'something that is no class by name'}")
    assert not guilty
    assert seen == {"publish", "subscribe"}, "the test finds no call any more: the bus has moved"
