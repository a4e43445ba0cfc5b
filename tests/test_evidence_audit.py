"""Claims against their quotes: each number, hedge and coded word, and what a claim leaves out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pyoxigraph import RdfFormat, Store

from lmskg.evidence import audit
from lmskg.evidence.numbers import number_reader
from lmskg.graph.store import parse_bytes, store_of
from lmskg.model import Finding

VOCABULARY = """
@prefix ex: <https://example.org/> .
@prefix kg: <https://w3id.org/lmskg/vocab/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
kg:Denied a kg:Polarity ; kg:wordForm "no"@en , "not"@en , "never"@en .
kg:May a kg:Modality ; kg:wordForm "may"@en , "might"@en .
kg:Can a kg:Modality ; kg:wordForm "can"@en .
kg:Needed a kg:Modality ; kg:wordForm "need"@en , "needed"@en .
kg:Usually a kg:Frequency ; kg:wordForm "usually"@en .
kg:Most a kg:Quantifier ; kg:wordForm "most"@en .
kg:Extremely a kg:Degree ; kg:wordForm "extremely"@en .
kg:About a kg:Precision ; kg:wordForm "about"@en , "roughly"@en .
kg:LessThan a kg:Precision ; kg:wordForm "<"@en , "less than"@en , "under"@en .
kg:Percent a kg:Unit ; kg:wordForm "percent"@en , "%"@en .
kg:exclusive kg:wordForm "only"@en .
kg:two a kg:NumberWord ; kg:value 2 ; kg:wordForm "two"@en .
kg:four a kg:NumberWord ; kg:value 4 ; kg:wordForm "four"@en .
kg:one a kg:NumberWord ; kg:value 1 ; kg:wordForm "one"@en .
kg:five a kg:NumberWord ; kg:value 5 ; kg:wordForm "five"@en .
kg:twenty a kg:NumberWord ; kg:value 20 ; kg:wordForm "twenty"@en .
kg:hundred a kg:NumberWord ; kg:value 100 ; kg:wordForm "hundred"@en .
kg:million a kg:NumberWord ; kg:value 1000000 ; kg:wordForm "million"@en .
ex:isNeededFor rdfs:label "is needed for"@en .
"""


def store_with(*parts: str) -> Store:
    data = (VOCABULARY + "\n".join(parts)).encode()
    return store_of(parse_bytes(data, RdfFormat.TURTLE, "world.ttl"))


def claim(quote: str, properties: str = "", *numbers: str, name: str = "1", start: int = 0) -> str:
    """Return a claim that quotes these words, with properties and measurements in Turtle."""
    parts = [
        f"ex:c{name} a kg:Claim ; kg:predicate ex:shines ; kg:evidence ex:e{name} .",
        f"ex:e{name} oa:hasSource ex:text ; oa:hasSelector ex:s{name} .",
        f'ex:s{name} oa:exact """{quote}""" ; oa:start {start} ; oa:end {start + len(quote)} .',
        f"ex:c{name} {properties} ." if properties else "",
    ]
    for place, number in enumerate(numbers):
        parts.append(
            f"ex:c{name} kg:measurement ex:m{name}-{place} . ex:m{name}-{place} {number} ."
        )
    return "\n".join(parts)


def findings(*parts: str) -> tuple[Finding, ...]:
    return audit(store_with(*parts)).findings


def counts(
    claims: int = 0, numbers: int = 0, coded_words: int = 0, without: tuple[int, int] = (0, 0)
) -> dict[str, int]:
    """Return the counts of a report; `without`: claims and numbers that no quote holds."""
    return {
        "claims": claims,
        "claims without a quote": without[0],
        "numbers": numbers,
        "numbers without a quote": without[1],
        "coded_words": coded_words,
    }


def told(*parts: str) -> list[tuple[str, str]]:
    """Return check and value of each finding."""
    return [(finding.check, finding.value) for finding in findings(*parts)]


PERCENT = "kg:unit kg:Percent ; kg:denominator ex:Case"


@pytest.mark.parametrize(
    ("quote", "numbers"),
    [
        ("5% of cases", [f"kg:value 5.0 ; {PERCENT}"]),
        ("5 percent of cases", [f"kg:value 5 ; {PERCENT}"]),
        ("five percent of cases", [f"kg:value 5 ; {PERCENT}"]),
        ("36 to 40 % of cases", [f"kg:low 36 ; kg:high 40 ; {PERCENT}"]),
        ("36–40% of cases", [f"kg:low 36 ; kg:high 40 ; {PERCENT}"]),
        ("four out of every million", ["kg:value 4 ; kg:per 1000000"]),
        ("4 in 1,000,000 lamps", ["kg:value 4 ; kg:per 1000000"]),
        ("four million lamps", ["kg:value 4000000"]),
        ("1.5 million lamps", ["kg:value 1500000"]),
        ("twenty-five lamps", ["kg:value 25"]),
        ("two lamps of 150", ["kg:value 2 ; kg:total 150"]),
        ("a ratio of 0.65 (95% interval 0·44-0.95)",
         ["kg:value 0.65 ; kg:level 0.95 ; kg:low 0.44 ; kg:high 0.95"]),
        ("at -20 degrees", ["kg:value -20"]),
        ("a 5mg lamp", ["kg:value 5"]),
        ("under 5% of cases", [f"kg:value 5 ; kg:precision kg:LessThan ; {PERCENT}"]),
        ("at ≥5 degrees", ["kg:low 5"]),
    ],
)  # fmt: skip
def test_a_number_is_backed_by_digits_or_words(quote: str, numbers: list[str]) -> None:
    hedge = 'kg:hedge "under"@en' if "under" in quote else ""
    assert told(claim(quote, hedge, *numbers)) == []


@pytest.mark.parametrize(
    ("quote", "number", "expected"),
    [
        ("15% of cases", f"kg:value 5 ; {PERCENT}",
         [("number-left-out", "15"), ("number-not-in-quote", "5")]),
        ("5.5% of cases", f"kg:value 5 ; {PERCENT}",
         [("number-left-out", "5.5"), ("number-not-in-quote", "5")]),
        ("5 lamps", f"kg:value 5 ; {PERCENT}",
         [("percent-not-in-quote", "5"),
          ("value-not-in-quote", "https://w3id.org/lmskg/vocab/Percent")]),
        ("5% of lamps", "kg:value 5", [("percent-not-coded", "5")]),
        ("5% of lamps", "kg:value 5 ; kg:unit kg:Percent", [("percent-without-denominator", "")]),
        ("few lamps", "kg:value 3.0", [("number-not-in-quote", "3")]),
        ("four million lamps", "kg:value 4",
         [("number-left-out", "four million"), ("number-not-in-quote", "4")]),
        ("twenty-five lamps", "kg:value 5",
         [("number-left-out", "twenty-five"), ("number-not-in-quote", "5")]),
        ("lamp L5 of the hall", "kg:value 5", [("number-not-in-quote", "5")]),
        ("at 20 degrees", "kg:value -20",
         [("number-left-out", "20"), ("number-not-in-quote", "-20")]),
        ("1,5 lamps", "kg:value 5", [("number-left-out", "1,5"), ("number-not-in-quote", "5")]),
        ("10⁶ lamps", "kg:value 10", [("number-left-out", "10"), ("number-not-in-quote", "10")]),
        ("5 of 8 lamps", "kg:value 5", [("number-left-out", "8")]),
        ("5 of two lamps", "kg:value 5", [("number-left-out", "two")]),
        ("5 lamps", 'kg:value "many"', [("number-malformed", "many"), ("number-left-out", "5")]),
        ("a lamp", "kg:statistic kg:Count", [("measurement-without-number", "")]),
        ("< 5 lamps", "kg:value 5", [("sign-left-out", "<")]),
        ("≥ 5 lamps", "kg:value 5", [("sign-left-out", "≥")]),
    ],
)  # fmt: skip
def test_a_number_that_is_not_the_quotes_is_told(
    quote: str, number: str, expected: list[tuple[str, str]]
) -> None:
    assert sorted(told(claim(quote, "", number))) == sorted(expected)


@pytest.mark.parametrize(
    ("quote", "properties", "number", "expected"),
    [
        # literals that repeat the quote
        ("It may shine", 'kg:modality kg:May ; kg:hedge "may"@en', "", []),
        ("It might shine", 'kg:modality kg:May ; kg:hedge "may"@en', "",
         [("phrase-not-in-quote", "may")]),
        ("It may shine", 'kg:modality kg:May ; kg:hedge "May"@en', "",
         [("phrase-not-in-quote", "May")]),
        ("dismay", 'kg:wording "may"@en', "", [("phrase-not-in-quote", "may")]),
        ("as the wick burns", 'kg:connective "because"@en', "",
         [("phrase-not-in-quote", "because")]),
        ("also called GT", 'kg:object "GT"', "", []),
        ("also called GT", 'kg:object "GL"', "", [("phrase-not-in-quote", "GL")]),
        # coded values
        ("Usually it shines", 'kg:frequency kg:Usually ; kg:hedge "Usually"@en', "", []),
        ("cancer", 'kg:modality kg:Can ; kg:hedge "cancer"@en', "",
         [("hedge-missing", "Can"), ("hedge-not-coded", "cancer"), ("value-not-in-quote", "Can")]),
        ("It shines", "kg:quantifier kg:Most", "", [("value-not-in-quote", "Most")]),
        ("It shines", "kg:degree kg:Unheard", "", [("value-without-words", "Unheard")]),
        ("It shines", "kg:polarity kg:Denied", "", [("value-not-in-quote", "Denied")]),
        ("It never shines", "kg:polarity kg:Denied", "", []),
        ("It shines", "kg:exclusive true", "", [("value-not-in-quote", "true")]),
        ("It shines", "kg:exclusive false", "", []),
        ("only lamps shine", "kg:exclusive true", "", []),
        ("about 5 lamps", 'kg:hedge "about"@en', "kg:value 5 ; kg:precision kg:About", []),
        ("about 5 lamps", 'kg:hedge "about"@en', "kg:value 5 ; kg:precision kg:LessThan",
         [("hedge-left-out", "about"), ("hedge-missing", "LessThan"),
          ("hedge-not-coded", "about"), ("value-not-in-quote", "LessThan")]),
        # a hedge and its code belong together
        ("It may shine", "kg:modality kg:May", "", [("hedge-missing", "May")]),
        ("It may shine", 'kg:hedge "may"@en', "",
         [("hedge-left-out", "may"), ("hedge-not-coded", "may")]),
        ("It shines in daylight", 'kg:hedge "daylight"@en', "", [("hedge-not-coded", "daylight")]),
        ("Oil is needed", "kg:modality kg:Needed", "", []),
        # what a claim leaves out
        ("It may shine", "", "", [("hedge-left-out", "may")]),
        ("most lamps shine", "", "", [("word-left-out", "most")]),
        ("lamps do not shine", "", "", [("word-left-out", "not")]),
        ("only lamps shine", "", "", [("word-left-out", "only")]),
        ("only lamps shine", 'kg:wording "only"@en', "", []),
        ("lamps are needed", "", "", [("word-left-out", "needed")]),
        ("roughly 5% of lamps", "", "", [("hedge-left-out", "roughly"), ("number-left-out", "5")]),
        ("two lamps", "", "", [("number-left-out", "two")]),
        ("<5 lamps", "", "", [("sign-left-out", "<")]),
        ("lamps of type 1, one by one", "", "", []),
        ("they walk about under lamps", "", "", []),
    ],
)  # fmt: skip
def test_the_words_of_a_claim_and_of_its_quote_fit(
    quote: str, properties: str, number: str, expected: list[tuple[str, str]]
) -> None:
    found = told(claim(quote, properties, *([number] if number else [])))
    assert sorted((check, value.rpartition("/")[2]) for check, value in found) == expected


def test_a_word_of_the_predicate_is_not_left_out() -> None:
    quote = claim("lamps are needed").replace("ex:shines", "ex:isNeededFor")
    assert told(quote) == []
    unlabelled = VOCABULARY.replace('rdfs:label "is needed for"@en', "a kg:Thing")
    data = (unlabelled + quote).encode()
    assert audit(store_of(parse_bytes(data, RdfFormat.TURTLE, "w.ttl"))).conforms


WIDE, NARROW = "a rare lamp that usually shines", "usually shines"
CODES = 'kg:frequency kg:Usually ; kg:hedge "usually"@en'


def test_a_hedge_may_be_left_to_a_claim_that_quotes_less() -> None:
    narrow = claim(NARROW, CODES, name="2", start=WIDE.index(NARROW))
    assert told(claim(WIDE), narrow) == []


@pytest.mark.parametrize(
    "other",
    [
        claim(NARROW, name="2", start=WIDE.index(NARROW)),  # it does not code the word either
        claim(WIDE, CODES, name="2"),  # it quotes the same
        claim(NARROW, CODES, name="2", start=99),  # it stands elsewhere
        claim(NARROW, CODES, name="2", start=WIDE.index(NARROW)).replace("ex:text", "ex:other"),
    ],
)
def test_a_hedge_is_not_left_to_any_other_claim(other: str) -> None:
    assert ("hedge-left-out", "usually") in told(claim(WIDE), other)


def test_a_limiting_word_may_be_left_to_a_claim_that_quotes_the_same() -> None:
    quote = "an extremely rare and bright lamp"
    coded = claim(quote, "kg:degree kg:Extremely", name="2")
    assert told(claim(quote), coded) == []
    assert told(claim(quote), claim(quote, name="2")) == [("word-left-out", "extremely")] * 2


def test_explanations_are_not_asked_for_the_words_of_the_claims_they_join() -> None:
    explanation = claim("It may shine because it is hot", 'kg:connective "because"@en')
    assert told(explanation.replace("a kg:Claim", "a kg:Explanation")) == []


def test_a_claim_without_a_quote_has_nothing_to_be_held_against() -> None:
    bare = "ex:c a kg:Claim ; kg:polarity kg:Denied ; kg:evidence ex:e ; kg:measurement ex:m ."
    report = audit(store_with(bare, "ex:e a kg:Evidence . ex:m kg:value 7 ."))
    assert report.findings == ()
    assert report.counts == counts(without=(1, 1))


def test_a_measurement_without_a_name_is_read_all_the_same() -> None:
    blank = claim("few lamps", "kg:measurement [ kg:value 7 ]")
    assert [check for check, _ in told(blank)] == ["number-not-in-quote"]


def test_a_literal_in_the_place_of_a_measurement_breaks_nothing() -> None:
    found = findings(claim("few lamps", 'kg:measurement "seven"'))
    assert [finding.check for finding in found] == ["measurement-without-number"]


def test_severity_tells_what_is_sure() -> None:
    found = findings(claim("It may shine in 5 of two lamps", "", "kg:value 7"))
    assert [(f.severity, f.check, f.value) for f in found] == [
        ("error", "number-left-out", "5"),
        ("error", "number-not-in-quote", "7"),
        ("warning", "hedge-left-out", "may"),
        ("warning", "number-left-out", "two"),
    ]


def test_counts_say_how_much_was_held_against_quotes() -> None:
    hedged = claim("It may shine", 'kg:modality kg:May ; kg:hedge "may"@en')
    counted = claim("two of 5", "", "kg:value 2 ; kg:total 5", name="2")
    report = audit(store_with(hedged, counted))
    assert report.counts == counts(claims=2, numbers=2, coded_words=1)


def test_counts_say_how_much_no_quote_could_prove() -> None:
    bare = "ex:c a kg:Claim ; kg:evidence ex:e ; kg:measurement ex:m , ex:n ."
    numbers = "ex:m kg:value 7 ; kg:count 3 . ex:n kg:low 1 ; kg:high 9 ; kg:pValue 0.05 ."
    report = audit(store_with(claim("two lamps", "", "kg:value 2"), bare, numbers))
    assert report.counts == counts(claims=1, numbers=1, without=(1, 5))


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("", []),
        ("5", ["5"]),
        ("5.0, 5.50 and .5", ["5.0", "5.50", "0.5"]),
        ("1,234.5 and 12,34", ["1234.5"]),
        ("30-40, (-3) and \u22124", ["30", "40", "-3", "-4"]),
        ("type-1 B2 x_3 4th", ["1", "4"]),
        ("10⁶ and 10.", ["10"]),
        ("5%-10% and five %", ["5%", "10%", "5%"]),
        ("2 or 3 % and 4", ["2%", "3%", "4"]),
        ("hundred, two hundred, Twenty\u00a0five, four twenty", ["100", "200", "25", "4", "20"]),
        ("someone, twofold, one-two", ["1", "2"]),
        ("five 5 million", ["5", "5000000"]),
    ],
)
def test_numbers_are_read_as_whole_tokens(quote: str, expected: list[str]) -> None:
    found = number_reader(store_with()).read(quote)
    wanted = [(Decimal(text.rstrip("%")), text.endswith("%")) for text in expected]
    assert [(number.value, number.is_percent) for number in found] == wanted
