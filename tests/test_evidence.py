"""Texts, quotes and coverage: each outcome and each seeded fault, in a world of two short texts."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from lmskg.errors import ChecksumError, SourceFormatError, SourceNotFoundError
from lmskg.evidence import StoredText, audit, read_texts, verify
from lmskg.evidence.anchors import Quote
from lmskg.evidence.compare import compare_quote
from lmskg.graph.store import parse_bytes, store_of
from lmskg.model import Finding
from lmskg.resources import Project, open_project

EX = "https://example.org/"
PREFIXES = f"""
@prefix ex: <{EX}> .
@prefix kg: <https://w3id.org/lmskg/vocab/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""
TEXT = "Lamps\n\nA lamp hums in < 5% of cases, and it may\u00a0glow at +20 degrees. Sad indeed.\r\n"
OTHER = "Another page: lamps are warm."
TEXTS = {
    EX + "a": StoredText(EX + "a", "a.txt", TEXT),
    EX + "b": StoredText(EX + "b", "b.txt", OTHER),
}
WORLD = """
ex:A kg:text ex:a . ex:B kg:text ex:b .
kg:Connective a kg:CoverageReason . kg:Layout a kg:CoverageReason .
kg:Heading a kg:CoverageReason . kg:Rhetoric a kg:CoverageReason .
kg:ConnectiveWords kg:wordForm "and"@en , "as well as"@en .
"""
FIRST = "A lamp hums in < 5% of cases"
SECOND = "it may\u00a0glow at +20 degrees"
AT = TEXT.index(FIRST)
GAP = TEXT.index(", and ")


def world(*parts: str) -> Store:
    """Return a store of the world with these parts in Turtle."""
    data = "\n".join([PREFIXES, WORLD, *parts]).encode()
    return store_of(parse_bytes(data, RdfFormat.TURTLE, "world.ttl"))


def literal(words: str) -> str:
    return '"' + words.replace("\n", "\\n").replace("\r", "\\r") + '"'


def quoting(
    words: str, start: int, end: int | None = None, *, name: str = "1", text: str = "ex:a",
    source: str = "ex:A",
) -> str:  # fmt: skip
    """Return a claim whose evidence quotes these words at these offsets."""
    last = start + len(words) if end is None else end
    return (
        f"ex:claim{name} kg:evidence ex:ev{name} . ex:ev{name} a kg:Evidence ; "
        f"dcterms:source {source} ; oa:hasSource {text} ; oa:hasSelector ex:sel{name} . "
        f"ex:sel{name} oa:exact {literal(words)} ; oa:start {start} ; oa:end {last} ."
    )


def covering(reason: str, start: int, end: int, *, name: str = "1", text: str = "ex:a") -> str:
    return (
        f"ex:cover{name} a kg:Coverage ; kg:reason kg:{reason} ; oa:hasSource {text} ; "
        f"oa:start {start} ; oa:end {end} ."
    )


def spans() -> dict[str, str]:
    """Return what accounts for every character of both texts, part by part."""
    rhetoric = TEXT.index("Sad")
    tail = rhetoric + len("Sad indeed.")
    second = TEXT.index(SECOND)
    return {
        "first": quoting(FIRST, AT),
        "second": quoting(SECOND, second, name="2"),
        "other": quoting(OTHER, 0, name="3", text="ex:b", source="ex:B"),
        "heading": covering("Heading", 0, 5),
        "layout": covering("Layout", 5, 7, name="2"),
        "connective": covering("Connective", GAP, GAP + 6, name="3"),
        "stop": covering("Layout", second + len(SECOND), rhetoric, name="4"),
        "rhetoric": covering("Rhetoric", rhetoric, tail, name="5"),
        "end": covering("Layout", tail, len(TEXT), name="6"),
    }


def whole(**changed: str) -> Store:
    """Return the world in which all is accounted for, some parts changed."""
    return world(*(spans() | changed).values())


def checks(store: Store) -> list[str]:
    return sorted(finding.check for finding in verify(store, TEXTS).findings)


def only(store: Store) -> Finding:
    (finding,) = verify(store, TEXTS).findings
    return finding


# ---------------------------------------------------------------- quotes


