"""snac, a small real server of the Fediverse with Mastodon's client interface: no streaming, no idempotency key.

The program comes from Debian's package, fetched through the machine's own package sources with a private state of apt,
so that nothing of the system changes; it is unpacked, not installed.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx

from tests.servers.mastodon import Fediverse, Person
from tests.servers.processes import SERVERS, Child, ServerFailed, free_port, install_lock, listens, need_library, run

SUITE = "trixie"
"""The first Debian release that carries it; its program runs on the one before as well."""
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


def program() -> Path:
    """The path of snac, unpacked where it is not."""
    folder = SERVERS / "snac"
    found = folder / "root" / "usr" / "bin" / "snac"
    with install_lock(folder):
        if not found.exists():
            _fetch(folder)
            (package,) = folder.glob("snac2_*.deb")
            run(["dpkg", "-x", package, folder / "root"])
        need_library("libcurl.so.4", "libcurl4", found)
    return found


def _fetch(folder: Path) -> None:
    if not shutil.which("apt-get"):
        raise ServerFailed("snac comes from Debian's package sources; there is no apt-get here.")
    state = folder / "apt"
    for name in ("lists/partial", "cache/archives/partial", "sources"):
        (state / name).mkdir(parents=True, exist_ok=True)
    name, text = _sources()
    (state / "sources" / name).write_text(text)
    (state / "status").touch()
    settings = {
        "Dir::Etc::sourcelist": "/dev/null",
        "Dir::Etc::sourceparts": state / "sources",
        "Dir::State::lists": state / "lists",
        "Dir::Cache": state / "cache",
        "Dir::State::status": state / "status",
        "APT::Sandbox::User": "root",
    }
    config = state / "apt.conf"
    config.write_text("".join(f'{name} "{value}";\n' for name, value in settings.items()))
    for command in (["update"], ["download", "snac2"]):
        run(["apt-get", "-q", *command], cwd=folder, env={"APT_CONFIG": str(config)})


def _sources() -> tuple[str, str]:
    """The machine's own Debian source, with the suite that carries snac: a file for apt, its name and text."""
    stanzas, lines = Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list")
    if stanzas.exists():
        own = [stanza for stanza in stanzas.read_text().split("\n\n") if "security" not in stanza and "URIs:" in stanza]
        text = "\n\n".join(re.sub(r"(?m)^Suites:.*$", f"Suites: {SUITE}", stanza) for stanza in own)
        return "debian.sources", text + "\n"
    found = re.findall(r"(?m)^deb (?:\[.*\] )?\S*/debian/? ", lines.read_text() if lines.exists() else "")
    if not found:
        raise ServerFailed(
            f"snac is fetched by the machine's own Debian source; neither {stanzas} nor {lines} has one."
        )
    return "debian.list", f"{found[0]}{SUITE} main\n"


class Snac(Fediverse):
    """A running server. ``url`` is its address; accounts are made with ``person``."""

    def __init__(self) -> None:
        with ExitStack() as stack:
            self._program = program()
            self._folder = Path(tempfile.mkdtemp(prefix="earshot-snac-"))
            stack.callback(shutil.rmtree, self._folder, ignore_errors=True)
            self.port = free_port()
            self.url = f"http://localhost:{self.port}"
            self._data = self._folder / "data"
            self._ask("init", f"127.0.0.1\n{self.port}\nlocalhost:{self.port}\n\nadmin@mail.test\n")
            self._settings()
            self._child = Child([self._program, "httpd", self._data], self._folder / "log")
            stack.callback(self._child.stop)
            self._child.wait_until(lambda: listens(self.port), 20)
            self._stack = stack.pop_all()

    def stop(self) -> None:
        self._stack.close()

    def person(self, name: str) -> Person:
        said = self._ask("adduser", "\n", name)
        password = re.search(r"password is (\S+)", said)
        if password is None:
            raise ServerFailed(f"snac made no account: {said}")
        return Person(self.url, name, self._token(name, password[1]))

    def _settings(self) -> None:
        path = self._data / "server.json"
        settings: dict[str, Any] = json.loads(path.read_text())
        settings |= {"protocol": "http", "disable_email_notifications": True, "badlogin_retries": 1000}
        settings |= {"queue_retry_minutes": 1, "disable_sandbox": True}
        path.write_text(json.dumps(settings))

    def _ask(self, command: str, answers: str, *more: str) -> str:
        done = subprocess.run(
            [self._program, command, self._data, *more], input=answers, capture_output=True, text=True, check=True
        )
        return done.stdout + done.stderr

    def _token(self, name: str, password: str) -> str:
        """By the code flow, as any application gets it."""
        with httpx.Client(base_url=self.url, trust_env=False) as client:
            app = client.post(
                "/api/v1/apps",
                data={"client_name": "tests", "redirect_uris": OUT_OF_BAND, "scopes": "read write"},
            ).json()
        login = {"login": name, "passwd": password, "redir": OUT_OF_BAND, "cid": app["client_id"], "state": ""}
        with httpx.Client(base_url=self.url, trust_env=False) as client:
            code = client.post("/oauth/x-snac-login", data=login).text.strip()
        grant = {
            "client_id": app["client_id"],
            "client_secret": app["client_secret"],
            "redirect_uri": OUT_OF_BAND,
            "grant_type": "authorization_code",
            "code": code,
            "scope": "read write",
        }
        with httpx.Client(base_url=self.url, trust_env=False) as client:
            return str(client.post("/oauth/token", data=grant).json()["access_token"])
