"""How long a page takes, and how long the server works for it, with 100,000 posts stored (or as many as the argument
says): p50 and p95."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from bench import figures, material
from bench.road import batches

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "earshot.site.settings")
ROUNDS = 60
SEARCHES = ("refund", "退款", "好吃 OR delayed", "lang:zh sentiment:negative", '"customer service" -thanks')


def fill(count: int) -> tuple[str, list[int]]:
    """A workspace with that many posts, a tenth of them as work; its sign-in token, and ids of conversations."""
    from bench.workspace import make_channel, make_workspace
    from earshot.features.conversations.models import Conversation
    from earshot.features.listening.actions import save_topic
    from earshot.features.people.actions import make_sign_in_link
    from earshot.kernel.clock import SystemClock
    from earshot.pipeline import travel
    from earshot.ports.envelope import Source
    from earshot.ports.heard import Batch

    clock = SystemClock()
    owner = make_workspace(clock)
    channel = make_channel(owner, clock)
    save_topic(owner, name="complaint", query="refund OR delayed OR 退款", clock=clock)
    for number, part in enumerate(batches(list(material.posts(count)))):
        mode = "channel" if number % 10 == 0 else "history"
        travel(Batch(tuple(part), str(number)), Source(owner.workspace_id, channel.pk, mode), clock)  # type: ignore[arg-type]
    assert owner.person is not None
    ids = list(Conversation.objects.values_list("id", flat=True))
    return make_sign_in_link(owner.person, clock), ids


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """``earshot web`` on a port of its own: its address and the id of its process."""
    port = 20_000 + os.getpid() % 2_000
    from django.core.management import call_command

    call_command("collectstatic", "--noinput", verbosity=0)
    web = subprocess.Popen([sys.executable, "-m", "earshot", "web", "--port", str(port)])
    try:
        for _ in range(300):
            try:
                httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False)
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", web.pid
    finally:
        web.terminate()
        web.wait(20)


def sign_in(client: httpx.Client, token: str) -> None:
    page = client.get(f"/sign-in/{token}/").text
    csrf = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    client.post(f"/sign-in/{token}/", data={"csrfmiddlewaretoken": csrf}).raise_for_status()


def cpu_of(process_id: int) -> float | None:
    """Seconds of CPU that a process of ours has used, all its threads together; None where the system cannot tell.

    Linux numbers the CPU clock of a process by its id (``clock_getcpuclockid``).
    """
    try:
        return time.clock_gettime((~process_id << 3) | 2) if sys.platform == "linux" else None
    except OSError:
        return None


def measure(client: httpx.Client, server: int, name: str, addresses: list[str]) -> None:
    """Two lines: what a visitor waits for a page, and what the server works for it, however busy the machine is."""
    waited, worked = [], []
    for number in range(ROUNDS + 5):
        begun, cpu = time.perf_counter(), cpu_of(server)
        answer = client.get(addresses[number % len(addresses)])
        spent, used = time.perf_counter() - begun, cpu_of(server)
        answer.raise_for_status()
        if number >= 5:
            waited.append(spent)
            worked += [used - cpu] if used is not None and cpu is not None else []
    name = f"{name} ({len(answer.content) / 1000:.0f} kB)"
    figures.quantiles(name, waited)
    if worked:
        figures.quantiles(f"{name}, CPU of the server", worked)


def main(count: int) -> None:
    import django

    django.setup()
    token, ids = fill(count)
    print(f"{count:,} posts, {len(ids):,} conversations; {material.texts()[1]}")
    random.Random(1).shuffle(ids)
    with (
        served() as (address, server),
        httpx.Client(base_url=address, trust_env=False, follow_redirects=True) as client,
    ):
        sign_in(client, token)
        measure(client, server, "my turn", ["/w/bench/"])
        measure(client, server, "inbox, mine by deadline", ["/w/bench/inbox/"])
        measure(client, server, "inbox, all open", ["/w/bench/inbox/open/"])
        measure(client, server, "conversation", [f"/w/bench/inbox/c/{one}/" for one in ids[:ROUNDS]])
        for query in SEARCHES:
            measure(client, server, f"search {query}", [str(httpx.URL("/w/bench/inbox/", params={"q": query}))])
        measure(client, server, "topics", ["/w/bench/topics/"])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
