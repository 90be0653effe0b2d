"""Very many topics: the batch kernel takes over from the index while topics change, and only in the work process."""

from __future__ import annotations

from pathlib import Path

import pytest

from earshot.engine.query import Document, parse
from earshot.engine.query.index import Index
from earshot.engine.query.kernel import available
from earshot.features.listening import looking_up
from earshot.features.listening.looking_up import LookUp, use_kernel

DOCUMENTS = (Document("my parcel is late"), Document("物流很慢"), Document("", "", "late"))
fast = pytest.mark.skipif(not available(), reason='numba is not installed (pip install "earshot-desk[fast]")')


@pytest.fixture
def worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking_up, "WORTH_IT", 2)
    monkeypatch.setattr(looking_up, "_kept_in", [])


def filled() -> LookUp:
    found = LookUp()
    for name, text in (("a", "late"), ("b", "物流 OR bio:late"), ("c", "parcel -late")):
        found.add(name, parse(text))
    return found


def names(found: LookUp) -> list[list[str]]:
    return [sorted(each) for each in found.candidates_all(DOCUMENTS)]


def test_pages_never_make_a_kernel(worth_it: None) -> None:
    found = filled()
    assert names(found)[1] == ["b"]
    assert found._making is None
    assert isinstance(found._asked, Index)


@fast
@pytest.mark.whole
def test_the_kernel_takes_over_and_knows_what_changed(worth_it: None, tmp_path: Path) -> None:
    use_kernel(tmp_path / "kernel")
    found = filled()
    before = names(found)
    assert found._making is not None
    found.remove("c")
    found.add("a", parse("slow"))
    found.add("d", parse("late"))
    found._making.join()
    assert not isinstance(found._asked, Index)
    assert before[1] == ["b"]
    assert names(found) == [["d"], ["b"], ["b"]]
    found.remove("d")
    assert names(found) == [[], ["b"], ["b"]]
    assert list((tmp_path / "kernel").rglob("*.nbi"))


@fast
def test_a_kernel_that_cannot_be_made_leaves_the_index(
    worth_it: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError("no compiler")

    monkeypatch.setattr(looking_up, "_kernel_class", broken)
    use_kernel(tmp_path)
    found = filled()
    before = names(found)
    assert found._making is not None
    found._making.join()
    assert "the index goes on" in caplog.text
    assert names(found) == before
