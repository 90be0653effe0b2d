"""Which addresses a channel has: its own, else the house's, else the public ones."""

from __future__ import annotations

import pytest

from earshot.connectors.bluesky.config import APPVIEW, APPVIEW_VARIABLE, JETSTREAMS, STREAM_VARIABLE, read


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (STREAM_VARIABLE, APPVIEW_VARIABLE):
        monkeypatch.delenv(name, raising=False)


def test_without_anything_the_public_ones() -> None:
    assert read({}).jetstreams == JETSTREAMS
    assert read({}).appview == APPVIEW


def test_the_houses_own_for_every_channel_that_names_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STREAM_VARIABLE, "stream.house.example ws://second.house.example/subscribe")
    monkeypatch.setenv(APPVIEW_VARIABLE, "https://names.house.example/")
    assert read({}).jetstreams == (
        "wss://stream.house.example/subscribe",
        "ws://second.house.example/subscribe",
    )
    assert read({}).appview == "https://names.house.example"


def test_a_channel_that_names_its_own_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STREAM_VARIABLE, "stream.house.example")
    monkeypatch.setenv(APPVIEW_VARIABLE, "names.house.example")
    settings = read({"jetstream": "wss://mine.example/subscribe", "appview": "https://mine.example"})
    assert settings.jetstreams == ("wss://mine.example/subscribe",)
    assert settings.appview == "https://mine.example"