def test_a_world_without_fault_has_no_finding_and_says_how_much_was_looked_at() -> None:
    report = verify(whole(), TEXTS)
    assert report.findings == ()
    n_characters = len(TEXT) + len(OTHER)
    assert report.counts == {
        "texts": 2, "evidence": 3, "quotes": 3, "exact": 3, "characters": n_characters,
        "covered": n_characters, "spans": 6,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "start", "end", "check", "message"),
    [
        (FIRST, AT + 1, None, "quote-moved", f"but at {AT}-{AT + len(FIRST)}"),
        (FIRST, AT - 1, None, "quote-moved", f"but at {AT}-{AT + len(FIRST)}"),
        (FIRST, AT, AT + len(FIRST) + 1, "quote-moved", f"but at {AT}-{AT + len(FIRST)}"),
        (FIRST[1:], AT, AT + len(FIRST), "quote-moved", f"but at {AT + 1}-{AT + len(FIRST)}"),
        ("lamps are warm", AT, None, "quote-in-another-text", "not in a.txt but in b.txt at 14-28"),
        (FIRST.replace("5", "6"), AT, None, "quote-near-miss",
         'the text has "5" where the quote has "6" (a digit)'),
        (FIRST.replace("%", ""), AT, None, "quote-near-miss",
         'the quote lacks "%" (a percent sign)'),
        (FIRST.replace("<", ">"), AT, None, "quote-near-miss",
         'the text has "<" where the quote has ">" (a comparison sign)'),
        (FIRST.replace("< ", ""), AT, None, "quote-near-miss",
         'the quote lacks "< " (a comparison sign)'),
        (SECOND.replace("+", "-"), TEXT.index(SECOND), None, "quote-near-miss",
         'the text has "+" where the quote has "-" (a sign)'),
        (SECOND.replace("\u00a0", " "), TEXT.index(SECOND), None, "quote-near-miss",
         'the text has "\\xa0" where the quote has " "'),
        (FIRST.replace("5%", "5%%"), AT, None, "quote-near-miss",
         'the quote adds "%" (a percent sign)'),
        (FIRST.upper(), AT, None, "quote-absent", "a.txt has no such words"),
        ("quite another thing", AT, None, "quote-absent", "a.txt has no such words"),
        ("", AT, AT + 1, "quote-absent", "the quote is empty"),
        (FIRST, -1, None, "offset-negative", "an offset is 0 or more"),
        (TEXT[-4:-1], -4, -1, "offset-negative", "an offset is 0 or more"),
        (FIRST, AT, AT, "offset-order", "the end must be larger than the start"),
        (FIRST, AT + len(FIRST), AT, "offset-order", f"but at {AT}-{AT + len(FIRST)}"),
        ("\r\n", len(TEXT) - 1, len(TEXT) + 1, "offset-beyond-text", f"has {len(TEXT)} characters"),
        (TEXT[-2:], len(TEXT) - 2, len(TEXT) + 5, "offset-beyond-text", "the text has"),
    ],
)  # fmt: skip
def test_a_quote_that_is_not_exact_is_told_with_what_stands_there(
    words: str, start: int, end: int | None, check: str, message: str
) -> None:
    findings = [f for f in verify(world(quoting(words, start, end)), TEXTS).findings
                if f.focus == EX + "ev1"]  # fmt: skip
    assert [(f.severity, f.check) for f in findings] == [("error", check)]
    assert message in findings[0].message
    assert "\n" not in findings[0].message


def test_a_near_miss_is_shown_with_its_line() -> None:
    finding = only(whole(first=quoting(FIRST.replace("5", "6"), AT)))
    assert finding.where == "a.txt:3:1"
    assert finding.message.endswith(f'the text reads "{FIRST}"')


def test_words_that_stand_at_several_places_are_all_named() -> None:
    quote = Quote("ev", "sel", EX + "a", "s", 0, 1)
    assert compare_quote(quote, TEXTS).message.endswith("4-5, 17-18, 32-33 and 2 more")


