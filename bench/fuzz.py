"""The reader of queries, fuzzed: random texts, bred from those that led somewhere new, for so many minutes.

    python -m bench fuzz:60        # minutes; fuzz:60:7 begins with another seed

Every text must be read or refused with a place inside it, leniently too; what was read must print and be read again as
the same, lint, explain and answer; and what it says as a query of another product must convert to something readable.
Whatever else happens is printed with its text, and the program ends with 1.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, datetime

from earshot.engine.query import (
    INBOX_FIELDS,
    POLICY_FIELDS,
    TOPIC_FIELDS,
    Document,
    Query,
    QueryError,
    explain,
    format,
    lint,
    parse,
    parse_lenient,
)
from earshot.engine.query.dialects import DIALECTS, convert

SEEDS = (
    '(refund OR "money back") NOT lang:en',
    "手機 AND (物流 OR #退貨) NEAR/5 @acme",
    "title:(a OR b) AND SENTENCE(late parcel) OR ATLEAST/2(a, b, c)",
    "followers>=1000 AND posted:[2026-01-01 TO 2026-02-01] is:reply",
    "\"don’t 'stop' me\"~3 iPh?ne* *ware $ACME {Apple}",
    "brand NEAR/3f x AND site:a.example -spam title=:y",
    "(apple near/5 pie) NOT ((raw cider) OR from:bob) min_faves:3",
)
SCRAPS = (
    *(
        "AND",
        "OR",
        "NOT",
        "NEAR/2",
        "ONEAR/3",
        "SENTENCE",
        "PARAGRAPH",
        "ATLEAST/2(",
        "(",
        ")",
        '"',
        "“",
        "”",
        "{",
        "}",
    ),
    *(
        "lang:",
        "is:",
        "posted:[",
        " TO ",
        "]",
        "followers>=",
        "age:<3d",
        "hour:[9 TO 17]",
        "title:",
        "#",
        "@",
        "$",
        "~2",
    ),
    *(
        "*",
        "?",
        "-",
        "手",
        "機",
        "é",
        "İ",
        "ß",
        "👍🏽",
        "\u200b",
        "\u3000",
        "，",
        "（",
        "）",
        "：",
        "\\",
        "\x00",
        "\ud800",
        "<<<",
    ),
    *(" ", "\n", ",", "a", "10", "C++", "AND NOT", "((((((((", "))))))))", "a OR " * 40, "x" * 300, "near/1000000"),
)
LONGEST = 4_000
POOL = 3_000
POST = Document(
    "Late parcel: 手機壞了，please refund! #退貨 @acme", "title a b", "bio", {"lang": "en", "followers": 2_000}
)
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass
class Fuzz:
    """What was tried so far, and the texts from which others are bred."""

    chance: random.Random
    pool: list[str] = field(default_factory=lambda: list(SEEDS))
    good: list[str] = field(default_factory=lambda: list(SEEDS))
    """Those that could be read: most texts are bred from them, for most changes break something."""
    seen: set[str] = field(default_factory=set)
    read: int = 0
    refused: int = 0
    longest: float = 0.0
    slowest: str = ""
    failures: list[tuple[str, str]] = field(default_factory=list)

    def step(self) -> None:
        """One text."""
        text = self.breed()
        read, begun = self.read, time.perf_counter()
        try:
            found = self.look(text)
        except Exception as error:  # that is what is looked for
            self.failures.append((f"{type(error).__name__}: {error}", text))
            return
        taken, was_read = time.perf_counter() - begun, self.read > read
        if taken > self.longest:
            self.longest, self.slowest = taken, text
        if found not in self.seen:
            self.seen.add(found)
            for pool in (self.pool, self.good) if was_read else (self.pool,):
                pool.append(text)
                if len(pool) > POOL:
                    pool.pop(self.chance.randrange(len(SEEDS), len(pool)))

    def breed(self) -> str:
        """A text of the pool, changed at one to four places."""
        text = self.chance.choice(self.good if self.chance.random() < 0.75 else self.pool)
        for _ in range(self.chance.choice((1, 1, 2, 4))):
            text = self._changed(text)
        return text[:LONGEST]

    def _changed(self, text: str) -> str:
        at, to = sorted(self.chance.randint(0, len(text)) for _ in range(2))
        match self.chance.randrange(6):
            case 0:
                return text[:at] + text[to:]
            case 1:
                return text[:to] + text[at:to] + text[to:]
            case 2:
                return text[:at] + self.chance.choice(self.pool)[: self.chance.randint(0, 80)] + text[to:]
            case 3:
                return (
                    text[:at] + chr(self.chance.choice((self.chance.randrange(0x110000), 0x4E00, 34, 40))) + text[at:]
                )
            case 4:
                return f"{text[:at]}({text[at:to]}){text[to:]}"
            case _:
                return text[:at] + self.chance.choice(SCRAPS) + text[at:]

    def look(self, text: str) -> str:
        """Everything that is promised of one text. Answers what it led to."""
        fieldset = self.chance.choice((TOPIC_FIELDS, INBOX_FIELDS, POLICY_FIELDS))
        lenient, errors = parse_lenient(text, fieldset)
        try:
            query = parse(text, fieldset)
        except QueryError as error:
            self.refused += 1
            assert 0 <= error.start <= error.end <= len(text), "its place lies in the text"
            assert error.message and error.mend and error.expected, "it says what is wrong"
            assert errors, "whoever reads leniently is told too"
            found = error.message.template
        else:
            self.read += 1
            assert lenient == query and not errors, "leniently it is the same"
            printed = format(query)
            again = parse(printed, fieldset)
            assert again == query and format(again) == printed, "it prints as what it is"
            remarks = {remark.kind for remark in lint(query)}
            found = " ".join([*sorted(_kinds(query.tree)), *sorted(remarks)])
        if lenient is not None and fieldset is TOPIC_FIELDS:
            self.ask(lenient)
        return found + self.converted(text)

    def ask(self, query: Query) -> None:
        """Its answers about one post agree with each other."""
        matches = query.matches(POST, at=NOW)
        assert explain(query, POST, at=NOW).matches is matches, "what it explains is so"
        assert not matches or query.literals().may_match(POST.folded), "the quick test loses nothing"

    def converted(self, text: str) -> str:
        """What it is as a query of one other product."""
        dialect = self.chance.choice(sorted(DIALECTS))
        result = convert(text, dialect)
        if result.query:
            parse(result.query)
        return dialect + " ".join(sorted({note.message.template for note in result.notes}))


def _kinds(node: object) -> Iterator[str]:
    """The kinds of nodes below one."""
    yield type(node).__name__
    if is_dataclass(node):
        for each in fields(node):
            value = getattr(node, each.name)
            for child in value if isinstance(value, tuple) else (value,):
                if is_dataclass(child):
                    yield from _kinds(child)


def main(minutes: float, seed: int) -> int:
    fuzz = Fuzz(random.Random(seed))
    ends = time.monotonic() + minutes * 60
    while time.monotonic() < ends:
        fuzz.step()
    print(
        f"{fuzz.read + fuzz.refused:,} texts in {minutes:g} min: {fuzz.read:,} read, {fuzz.refused:,} refused in words"
    )
    slowest = f"{fuzz.longest * 1000:.0f} ms ({len(fuzz.slowest):,} characters)"
    print(f"{len(fuzz.seen):,} different outcomes; the slowest took {slowest}")
    print(f"{len(fuzz.failures)} failures")
    for why, text in fuzz.failures[:20]:
        print(f"  {why[:300]}\n    {text!r}")
    return 1 if fuzz.failures else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if sys.argv[1:] else 1.0, int(sys.argv[2]) if sys.argv[2:] else 1))
