"""Our bridge's transformer against the recording of the real network: the same frames, the same events."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import cbor2
import orjson
import pytest
import zstandard

from tests.servers.firehose import FirehoseError, read_frame


def frames(path: Path) -> Iterator[bytes]:
    with path.open("rb") as packed:
        data = zstandard.ZstdDecompressor().stream_reader(packed).read()
    at = 0
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at)
        yield data[at + 4 : at + 4 + length]
        at += 4 + length


def key(event: dict[str, object]) -> bytes:
    return orjson.dumps(
        {name: value for name, value in event.items() if name != "time_us"}, option=orjson.OPT_SORT_KEYS
    )


@pytest.mark.realdata
def test_recorded_frames_become_the_events_that_the_real_stream_gave(realdata: Path) -> None:
    recording = realdata / "bluesky" / "internal" / "corpus" / "testdata"
    expected = [orjson.loads(line) for line in (recording / "expected_v1.jsonl").read_bytes().splitlines()]
    events = [event for frame in frames(recording / "frames.bin.zst") for event in read_frame(frame)[1]]
    assert len(events) == 152
    assert sorted(map(key, events)) == sorted(map(key, expected))


@pytest.mark.realdata
def test_the_order_within_an_account_is_kept(realdata: Path) -> None:
    recording = realdata / "bluesky" / "internal" / "corpus" / "testdata"
    expected = [orjson.loads(line) for line in (recording / "expected_v1.jsonl").read_bytes().splitlines()]
    events = [event for frame in frames(recording / "frames.bin.zst") for event in read_frame(frame)[1]]
    for did in {event["did"] for event in expected}:
        theirs = [key(event) for event in expected if event["did"] == did]
        assert [key(event) for event in events if event["did"] == did] == theirs


def test_an_error_frame_is_no_event() -> None:
    frame = cbor2.dumps({"op": -1}) + cbor2.dumps({"error": "FutureCursor"})
    with pytest.raises(FirehoseError, match="FutureCursor"):
        read_frame(frame)
