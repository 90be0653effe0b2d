"""Starting, awaiting and ending the processes of a test server, each by its own id."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVERS = ROOT / ".servers"
"""Where servers are installed; kept between runs."""


class ServerFailed(RuntimeError):
    """A test server could not be installed or did not come up; the message carries the end of its log."""


def free_port() -> int:
    """A port nobody listens on at 127.0.0.1 at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(command: Sequence[str | Path], *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """Run to the end; its output. Raises ServerFailed with the end of the output where it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise ServerFailed(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout[-4000:]}")
    return done.stdout


def need_program(program: str, package: str) -> str:
    """The path of ``program``; as root on a Debian machine its package is installed where it is missing."""
    if not (found := _find(program)):
        install_package(package)
        found = _find(program)
    if not found:
        raise ServerFailed(f"{program} is not here. Install it, on Debian: apt-get install {package}")
    return found


def need_library(library: str, package: str, program: Path) -> None:
    """See that ``program`` finds the shared ``library``, as :func:`need_program` does."""
    if _lacks(program, library):
        install_package(package)
    if _lacks(program, library):
        raise ServerFailed(f"{program.name} needs {library}. Install it, on Debian: apt-get install {package}")


def _lacks(program: Path, library: str) -> bool:
    return f"{library} => not found" in run(["ldd", program])


def install_package(package: str) -> None:
    """As root on a Debian machine; elsewhere it does nothing."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        env = {"DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update", "-q"], env=env)
        run(["apt-get", "install", "-y", "-q", "--no-install-recommends", package], env=env)


def _find(program: str) -> str | None:
    if found := shutil.which(program):
        return found
    postgres = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    return str(postgres[-1]) if postgres else None


@contextlib.contextmanager
def install_lock(folder: Path) -> Iterator[None]:
    """One installer at a time, over all processes of this machine."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


ORPHANED = "while kill -0 {parent} 2>/dev/null; do sleep 1; done; kill -TERM -{group}; sleep 5; kill -KILL -{group}"


class Child:
    """A server process with its log. ``stop`` ends it and waits for its end; it also ends when the test run dies."""

    def __init__(
        self,
        command: Sequence[str | Path],
        log: Path,
        *,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                cwd=cwd,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        watch = ORPHANED.format(parent=os.getpid(), group=self.process.pid)
        self._watcher = subprocess.Popen(
            ["/bin/sh", "-c", watch],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Wait for ``ready``; raises ServerFailed where the process ends first or time is up."""
        end = time.monotonic() + seconds
        while not ready():
            if self.process.poll() is not None:
                raise ServerFailed(f"ended with {self.process.returncode}:\n{self.tail()}")
            if time.monotonic() > end:
                self.stop()
                raise ServerFailed(f"not ready after {seconds} s:\n{self.tail()}")
            time.sleep(0.05)

    def said(self, words: str) -> str:
        """The first line of the log that begins with ``words``; empty where there is none yet."""
        text = self.log.read_text(errors="replace")
        return next((line for line in text.splitlines() if line.startswith(words)), "")

    def tail(self) -> str:
        return self.log.read_text(errors="replace")[-4000:]

    def stop(self, seconds: float = 10.0) -> None:
        """SIGTERM, then SIGKILL to whatever is left of its session."""
        os.killpg(self._watcher.pid, signal.SIGKILL)
        self._watcher.wait()
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(seconds)


def listens(port: int) -> bool:
    """Whether something accepts connections at this port of 127.0.0.1."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
