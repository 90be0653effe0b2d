"""A query cut into lexemes: operators, brackets, terms and fields, each with its span.

Strict: what it cannot read raises :class:`QueryError` with its place. Full-width （）“”： and the ideographic space are
read as their ASCII twins, except inside ``{}``. Reads every character a bounded number of times.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from earshot.engine.query.ast import Exact, Field, Phrase, Window
from earshot.engine.query.errors import QueryError
from earshot.engine.query.fields import TEXT_FIELDS, FieldSet
from earshot.engine.query.scanner import Lexeme, Scanner
from earshot.engine.query.terms import split_parts
from earshot.engine.query.values import read_field
from earshot.kernel.texts import say

_NAME = re.compile(r"([^\W\d][\w.\-]*):")
_COMPARED = re.compile(r"([^\W\d]\w*)([<>]=?|=)")
_SPACED_SIGN = re.compile(r"([^\W\d]\w*)\s+(?:[<>]=?|=|:)(?=\s|\S)")
_NEAR = re.compile(r"(O?)NEAR(?:/(\d*)(f?))?\Z")
_ATLEAST = re.compile(r"ATLEAST(?:/(\d*))?\Z")
_COUNT = re.compile(r"#(\d+)")
_TIMES = re.compile(r"(.+)#(\d+)\Z", re.DOTALL)
WORD_OPERATORS = {"AND": "and", "OR": "or", "NOT": "not", "SENTENCE": "sentence"}


def lex(text: str, fields: FieldSet) -> list[Lexeme]:
    """All lexemes of ``text``, the last of kind ``end``."""
    return list(_Lexer(text, fields).run())


def is_operator(word: str) -> bool:
    """Whether a bare ``word`` is read as an operator."""
    return word in WORD_OPERATORS or bool(_NEAR.match(word) or _ATLEAST.match(word))


class _Lexer(Scanner):
    def run(self) -> Iterator[Lexeme]:
        readers: dict[str, Callable[[], Iterator[Lexeme]]] = {
            "(": self._open, ")": self._close, '"': self._quoted, "{": self._exact, "}": self._stray,
        }  # fmt: skip
        while self.skip():
            char = self.text[self.place]
            if char == "," and self.commas:
                yield self.take("comma", 1)
            elif char == "-":
                yield self._dash()
            else:
                yield from readers.get(char, self._word)()
        yield Lexeme("end", len(self.text), len(self.text))

    def _open(self) -> Iterator[Lexeme]:
        self.brackets.append("atleast" if self.atleast else "group")
        self.atleast = False
        yield self.take("open", 1)

    def _close(self) -> Iterator[Lexeme]:
        if self.brackets:
            self.brackets.pop()
        yield self.take("close", 1)
        yield from self._suffix("group")

    def _stray(self) -> Iterator[Lexeme]:
        raise QueryError(
            say("There is a } here that closes nothing."),
            self.place,
            self.place + 1,
            "a term",
            say("Remove it, or write {...}."),
        )

    def _quoted(self) -> Iterator[Lexeme]:
        start, inside = self.place, self.until('"', say("The quotes that open here are not closed."))
        parts = split_parts(inside, start + 1)
        distance = self.distance_ahead()
        if distance is None:
            yield Lexeme("atom", start, self.place, Phrase(parts, (start, self.place)))
            yield from self._suffix("quotes")
            return
        operands = tuple(self._words_of(inside, start + 1))
        if len(operands) < 2:
            raise QueryError(
                say("~%(n)s needs at least two words between the quotes.", n=distance),
                start,
                self.place,
                "two or more words",
                say('Separate them by spaces: "late parcel"~%(n)s.', n=distance),
            )
        yield Lexeme("atom", start, self.place, Window(operands, distance, (start, self.place)))

    def _words_of(self, inside: str, start: int) -> Iterator[Phrase]:
        for match in re.finditer(r"\S+", inside):
            span = (start + match.start(), start + match.end())
            yield Phrase(split_parts(match[0], span[0]), span)

    def _exact(self) -> Iterator[Lexeme]:
        start = self.place
        self.until("}", say("The brace that opens here is not closed."))
        content = self.original[start + 1 : self.place - 1]
        if not content.strip():
            raise QueryError(
                say("There is nothing between the braces."),
                start,
                self.place,
                "characters",
                say("Write what to find: {BT}."),
            )
        yield Lexeme("atom", start, self.place, Exact(content, (start, self.place)))
        yield from self._suffix("brace")

    def _suffix(self, after: str) -> Iterator[Lexeme]:
        """``~n`` or ``#n`` directly behind a bracket, quotes or braces."""
        start = self.place
        distance = self.distance_ahead()
        if distance is not None:
            if after != "group":
                raise QueryError(
                    say("~%(n)s stands after quotes or a group.", n=distance),
                    start,
                    self.place,
                    "a space",
                    say('Write "a b"~%(n)s.', n=distance),
                )
            yield Lexeme("window", start, self.place, distance)
        elif counted := _COUNT.match(self.text, start):
            yield self.take("count", counted.end() - start, self.times(counted[1], start, counted.end()))

    def _dash(self) -> Lexeme:
        before = self.text[self.place - 1] if self.place else " "
        after = self.text[self.place + 1 : self.place + 2]
        free = before.isspace() or before in "(," or self.text.endswith(">>>", 0, self.place)
        if not free or not after or after.isspace() or after in "-)},~":
            raise QueryError(
                say("A dash means NOT only directly before a term, after a space."),
                self.place,
                self.place + 1,
                "a term",
                say("Write -term or NOT term; remove the dash if it is none, or write {-} to find it."),
            )
        return self.take("not", 1)

    def _word(self) -> Iterator[Lexeme]:
        named = _NAME.match(self.text, self.place)
        if named:
            return self._named(named[1], named.end())
        compared = _COMPARED.match(self.text, self.place)
        if compared and not self.text.startswith("<<<", compared.start(2)):
            return self._compared(compared)
        self._refuse_spaced_sign()
        end = self.word_end()
        return self._plain(self.place, end)

    def _plain(self, start: int, end: int) -> Iterator[Lexeme]:
        word = self.text[start:end]
        operator = self._operator(word, start, end)
        if operator is not None:
            self.place = end
            yield operator
            return
        if word[0] in ":<>=":
            raise QueryError(
                say("%(sign)s belongs directly behind the name of a field.", sign=word[0]),
                start,
                end,
                "a term",
                say(
                    "Write lang:en or followers>=1000 without spaces; {%(word)s} finds these characters.",
                    word=self.text[start:].split(maxsplit=1)[0],
                ),
            )
        times = _TIMES.match(word)
        term = times[1] if times else word
        if re.search(r"~\d*\Z", term):
            raise QueryError(
                say("~ stands after quotes or a group."),
                start,
                end,
                '"a b"~5',
                say("There is no search for similar words; leave it out."),
            )
        parts = split_parts(self.original[start : start + len(term)], start)
        self.place = end
        yield Lexeme("atom", start, start + len(term), Phrase(parts, (start, start + len(term))))
        if times:
            yield Lexeme("count", start + len(term), end, self.times(times[2], start + len(term), end))

    def _operator(self, word: str, start: int, end: int) -> Lexeme | None:
        if word in WORD_OPERATORS:
            return Lexeme(WORD_OPERATORS[word], start, end)
        near = _NEAR.match(word)
        if near:
            distance = self.distance(near[2] or "", start, end)
            return Lexeme("near", start, end, (distance, bool(near[1] or near[3])))
        atleast = _ATLEAST.match(word)
        if atleast is None:
            return None
        if not atleast[1]:
            raise QueryError(
                say("A number is missing: how many of the members must be there."),
                start,
                end,
                "ATLEAST/2",
                say("Write ATLEAST/2(a, b, c)."),
            )
        times = self.times(atleast[1], start, end)
        self.atleast = self.text.startswith("(", end)
        return Lexeme("atleast", start, end, times)

    def _named(self, name: str, end: int) -> Iterator[Lexeme]:
        start, key = self.place, name.lower()
        if key in TEXT_FIELDS and self.fields.text:
            self._refuse_space_after(name, start, end)
            self.place = end
            yield Lexeme("within", start, end, key)
            return
        self._check_field(name, start, end)
        self._refuse_space_after(name, start, end)
        values, self.place = read_field(self.fields.specs[key], self.text, end, commas=self.commas)
        yield Lexeme("atom", start, self.place, Field(key, values, (start, self.place)))

    def _compared(self, match: re.Match[str]) -> Iterator[Lexeme]:
        start, key = self.place, match[1].lower()
        self._check_field(match[1], start, match.end())
        self._refuse_space_after(match[0], start, match.end())
        spec = self.fields.specs[key]
        values, self.place = read_field(spec, self.text, match.end(), commas=self.commas, comparison=match[2])
        yield Lexeme("atom", start, self.place, Field(key, values, (start, self.place)))

    def _check_field(self, name: str, start: int, end: int) -> None:
        if name.lower() in self.fields.specs:
            return
        from earshot.engine.query.suggest import unknown_field

        raise unknown_field(name, start, end, self.fields, self.text)

    def _refuse_space_after(self, name: str, start: int, end: int) -> None:
        following = self.text[end : end + 1]
        if not following or following.isspace() or following == ")":
            raise QueryError(
                say("The value of %(name)s is missing.", name=self.text[start:end]),
                start,
                end,
                "a value directly behind it",
                say("Write it without a space: %(name)svalue.", name=self.text[start:end]),
            )

    def _refuse_spaced_sign(self) -> None:
        spaced = _SPACED_SIGN.match(self.text, self.place)
        if spaced and spaced[1].lower() in self.fields and not self.text.startswith("<<<", spaced.end(1) + 1):
            raise QueryError(
                say("There may be no space between the name of a field and its sign."),
                self.place,
                spaced.end(),
                "lang:en or followers>=1000",
                say('Remove the space, or quote the word: "%(name)s".', name=spaced[1]),
            )
