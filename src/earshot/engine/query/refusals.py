"""What the parser refuses, in words: one function for each thing that can be wrong with the structure of a query."""

from __future__ import annotations

from earshot.engine.query.errors import QueryError
from earshot.engine.query.scanner import Lexeme
from earshot.kernel.texts import Said, say

Span = tuple[int, int]
_SIGNS = {
    "and": "AND", "or": "OR", "not": "NOT", "near": "NEAR", "sentence": "SENTENCE", "atleast": "ATLEAST", "close": ")",
    "comma": ",",
}  # fmt: skip


def too_long(text: str) -> QueryError:
    """More bytes than a query may have."""
    return QueryError(
        say("A query may be at most 64 kB long."),
        0,
        len(text),
        "a shorter query",
        say("Split it into several topics."),
    )


def too_many_terms(text: str, most: int, terms: int) -> QueryError:
    """More terms than a query may have."""
    message = say("A query may have at most %(most)s terms; this one has %(terms)s.", most=most, terms=terms)
    return QueryError(message, 0, len(text), "fewer terms", say("Split it into several topics."))


def too_deep(at: Lexeme, most: int) -> QueryError:
    """Brackets in brackets in brackets."""
    message = say("The query is nested more than %(most)s deep.", most=most)
    return QueryError(message, at.start, at.end, "fewer brackets", say("Split it into several topics."))


def too_wide(distance: int, most: int, span: Span) -> QueryError:
    """A window over too many terms."""
    message = say("~%(n)s takes at most %(most)s terms.", n=distance, most=most)
    return QueryError(message, *span, "fewer terms", say("Use NEAR, or SENTENCE."))


def empty(text: str) -> QueryError:
    """Nothing but white space and comments."""
    return QueryError(say("The query is empty."), 0, len(text), "a term", say("Write a word to search for."))


def no_operand(operator: str, span: Span) -> QueryError:
    """NEAR or SENTENCE beside what has no place in the text."""
    return QueryError(
        say("%(name)s stands between words, phrases, wildcards, {...} or OR-groups of these.", name=operator),
        *span,
        "a word, a phrase or (a OR b)",
        say("Take it out of the proximity: (a %(name)s b) AND ...", name=operator),
    )


def no_window(distance: int, span: Span) -> QueryError:
    """``~n`` behind what is no group of terms."""
    return QueryError(
        say("~%(n)s stands after a group of words, phrases or OR-groups joined by AND.", n=distance),
        *span,
        f"(a AND b)~{distance}",
        say("Write (a AND b)~%(n)s.", n=distance),
    )


def no_count(times: int, span: Span) -> QueryError:
    """``#n`` behind what cannot be counted."""
    return QueryError(
        say("#%(n)s counts a word, a phrase, a wildcard or an OR-group of these.", n=times),
        *span,
        f"(a OR b)#{times}",
        say("Write a#%(n)s; for a hashtag put a space before #.", n=times),
    )


def not_closed(opened: Lexeme) -> QueryError:
    """A bracket without its end."""
    message = say("The bracket that opens here is not closed.")
    return QueryError(message, opened.start, opened.end, ")", say("Add ) at its end."))


def no_members(word: str, item: Lexeme) -> QueryError:
    """ATLEAST without its brackets."""
    message = say("After %(name)s the members are missing.", name=word)
    return QueryError(message, item.start, item.end, "(", say("Write %(name)s(a, b, c).", name=word))


def too_few_members(times: int, count: int, span: Span) -> QueryError:
    """ATLEAST asks for more than it lists."""
    return QueryError(
        say("ATLEAST/%(n)s has only %(count)s members.", n=times, count=count),
        *span,
        f"a number from 1 to {count}",
        say("Separate the members by commas, or lower the number."),
    )


def missing_before(item: Lexeme) -> QueryError:
    """A term should stand where an operator, a bracket or the end does."""
    if item.kind == "end":
        message, mend = say("There is no term before the end."), say("Write a term there.")
    else:
        name: str | Said = _SIGNS.get(item.kind) or say("the field")
        message = say("There is no term before %(name)s.", name=name)
        mend = say("Write a term there, or remove %(name)s.", name=name)
    return QueryError(message, item.start, item.end, "a term", mend)


def missing_after(word: str, before: Lexeme) -> QueryError:
    """An operator with nothing behind it."""
    return QueryError(
        say("A term is missing after %(name)s.", name=word),
        before.start,
        before.end,
        f"a term after {word}",
        say("Add the term, or remove %(name)s.", name=word),
    )


def only_an_operator(word: str, item: Lexeme) -> QueryError:
    """A word of the language where somebody may mean the word itself."""
    message, mend = (
        say("%(word)s is an operator.", word=word),
        say('Quote it to search for the word: "%(word)s".', word=word),
    )
    return QueryError(message, item.start, item.end, "a term", mend)


def unexpected(word: str, item: Lexeme) -> QueryError:
    """A whole query, and then something more."""
    if item.kind == "close":
        message, expected = say("There is a ) here that closes nothing."), "a term"
    else:
        message, expected = say("%(name)s cannot stand here.", name=word), "AND, OR or the end"
    return QueryError(message, item.start, item.end, expected, say("Remove it."))
