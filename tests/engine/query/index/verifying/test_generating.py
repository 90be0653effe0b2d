"""The code of shapes: what it looks like, what it never contains, and that no query is too deep or too large for it."""

from __future__ import annotations

import dis
import gc
from itertools import product
from types import CodeType, FunctionType

import pytest

from earshot.engine.query import Document, Query, parse
from earshot.engine.query.index import Index
from earshot.engine.query.index.verifying import shapes, shaping
from earshot.engine.query.index.verifying.generating import generated
from earshot.engine.query.index.verifying.planning import planned
from earshot.engine.query.index.verifying.shaping import shaped
from tests.engine.query.index.verifying.made import coded, functions, view_of


def shape(query: str) -> str:
    return shaped(planned(parse(query).tree))[0]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("late", "t"),
        ("late late", "t"),
        ("late OR late", "t"),
        ("#late", "g"),
        ('"late parcel"', "p"),
        ("late parcel", "&2 t t"),
        ("late OR #late", "|2 t g"),
        ("late (parcel OR letter) -gone", "&3 ! t t |2 t t"),
        ("NOT (NOT late)", "t"),
        ("lat*", "j"),
        ("*ate", "j"),
        ("*at*", "j"),
        ("l?te", "&2 j ?"),
        ("a*a", "&2 j ?"),
        ("late lang:en", "&2 t ?"),
        ("late NEAR/3 parcel", "&3 t t ?"),
        ("ATLEAST/2(late, parcel, letter)", "#2/3 t t t"),
        ("ATLEAST/1(late, parcel, letter)", "|3 t t t"),
        ("ATLEAST/3(late, parcel, letter)", "&3 t t t"),
        ("a1 OR a2 OR a3 OR a4 OR a5 OR a6 OR a7", "t|"),
        ("a1 a2 a3 a4 a5 a6 a7", "t&"),
        ('(late OR "late parcel") -parcel', "&2 ! t |2 t p"),
    ],
)
def test_the_shape_of_a_query(query: str, expected: str) -> None:
    assert shape(query) == expected


def test_queries_that_differ_in_their_words_share_their_code() -> None:
    one, other = coded(parse("late parcel -gone")), coded(parse("slow letter -lost"))
    assert isinstance(one, FunctionType)
    assert isinstance(other, FunctionType)
    assert one.__code__ is other.__code__
    assert one(view_of(Document("late parcel")))
    assert not other(view_of(Document("late parcel")))


def _constants(code: CodeType) -> set[object]:
    found: set[object] = {const for const in code.co_consts if not isinstance(const, CodeType)}
    return found.union(*(_constants(const) for const in code.co_consts if isinstance(const, CodeType)))


HOSTILE = ("__import__('os')", "c0", "view", '"); raise SystemExit #', "\\u0027", "物流")


@pytest.mark.parametrize("word", HOSTILE)
def test_code_has_no_text_of_a_user_in_it(word: str) -> None:
    quoted = f'("{word.replace(chr(34), "")}" OR late) -{{{word}}} #tag'
    test = coded(parse(quoted))
    assert isinstance(test, FunctionType)
    assert _constants(test.__code__) <= {None, True, False}
    assert set(test.__code__.co_names) <= {"terms", "pairs", "tags", "joined", "keys", "isdisjoint"}
    assert test.__globals__ == {"__builtins__": {}}


def test_a_table_is_made_only_when_the_first_step_needs_it() -> None:
    test = coded(parse('late ("old parcel" OR "old letter") -"parcel gone"'))
    view = view_of(Document("nothing of it"))
    assert not test(view)
    with pytest.raises(AttributeError):
        object.__getattribute__(view, "pairs")
    assert isinstance(test, FunctionType)
    loads = [each.argval for each in dis.get_instructions(test) if each.opname == "LOAD_ATTR"]
    assert loads == ["terms", "pairs"]


@pytest.mark.parametrize(("times", "count"), [(times, count) for count in range(2, 8) for times in range(1, count + 1)])
def test_at_least_of_all_ways_to_have_them(times: int, count: int) -> None:
    words = [f"w{number}" for number in range(count)]
    query = parse(f"ATLEAST/{times}({', '.join(words)})")
    by_code, by_functions = coded(query), functions(query)
    for there in product((False, True), repeat=count):
        view = view_of(Document(" ".join(word for word, is_there in zip(words, there, strict=True) if is_there)))
        assert by_code(view) == by_functions(view) == (sum(there) >= times)


