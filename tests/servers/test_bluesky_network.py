"""The network that the contract suite stands on: whole, on loopback only, and gone when it is stopped."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.servers.bluesky import BlueskyNetwork
from tests.servers.processes import ROOT


def listening(folder: Path) -> list[str]:
    """Addresses (hexadecimal, as the kernel shows them) that anybody listens on."""
    lines = [line.split() for name in ("tcp", "tcp6") for line in (folder / name).read_text().splitlines()[1:]]
    return [line[1] for line in lines if line[3] == "0A"]


@pytest.mark.servers
def test_what_one_writes_another_reads_and_nobody_outside_can(bluesky_network: BlueskyNetwork) -> None:
    writer, reader = bluesky_network.person(), bluesky_network.person()
    made = writer.post("電梯又壞了")
    answered = reader.reply("hello", made)
    (standing,) = reader.standing("hello")
    assert standing["uri"] == answered["uri"]
    assert standing["value"]["reply"]["parent"] == made
    ports = {int(address.rsplit(":", 1)[1].strip("/")) for address in (bluesky_network.pds, bluesky_network.plc)}
    found = {address for address in listening(Path("/proc/net")) if int(address.rsplit(":", 1)[1], 16) in ports}
    assert {address.split(":")[0] for address in found} == {"0100007F"}


@pytest.mark.servers
def test_without_an_appview_it_needs_no_database_and_leaves_nothing_behind() -> None:
    with BlueskyNetwork(appview=False) as network:
        assert network.appview == ""
        person = network.person("amy")
        uri = person.post("hello")["uri"]
        person.delete(uri)
        assert person.standing("hello") == []
        group = network.process_group()
    with pytest.raises(ProcessLookupError):
        os.killpg(group, 0)


def test_the_lock_names_no_host_to_download_from() -> None:
    lock = (ROOT / "tests" / "servers" / "bluesky_network" / "package-lock.json").read_text()
    assert "://" not in lock
    assert lock.count('"integrity": "sha512-') > 600
    tracked = subprocess.run(["git", "ls-files", ".servers"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert tracked.stdout == ""
