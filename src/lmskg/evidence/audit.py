"""The operation `audit`: numbers and coded words of a claim stand in its quote, none is left out.

Which words stand for a value is data (`kg:wordForm`, `kg:NumberWord`), so that nothing here knows a
disease. A claim whose source is not stored quotes nothing; it is counted, and what was read of its
source the shapes ask for. Not here: whether a claim is complete, which the shapes say.
"""

from __future__ import annotations

from pyoxigraph import Store

from ..model import Finding, Report
from .claims import count_unquoted, read_claims
from .figures import number_findings
from .numbers import number_reader
from .omissions import omission_findings
from .wording import lexicon, word_findings


def audit(store: Store) -> Report:
    """Return where claims and the words they quote do not fit together.

    Parameters
    ----------
    store
        Claims with their evidence and measurements, and the vocabulary with its word forms.

    Returns
    -------
    Report
        Checks of severity `error`: `number-not-in-quote`, `number-left-out`,
        `percent-not-in-quote`, `percent-not-coded`, `percent-without-denominator`,
        `measurement-without-number`, `number-malformed`, `sign-left-out`,
        `phrase-not-in-quote`, `value-not-in-quote`, `value-without-words`, `hedge-not-coded`,
        `hedge-missing`. Of severity `warning`: `hedge-left-out`, `word-left-out`, and
        what is less sure of `number-left-out` (number words) and, for claims without a
        measurement, of `number-left-out` and `sign-left-out`. Counts: `claims` (those that quote
        a text, with explanations and attributions), `numbers`, `coded_words`; and what could not
        be held against a quote: `claims without a quote`, `numbers without a quote`.
    """
    claims = read_claims(store)
    words, reader = lexicon(store), number_reader(store)
    findings: list[Finding] = []
    n_unquoted, n_unchecked = count_unquoted(store, claims)
    counts = {
        "claims": len(claims),
        "claims without a quote": n_unquoted,
        "numbers": 0,
        "numbers without a quote": n_unchecked,
        "coded_words": 0,
    }
    for claim in claims:
        findings.extend(number_findings(claim, reader))
        findings.extend(word_findings(claim, words))
        counts["numbers"] += sum(len(m.numbers) for m in claim.measurements)
        counts["coded_words"] += sum(value in words.forms for _, value in claim.coded())
    findings.extend(omission_findings(claims, words, reader))
    return Report(tuple(sorted(set(findings))), counts)
