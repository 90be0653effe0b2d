"""A home that cannot be made: what is wrong, and only advice that works."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from earshot.kernel.errors import BadInput
from earshot.site import no_home
from earshot.site.cli import main
from earshot.site.home import prepare_home
from earshot.site.launch import command, is_checkout, start_command
from earshot.site.no_home import cannot_be_written, nearest


def refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> BadInput:
    monkeypatch.setenv("EARSHOT_HOME", str(folder))
    with pytest.raises(BadInput) as caught:
        prepare_home()
    assert "EARSHOT_HOME=~/.earshot-2" in caught.value.mend, "another folder always works"
    return caught.value


@pytest.mark.parametrize("below", ["file", "file/home", "file/a/b"])
def test_a_file_in_the_way_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str) -> None:
    (tmp_path / "file").write_text("kept")
    told = refused(tmp_path / below, monkeypatch)
    assert str(tmp_path / "file") in told.message
    assert "chown" not in told.mend
    assert (tmp_path / "file").read_text() == "kept"


def test_a_link_that_leads_nowhere_is_called_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").symlink_to(tmp_path / "gone")
    assert "leads nowhere" in refused(tmp_path / "home", monkeypatch).message


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc here")
def test_where_no_folder_can_be_nobody_is_told_to_take_it_over(monkeypatch: pytest.MonkeyPatch) -> None:
    told = refused(Path("/proc/x/y"), monkeypatch)
    assert "in /proc" in told.message
    assert "chown" not in told.mend


def test_a_name_that_is_too_long_is_told_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path / ("a" * 300)))
    assert main(["doctor"]) == 2
    assert "too long" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("number", "words"), [(errno.EROFS, "can only be read"), (errno.ENOSPC, "no room"), (errno.EDQUOT, "no room")]
)
def test_the_disk_is_named(tmp_path: Path, number: int, words: str) -> None:
    told = cannot_be_written(tmp_path / "home", OSError(number, os.strerror(number)))
    assert words in told.message
    assert str(tmp_path) in told.message


def test_a_folder_of_somebody_else_is_made_by_root_or_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4242)
    denied = PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    missing = cannot_be_written(tmp_path / "a b", denied)
    assert f"install -d -m 700 -o 4242 '{tmp_path}/a b'" in missing.mend, "chown of what is not there mends nothing"
    assert "sudo" not in missing.mend
    there = cannot_be_written(tmp_path, PermissionError(errno.EACCES, "", str(tmp_path)))
    assert f"chown -R 4242 {tmp_path}" in there.mend
    monkeypatch.setattr(no_home, "_uid", lambda path: 4242)
    assert "chmod -R u+rwX" in cannot_be_written(tmp_path, denied).mend


def test_the_nearest_is_what_is_there(tmp_path: Path) -> None:
    assert nearest(tmp_path / "a" / "b") == tmp_path
    assert nearest(tmp_path / ("a" * 300) / "b") == tmp_path


def test_commands_are_those_of_the_installation(tmp_path: Path) -> None:
    assert is_checkout()
    assert not is_checkout(tmp_path)
    assert start_command("--lan", checkout=True) == 'make run ARGS="--lan"'
    assert start_command("--lan", checkout=False) == "earshot up --lan"
    assert start_command(checkout=True) == "make run"
    assert command("link", "--url", "http://a/", checkout=False) == "earshot link --url http://a/"
    assert command("link", checkout=True) == ".venv/bin/earshot link"