def agree(query: Query, *posts: str) -> list[bool]:
    """What all say of each post; that they say the same."""
    found = []
    for text in posts:
        post = Document(text)
        wanted = query.matches(post)
        assert (coded(query)(view_of(post)), functions(query)(view_of(post))) == (wanted, wanted)
        found.append(wanted)
    return found


NEVER_DEEPER = {
    "not under not": "NOT (late OR " * 31 + "NOT (parcel)" + ")" * 31,
    "and under or": "".join(f"(w{number} OR (x{number} " for number in range(30)) + "late" + "))" * 30,
    "at least": "ATLEAST/2(late, parcel, " * 60 + "late" + ")" * 60,
    "not, and, or": "".join(f"(w{number} OR NOT (late " for number in range(20)) + "late" + "))" * 20,
}


@pytest.mark.parametrize("name", NEVER_DEEPER)
def test_the_deepest_queries(name: str) -> None:
    query = parse(NEVER_DEEPER[name])
    words = shape(NEVER_DEEPER[name]).split()
    assert len(words) <= shaping.MOST_WORDS + shaping.WIDEST * shaping.DEEPEST
    agree(
        query, "late", "parcel", "late parcel", "w0", "w29 x0", " ".join(f"x{number}" for number in range(30)) + " late"
    )


LARGEST = {
    "words": " OR ".join(f"w{number}" for number in range(5_000)),
    "all words": " ".join(f"w{number}" for number in range(5_000)),
    "pairs": " OR ".join(f'"w{number} x{number}"' for number in range(2_500)),
    "tags": " OR ".join(f"#w{number}" for number in range(5_000)),
    "wildcards": " OR ".join(f"w{number}*" for number in range(5_000)),
    "parts": " OR ".join(f"(w{number} -x{number})" for number in range(2_500)),
    "near": " OR ".join(f"(w{number} NEAR/3 x{number})" for number in range(2_500)),
    "missing": "late " + " ".join(f"-w{number}" for number in range(4_999)),
    "at least": f"ATLEAST/2500({', '.join(f'w{number}' for number in range(5_000))})",
    "of parts": f"ATLEAST/2({', '.join(f'(w{number} x{number})' for number in range(2_500))})",
}


@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_queries(name: str) -> None:
    query = parse(LARGEST[name])
    signature, constants = shaped(planned(query.tree))
    assert len(signature.split()) <= shaping.MOST_WORDS
    assert len(constants) <= shaping.MOST_WORDS
    posts = ("late", "w7 x7", "w2499 x2499 w3 x3", "#w4999", " ".join(f"w{number}" for number in range(5_000)))
    assert len(set(agree(query, *posts))) == 2


def test_what_python_compiles_is_far_from_its_limits() -> None:
    """The deepest and widest that a shape can be."""
    signature = "t"
    for depth in range(shaping.DEEPEST):
        signature = f"{'&|'[depth % 2]}{shaping.WIDEST + 1} {'t ' * shaping.WIDEST}! {signature}"
    words = signature.count("t")
    assert generated(signature)(*["late"] * words)(view_of(Document("late"))) in (True, False)


def test_code_is_made_for_a_shape_that_is_asked_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "OFTEN", 5)
    index = Index()
    for number in range(3):
        index.add(f"q{number}", parse(f"late parcel -gone{number}"))
    post = Document("late parcel")
    assert index.matching(post) == ["q0", "q1", "q2"]
    assert all(entry.test is None for entry in index._entries.values())
    for _ in range(2):
        assert index.matching(post) == ["q0", "q1", "q2"]
    tests = [entry.test for entry in index._entries.values()]
    assert len({test.__code__ for test in tests if isinstance(test, FunctionType)}) == 1
    assert all(entry.verifier is None for entry in index._entries.values())
    assert index.matching(Document("late parcel gone1")) == ["q0", "q2"]


def test_there_is_no_more_code_than_so_many_shapes_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "OFTEN", 1)
    monkeypatch.setattr(shapes, "MOST_CODES", 3)
    index = Index()
    for number in range(2, 7):
        index.add(f"q{number}", parse(" ".join(["late", *(f"(a{each} OR #b{each})" for each in range(number))])))
    post = Document("late " + " ".join(f"a{each}" for each in range(7)))
    for _ in range(3):
        assert len(index.matching(post)) == 5
    assert sum(entry.test is not None for entry in index._entries.values()) == 3
    for number in range(2, 7):
        index.remove(f"q{number}")
    gc.collect()
    assert len(index._shapes) == 0
    index.add("new", parse("late -gone"))
    assert index.matching(post) == ["new"]
    assert index._entries["new"].test is not None
