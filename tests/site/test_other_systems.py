"""What is asked of the machine where there is no ``/proc``: macOS answers through ``lsof`` and ``ifconfig``, told here by
commands of our own with the same words."""

from __future__ import annotations

from pathlib import Path

import pytest

from earshot.site.runtime import addresses, ports_in_use, surroundings

IFCONFIG = """\
lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384
\tinet 127.0.0.1 netmask 0xff000000
\tinet6 ::1 prefixlen 128
\tinet6 fe80::1%lo0 prefixlen 64 scopeid 0x1
en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500
\tether 0a:1b:2c:3d:4e:5f
\tinet6 fe80::18c5:7bff:fe01:2345%en0 prefixlen 64 secured scopeid 0xb
\tinet 192.168.1.23 netmask 0xffffff00 broadcast 192.168.1.255
\tstatus: active
utun3: flags=8051<UP,POINTOPOINT,RUNNING,MULTICAST> mtu 1380
\tinet 10.8.0.2 --> 10.8.0.2 netmask 0xffffffff
"""


def command(folder: Path, name: str, script: str) -> Path:
    """A program that says what it is told to."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def without_proc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports_in_use, "PROC", Path("/nowhere/proc"))


@pytest.mark.parametrize(
    ("said", "holder"),
    [
        ("p4711\\ncPython\\nf3\\n", "Python (process 4711)"),
        ("p4711\\ncGoogle Chrome H\\nf3\\nf4\\n", "Google Chrome H (process 4711)"),
        ("p1\\ncfirst\\nf3\\np2\\ncsecond\\nf3\\n", "first (process 1)"),
        ("p4711\\n", ""),
        ("", ""),
    ],
)
def test_lsof_tells_who_has_a_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without_proc: None, said: str, holder: str
) -> None:
    command(tmp_path, "lsof", f'printf "{said}"; echo "$@" > "{tmp_path}/asked"; echo "lsof: WARNING" >&2; exit 1')
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ports_in_use.port_holder(8000) == holder
    assert (tmp_path / "asked").read_text() == "-nP -iTCP:8000 -sTCP:LISTEN -Fpc\n"


def test_without_lsof_the_holder_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without_proc: None
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ports_in_use.port_holder(8000) == ""


def test_a_command_that_cannot_be_run_is_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without_proc: None
) -> None:
    (tmp_path / "lsof").write_text("no program")
    (tmp_path / "lsof").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ports_in_use.port_holder(8000) == ""


def test_ifconfig_tells_the_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "told").write_text(IFCONFIG)
    ifconfig = command(tmp_path, "ifconfig", f'cat "{tmp_path}/told"')
    monkeypatch.setattr(addresses, "IFCONFIG", str(ifconfig))
    monkeypatch.setattr("sys.platform", "darwin")
    assert addresses.lan_addresses() == ["127.0.0.1", "192.168.1.23", "10.8.0.2"]
    assert addresses.urls(addresses.EVERYWHERE, 8000) == [
        "http://127.0.0.1:8000/",
        "http://192.168.1.23:8000/",
        "http://10.8.0.2:8000/",
    ]


def test_without_ifconfig_the_machines_name_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "IFCONFIG", str(tmp_path / "ifconfig"))
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr("socket.gethostname", lambda: "mac.local")
    monkeypatch.setattr("socket.gethostbyname_ex", lambda name: (name, [], ["192.168.1.23"]))
    assert addresses.lan_addresses() == ["192.168.1.23"]


def test_the_zone_is_read_from_the_link_that_macos_keeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "localtime").symlink_to("/var/db/timezone/zoneinfo/Asia/Taipei")
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(surroundings, "TIMEZONE", str(tmp_path / "timezone"))
    monkeypatch.setattr(surroundings, "LOCALTIME", str(tmp_path / "localtime"))
    assert surroundings.zone() == "Asia/Taipei"