@pytest.mark.parametrize(
    ("text", "words", "start", "passage"),
    [
        # of two passages that are equally near, the one at the recorded place is meant
        ("5% of lamps glow. 5% of lamps glow.", "6% of lamps glow.", 18, (18, 35)),
        ("5% of lamps glow. 5% of lamps glow.", "6% of lamps glow.", 0, (0, 17)),
        # the passage has its own length
        ("In all, 15% of lamps glow dimly.", "5 of lamps glow", 8, (9, 25)),
        ("In all, 5% of lamps glow dimly.", "all, 25 % of lamps glow", 3, (3, 24)),
        # a quote that is longer than the text
        ("lamps glow", "lamps glow, all", 0, (0, 10)),
        ("lamps glow", "lamps glow, all", 90, (0, 10)),
    ],
)
def test_a_near_miss_is_the_nearest_passage(
    text: str, words: str, start: int, passage: tuple[int, int]
) -> None:
    texts = {EX + "a": StoredText(EX + "a", "a.txt", text)}
    verdict = compare_quote(Quote("ev", "sel", EX + "a", words, start, start + len(words)), texts)
    assert (verdict.outcome, verdict.span) == ("near miss", passage)


def test_of_many_differences_the_first_are_shown_and_the_rest_counted() -> None:
    text = "The 1 lamp, the 2 wicks, the 3 oils, the 4 stands and the 5 hooks of the old hall."
    words = text.translate(str.maketrans("12345", "67890"))
    texts = {EX + "a": StoredText(EX + "a", "a.txt", text)}
    message = compare_quote(Quote("ev", "sel", EX + "a", words, 0, len(words)), texts).message
    assert 'has "1" where the quote has "6" (a digit)' in message
    assert "; 2 more differences; " in message


def test_where_no_connective_words_are_listed_none_is_allowed() -> None:
    texts = {EX + "a": StoredText(EX + "a", "a.txt", ", and ")}
    data = (PREFIXES + WORLD.replace("kg:ConnectiveWords", "kg:Words")
            + covering("Connective", 0, 6)).encode()  # fmt: skip
    store = store_of(parse_bytes(data, RdfFormat.TURTLE, "world.ttl"))
    assert [f.check for f in verify(store, texts).findings] == ["foreign-word"]


@given(st.data())
def test_a_quote_with_one_changed_character_is_never_exact(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TEXT) - 1))
    end = data.draw(st.integers(start + 1, len(TEXT)))
    words = TEXT[start:end]
    at = data.draw(st.integers(0, len(words) - 1))
    put = data.draw(st.text(st.characters(codec="utf-8"), max_size=1).filter(words[at].__ne__))
    changed = words[:at] + put + words[at + 1 :]
    quote = Quote("ev", "sel", EX + "a", changed, start, end)
    assert compare_quote(quote, TEXTS).outcome != "exact"
    unchanged = Quote("ev", "sel", EX + "a", words, start, end)
    assert compare_quote(unchanged, TEXTS).outcome == "exact"


@given(st.integers(-60, 160), st.integers(-60, 160))
def test_only_the_right_offsets_make_a_quote_exact(start: int, end: int) -> None:
    outcome = compare_quote(Quote("ev", "sel", EX + "a", FIRST, start, end), TEXTS).outcome
    assert (outcome == "exact") == ((start, end) == (AT, AT + len(FIRST)))


# ---------------------------------------------------------------- evidence


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (("oa:hasSource ex:a ; ", ""), ["selector-without-source", "uncovered"]),
        (("; oa:hasSelector ex:sel1", ""),
         ["selector-without-evidence", "text-without-quote", "uncovered"]),
        (("oa:hasSource ex:a", "oa:hasSource ex:nowhere"), ["uncovered", "unknown-text"]),
        (("oa:hasSource ex:a", "oa:hasSource ex:a , ex:b"),
         ["evidence-of-two-texts", "text-of-another-source"]),
        (("ex:sel1 oa:exact", "ex:sel1 oa:hasSource ex:b ; oa:exact"),
         ["evidence-of-two-texts", "offset-beyond-text", "text-of-another-source", "uncovered"]),
        (("dcterms:source ex:A", "dcterms:source ex:B"), ["text-of-another-source"]),
        (("dcterms:source ex:A ; ", ""), ["text-of-another-source"]),
        (("ex:claim1 kg:evidence ex:ev1 . ", ""), ["evidence-without-claim", "uncovered"]),
        ((f"; oa:start {AT}", ""), ["selector-incomplete", "uncovered"]),
        ((f"oa:start {AT}", f"oa:start {AT} , 3"), ["selector-incomplete", "uncovered"]),
        ((f"oa:start {AT}", f"oa:start {AT}.5"), ["selector-incomplete", "uncovered"]),
        ((f"oa:start {AT}", 'oa:start "x"'), ["selector-incomplete", "uncovered"]),
    ],
)  # fmt: skip
def test_evidence_that_is_malformed_is_told(changed: tuple[str, str], expected: list[str]) -> None:
    good = spans()["first"]
    assert good.count(changed[0]) == 1
    assert checks(whole(first=good.replace(*changed))) == expected


