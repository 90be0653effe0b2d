"""The connector in docs/extend/connector.md is whole: it runs as it stands there."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import BadInput
from earshot.ports.connector import OutcomeUnknown, Outgoing, Pulls, Speaks, Tools, Unavailable
from earshot.ports.http import HttpFailed
from tests.connectors.scripted_http import ScriptedHttp, says

GUIDE = Path(__file__).parents[2] / "docs" / "extend" / "connector.md"
CONFIG = {"server": "https://forum.example", "token": "t"}
MESSAGES = [
    {
        "number": 7,
        "author_id": "u1",
        "author": "amy",
        "text": "where is it?",
        "at": "2026-11-23T02:00:00+00:00",
        "answers": 3,
    }
]


@pytest.fixture(scope="module")
def forum() -> Any:
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, str(GUIDE), "exec"), names)
    return names["connector"]


def opened(forum: Any, http: ScriptedHttp, clock: HeldClock) -> Any:
    session = forum.open(CONFIG, Tools(http, clock))
    assert isinstance(session, Pulls)
    assert isinstance(session, Speaks)
    return session


def test_it_hears(forum: Any, clock: HeldClock) -> None:
    batch = asyncio.run(opened(forum, ScriptedHttp({"/messages": says(MESSAGES)}), clock).pull(""))
    (post,) = batch.events
    assert (post.canonical_id, post.parent_id) == (
        "https://forum.example/messages/7",
        "https://forum.example/messages/3",
    )
    assert batch.cursor == "7"


def test_it_speaks_and_finds_out_what_became_of_it(forum: Any, clock: HeldClock) -> None:
    outgoing = Outgoing("key-1", "on its way", None)
    http = ScriptedHttp(
        {"/key-1": [HttpFailed("lost", sent=True), says(b"", 502), says({"number": 8}), says(b"", 404)]}
    )
    session = opened(forum, http, clock)
    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            asyncio.run(session.publish(outgoing))
    assert asyncio.run(session.look_up(outgoing)).canonical_id == "https://forum.example/messages/8"
    assert asyncio.run(session.look_up(outgoing)) is None


def test_it_says_when_nothing_was_done(forum: Any, clock: HeldClock) -> None:
    http = ScriptedHttp({"/key-1": HttpFailed("refused", sent=False)})
    with pytest.raises(Unavailable):
        asyncio.run(opened(forum, http, clock).publish(Outgoing("key-1", "hello", None)))
    with pytest.raises(BadInput):
        forum.open({}, Tools(http, clock))
