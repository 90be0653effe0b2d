"""mastodon-mock, a server with most of Mastodon's client interface (streaming, idempotency key, edits, deletions), and
people who write on it or on any other server of the kind.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from abc import ABC, abstractmethod
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import httpx

from tests.servers.processes import SERVERS, Child, free_port, install_lock, listens, run

LOCK = Path(__file__).with_name("mastodon.lock")
NAMES = ("brand", "guest", "other")


class Fediverse(ABC):
    """A running server with the client interface."""

    url: str

    @abstractmethod
    def person(self, name: str) -> Person:
        """An account, new where the server can make one."""

    @abstractmethod
    def stop(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, acting by the plainest means: what the server says is the truth of a test."""

    url: str
    name: str
    token: str

    def call(self, method: str, path: str, **more: Any) -> Any:
        """One call. Raises for every error status."""
        headers = {"authorization": f"Bearer {self.token}"}
        answer = httpx.request(method, f"{self.url}{path}", headers=headers, timeout=30, trust_env=False, **more)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def post(self, text: str, **more: object) -> dict[str, Any]:
        """Write a status."""
        return dict(self.call("POST", "/api/v1/statuses", json={"status": text, "language": "en", **more}))

    def edit(self, number: str, text: str) -> None:
        self.call("PUT", f"/api/v1/statuses/{number}", json={"status": text})

    def delete(self, number: str) -> None:
        self.call("DELETE", f"/api/v1/statuses/{number}")

    def own(self) -> list[dict[str, Any]]:
        """This person's statuses, newest first."""
        me = self.call("GET", "/api/v1/accounts/verify_credentials")["id"]
        return list(self.call("GET", f"/api/v1/accounts/{me}/statuses", params={"limit": 40}))

    def status(self, number: str) -> dict[str, Any]:
        return dict(self.call("GET", f"/api/v1/statuses/{number}"))


def program() -> Path:
    """The path of mastodon-mock, installed where it is not."""
    folder = SERVERS / "mastodon-mock"
    found = folder / "bin" / "mastodon_mock"
    with install_lock(folder):
        if not found.exists():
            run([sys.executable, "-m", "venv", folder])
            pip: list[str | Path] = [
                folder / "bin" / "python",
                "-m",
                "pip",
                "install",
                "-q",
                "--disable-pip-version-check",
            ]
            run([*pip, "--require-hashes", "-r", LOCK])
    return found


class MastodonMock(Fediverse):
    """A running server with the accounts ``NAMES``. ``streaming``: whether it offers streams."""

    def __init__(self, *, streaming: bool = True) -> None:
        with ExitStack() as stack:
            serve = program()
            folder = Path(tempfile.mkdtemp(prefix="earshot-mastodon-"))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            port = free_port()
            self.url = f"http://127.0.0.1:{port}"
            config = folder / "config.toml"
            config.write_text(_config(streaming))
            command: list[str | Path] = [
                serve,
                "serve",
                "--config",
                config,
                "--host",
                "127.0.0.1",
                "--port",
                str(port),
                "--in-memory",
            ]
            self._child = Child([*command, "--log-level", "warning"], folder / "log", cwd=folder)
            stack.callback(self._child.stop)
            self._child.wait_until(lambda: listens(port), 60)
            self._stack = stack.pop_all()

    def stop(self) -> None:
        self._stack.close()

    def person(self, name: str) -> Person:
        return Person(self.url, name, f"{name}-token")


def _config(streaming: bool) -> str:
    accounts = "".join(f'[[seed.accounts]]\nusername = "{name}"\naccess_token = "{name}-token"\n' for name in NAMES)
    return f"[streaming]\nenabled = {str(streaming).lower()}\nheartbeat_seconds = 1.0\n{accounts}"