def test_two_selectors_of_one_evidence_in_one_text_are_fine() -> None:
    first, second = FIRST[:6], FIRST[6:]
    both = quoting(first, AT).replace("oa:hasSelector ex:sel1", "oa:hasSelector ex:sel1 , ex:x")
    both += f" ex:x oa:exact {literal(second)} ; oa:start {AT + 6} ; oa:end {AT + len(FIRST)} ."
    assert checks(whole(first=both)) == []


def test_evidence_of_a_source_without_stored_text_needs_no_quote() -> None:
    assert (
        checks(whole(more="ex:c kg:evidence ex:e . ex:e a kg:Evidence ; dcterms:source ex:Q ."))
        == []
    )


def test_a_recorded_number_of_characters_is_checked() -> None:
    assert checks(whole(length=f"ex:a kg:characters {len(TEXT)} .")) == []
    assert only(whole(length="ex:a kg:characters 7 .")).check == "text-length"


def test_the_same_graph_in_two_named_graphs_gives_the_same_report() -> None:
    store = whole()
    copy = [Quad(q.subject, q.predicate, q.object, NamedNode(EX + "copy")) for q in store]
    store.extend(copy)
    assert verify(store, TEXTS) == verify(whole(), TEXTS)


# ---------------------------------------------------------------- coverage


def test_a_stretch_without_account_is_told_with_its_words() -> None:
    finding = only(whole(rhetoric=""))
    start = TEXT.index("Sad")
    assert (finding.check, finding.focus, finding.value) == ("uncovered", EX + "a", '"Sad indeed."')
    assert finding.message.startswith(f"characters {start}-{start + 11} ")
    assert verify(whole(rhetoric=""), TEXTS).counts["covered"] == len(TEXT) + len(OTHER) - 11


def test_a_text_that_nobody_quotes_is_uncovered_as_a_whole() -> None:
    assert only(whole(other="")).value == f'"{OTHER}"'


@pytest.mark.parametrize(
    ("part", "span", "expected"),
    [
        ("connective", covering("Layout", GAP, GAP + 6, name="3"), ["layout-with-words"]),
        ("rhetoric", covering("Connective", TEXT.index("Sad"), len(TEXT) - 2, name="5"),
         ["foreign-word"]),
        ("rhetoric", covering("Boredom", TEXT.index("Sad"), len(TEXT) - 2, name="5"),
         ["unknown-reason"]),
        ("rhetoric", covering("Rhetoric , kg:Heading", TEXT.index("Sad"), len(TEXT) - 2, name="5"),
         ["unknown-reason"]),
        ("heading", covering("Heading", 0, 8), ["span-overlaps-quote", "spans-overlap"]),
        ("heading", covering("Heading", 0, 6), ["spans-overlap"]),
        ("heading", covering("Heading", 5, 0), ["offset-order", "uncovered"]),
        ("heading", covering("Heading", -1, 5), ["offset-negative", "uncovered"]),
        ("end", covering("Layout", len(TEXT) - 2, len(TEXT) + 1, name="6"),
         ["offset-beyond-text", "uncovered"]),
        ("heading", covering("Heading", 0, 5, text="ex:nowhere"), ["uncovered", "unknown-text"]),
        ("heading", covering("Heading", 0, 5).replace("oa:end 5", "oa:end 5.5"),
         ["span-incomplete", "uncovered"]),
        ("more", "ex:s a kg:TextSpan ; oa:hasSource ex:a ; oa:start 0 ; oa:end 999 .",
         ["offset-beyond-text"]),
        ("more", "ex:s a kg:TextSpan ; oa:hasSource ex:a ; oa:start 0 ; oa:end 9 .", []),
    ],
)  # fmt: skip
def test_a_span_may_hide_nothing(part: str, span: str, expected: list[str]) -> None:
    assert checks(whole(**{part: span})) == expected


