"""The whole road into SQLite: posts a second stored and decided, and posts a second when nothing matches."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import timedelta

from bench import figures, material

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "earshot.site.settings")

BATCH = 1_000
"""As the work process hands them on (``site.runtime.batches.LARGEST``)."""
WORDS = (
    "zeppelin",
    "quasar",
    "obelisk",
    "harpsichord",
    "彗星撞地球",
    "marmalade",
    "火山灰",
    "typhoon42",
    "xylophone",
    "量子糾纏",
)


def batches(posts: Sequence[object]) -> list[Sequence[object]]:
    return [posts[at : at + BATCH] for at in range(0, len(posts), BATCH)]


def main() -> None:
    import django

    django.setup()
    from bench.workspace import make_channel, make_workspace
    from earshot.features.listening.actions import save_topic
    from earshot.kernel.clock import HeldClock
    from earshot.pipeline import travel
    from earshot.ports.envelope import Source
    from earshot.ports.heard import Batch

    clock = HeldClock(material.START + timedelta(days=1))  # behind the posts: none is from the future
    owner = make_workspace(clock)
    channel = make_channel(owner, clock)
    print(f"material: {material.texts()[1]}; batches of {BATCH}")

    def run(posts: Sequence[object], mode: str) -> figures.Spent:
        source = Source(owner.workspace_id, channel.pk, mode)  # type: ignore[arg-type]
        parts = [Batch(tuple(part), str(number)) for number, part in enumerate(batches(posts))]  # type: ignore[arg-type]
        return figures.timed(lambda: [travel(part, source, clock) for part in parts])

    kept = list(material.posts(10_000))
    for name, words in {"complaint": "refund OR delayed OR 退款", "praise": "thanks OR love OR 好吃"}.items():
        save_topic(owner, name=name, query=words, clock=clock)
    run(kept[:1_000], "channel")
    figures.rate("stored and decided (2 topics, all addressed to us)", 9_000, run(kept[1_000:], "channel"))

    passing = list(material.posts(40_000, addressed=False))
    for count in (1, 10, 100):
        from earshot.features.listening.models import Topic

        Topic.objects.all().delete()
        for number in range(count):
            word = WORDS[number % len(WORDS)] + ("" if number < len(WORDS) else f"{number}")
            save_topic(owner, name=f"t{number}", query=f'{word} OR "{word} brand" OR #{word}', clock=clock)
        run(passing[:500], "stream")
        figures.rate(f"nothing matches, {count} topic{'s' * (count > 1)}", 39_500, run(passing[500:], "stream"))


if __name__ == "__main__":
    main()
