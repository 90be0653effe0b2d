"""Every text that people see is there in Traditional and in Simplified Chinese."""

from __future__ import annotations

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message

import earshot

TOOL = Path(earshot.__file__).parents[2] / "tools" / "messages"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    loader = SourceFileLoader("messages", str(TOOL))
    spec = spec_from_loader("messages", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.mark.whole
def test_every_text_is_translated(tool: ModuleType) -> None:
    assert not list(tool.problems())


@pytest.mark.whole
def test_every_package_keeps_its_own_texts(tool: ModuleType) -> None:
    packages = {app: {text for _, text in tool.texts(app)} for app in tool.apps()}
    engine = tool.ROOT / "engine"
    assert packages[engine / "query"] and packages[engine / "policy"]
    assert not packages[engine]


@pytest.mark.parametrize(
    ("msgid", "msgstr", "wrong"),
    [
        ("%(n)s posts", "%(n)s則貼文", ""),
        ("%(n)s posts", "則貼文", "placeholder is missing"),
        ("%(n)s posts", "%(m)s則貼文", "does not have"),
        ("%(n)s posts", "%(n)s 則貼文", "space"),
        ("Open Earshot", "開啟 Earshot", "space"),
        ("Open Earshot", "開啟Earshot", ""),
        ("a OR b", "茶 OR 咖啡 NEAR/2 奶", ""),
        ("Write key: value", "請寫key: 值", ""),
        ("Topic", "話題", "glossary"),
    ],
)
def test_what_a_translation_may_be(tool: ModuleType, msgid: str, msgstr: str, wrong: str) -> None:
    found = tool._wrong(Message(msgid, msgstr), "zh_Hant")
    assert wrong in found and bool(wrong) == bool(found)


def test_a_written_catalogue_is_read_again(tool: ModuleType, tmp_path: Path) -> None:
    filled = Catalog(locale="zh_Hant", fuzzy=False)
    filled.add("Name", "姓名", context="person")
    filled.add(("%(n)d post", "%(n)d posts"), ("%(n)d則貼文",))
    tool.write(filled, tmp_path / "zh_Hant" / "django.po")
    again = tool.read(tmp_path / "zh_Hant" / "django.po", "zh_Hant")
    assert again.get("Name", "person").string == "姓名"
    assert again.get("%(n)d post").string == ("%(n)d則貼文",)