@pytest.mark.parametrize(
    ("words", "is_allowed"),
    [
        (", and ", True), ("; As well as, ", True), (" …and – ", True),
        ("as well", False), ("andy", False), ("and not", False), (" and 5", False),
        ("and %", False), ("and <", False),
    ],
)  # fmt: skip
def test_a_connective_holds_only_the_words_of_the_list(words: str, *, is_allowed: bool) -> None:
    texts = {EX + "a": StoredText(EX + "a", "a.txt", words)}
    report = verify(world(covering("Connective", 0, len(words))), texts)
    assert [f.check for f in report.findings] == ([] if is_allowed else ["foreign-word"])


# ---------------------------------------------------------------- texts


@pytest.fixture
def shelf(tmp_path: Path) -> Project:
    (tmp_path / "ontology" / "texts").mkdir(parents=True)
    return open_project(tmp_path)


def record(name: str, data: bytes) -> Store:
    digest = hashlib.sha256(data).hexdigest()
    return world(f'ex:a a kg:Text ; kg:file "{name}" ; kg:sha256 "{digest}" .')


def test_a_text_is_read_with_its_line_ends_and_no_break_spaces(shelf: Project) -> None:
    data = TEXT.encode()
    (shelf.texts / "a.txt").write_bytes(data)
    texts = read_texts(shelf, record("a.txt", data))
    assert texts == {EX + "a": StoredText(EX + "a", "a.txt", TEXT)}
    assert texts[EX + "a"].n_characters == len(TEXT) == len(data) - 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"a\0b", "the file is binary"),
        (b"ab\n\xff", "a.txt:2:1: byte 0xff is not UTF-8"),
    ],
)
def test_a_file_that_is_no_text_is_refused(shelf: Project, data: bytes, reason: str) -> None:
    (shelf.texts / "a.txt").write_bytes(data)
    with pytest.raises(SourceFormatError, match=reason):
        read_texts(shelf, record("a.txt", data))


def test_a_missing_text_is_refused(shelf: Project) -> None:
    with pytest.raises(SourceNotFoundError, match=r"a\.txt: no such file"):
        read_texts(shelf, record("a.txt", b"x"))


def test_a_text_that_changed_since_it_was_recorded_is_refused(shelf: Project) -> None:
    (shelf.texts / "a.txt").write_bytes(TEXT.replace("\r\n", "\n").encode())
    with pytest.raises(ChecksumError, match=r"a\.txt: SHA-256 is"):
        read_texts(shelf, record("a.txt", TEXT.encode()))


@pytest.mark.parametrize("name", ["../a.txt", "/etc/hostname", "..", "", "x/a.txt", "x\\\\a.txt"])
def test_a_text_lies_in_the_folder_of_texts(shelf: Project, name: str) -> None:
    with pytest.raises(SourceFormatError, match="must be the name of a file in texts/"):
        read_texts(shelf, record(name, b"x"))


@pytest.mark.parametrize(
    ("turtle", "reason"),
    [
        ('ex:a a kg:Text ; kg:file "a.txt" .', "needs exactly one kg:sha256, found 0"),
        ('ex:a a kg:Text ; kg:sha256 "0" .', "needs exactly one kg:file, found 0"),
        ('ex:a a kg:Text ; kg:file "a", "b" ; kg:sha256 "0" .', "exactly one kg:file, found 2"),
    ],
)
def test_the_record_of_a_text_is_complete(shelf: Project, turtle: str, reason: str) -> None:
    with pytest.raises(SourceFormatError, match=reason):
        read_texts(shelf, world(turtle))


# ---------------------------------------------------------------- the bundled data


def test_every_quote_is_exact_and_every_character_accounted_for(
    project: Project, store: Store
) -> None:
    report = verify(store, read_texts(project, store))
    assert report.findings == ()
    assert report.counts["quotes"] == report.counts["exact"] == 104
    assert report.counts["characters"] == report.counts["covered"] == 3941


def test_every_claim_fits_its_quotes(store: Store) -> None:
    report = audit(store)
    assert report.findings == ()
    assert report.counts["claims"] == 91
    assert report.counts["numbers"] == 5
