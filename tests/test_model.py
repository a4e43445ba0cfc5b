from __future__ import annotations

import builtins
import importlib
import json
from types import ModuleType
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from lmskg.errors import MissingExtraError
from lmskg.model import SEVERITIES, Finding, Report, Severity, Table, format_table, to_python
from lmskg.namespaces import XSD

A = NamedNode("https://example.org/A")


def typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))


TABLE = Table(
    ("term", "label", "n"),
    (
        (A, Literal("a <b> & c", language="en"), typed("4", "integer")),
        (BlankNode("x"), None, typed("1.10", "decimal")),
    ),
)


def finding(severity: Severity, check: str = "check") -> Finding:
    return Finding(severity, check, "focus", "message")


def test_table_as_dicts() -> None:
    expected = [
        {"term": "https://example.org/A", "label": "a <b> & c", "n": "4"},
        {"term": "x", "label": None, "n": "1.10"},
    ]
    assert TABLE.to_dicts() == expected
    assert list(TABLE) == expected
    assert len(TABLE) == 2


def test_table_as_texts() -> None:
    assert TABLE.texts() == [["https://example.org/A", "a <b> & c", "4"], ["x", "", "1.10"]]


def test_table_in_a_terminal() -> None:
    assert str(TABLE) == (
        "term                   label      n\n"
        "---------------------  ---------  ----\n"
        "https://example.org/A  a <b> & c  4\n"
        "x                                 1.10"
    )


def test_long_cells_are_wrapped_and_long_words_are_kept() -> None:
    text = format_table(("a", "b"), [["one two three", "x" * 12]], width=8)
    assert text == ("a        b\n-------  ------------\none two  xxxxxxxxxxxx\nthree")


def test_empty_table_still_has_its_head() -> None:
    assert str(Table(("a", "bc"), ())) == "a  bc\n-  --"
    assert Table(("a",), ())._repr_html_() == (
        "<table><thead><tr><th>a</th></tr></thead><tbody></tbody></table>"
    )


def test_table_in_a_notebook_is_escaped() -> None:
    assert TABLE._repr_html_() == (
        "<table><thead><tr><th>term</th><th>label</th><th>n</th></tr></thead><tbody>"
        "<tr><td>https://example.org/A</td><td>a &lt;b&gt; &amp; c</td><td>4</td></tr>"
        "<tr><td>x</td><td></td><td>1.10</td></tr></tbody></table>"
    )


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (A, "https://example.org/A"),
        (Literal("4"), "4"),
        (Literal("four", language="en"), "four"),
        (typed("4", "integer"), 4),
        (typed("1.10", "decimal"), 1.1),
        (typed("1e3", "double"), 1000.0),
        (typed("true", "boolean"), True),
        (typed("1", "boolean"), True),
        (typed("false", "boolean"), False),
        (typed("2024-01-31", "date"), "2024-01-31"),
        (typed("four", "integer"), "four"),
        (typed("many", "decimal"), "many"),
    ],
)
def test_literals_as_python_values(term: Literal | None, value: object) -> None:
    assert to_python(term) == value
    assert type(to_python(term)) is type(value)


def test_pandas_frame() -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    frame = TABLE.to_pandas()
    assert list(frame.columns) == ["term", "label", "n"]
    assert frame["n"].tolist() == [4.0, 1.1]
    assert frame["label"].isna().tolist() == [False, True]
    assert list(Table(("a",), ()).to_pandas().columns) == ["a"]


def test_polars_frame() -> None:
    pytest.importorskip("polars", reason="polars is not installed")
    frame = TABLE.to_polars()
    assert frame.columns == ["term", "label", "n"]
    assert frame["n"].to_list() == [4.0, 1.1]
    assert frame["label"].to_list() == ["a <b> & c", None]
    assert Table(("a",), ()).to_polars().columns == ["a"]


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_missing_frame_package_says_how_to_install_it(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str) -> ModuleType:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", refuse)
    with pytest.raises(MissingExtraError) as caught:
        getattr(TABLE, f"to_{package}")()
    assert str(caught.value) == (
        f"{package} is needed for this; install it with: pip install 'lmskg[{package}]'"
    )


def test_report_conforms_only_when_nothing_was_found() -> None:
    assert Report().conforms
    assert not Report((finding("info"),)).conforms


@pytest.mark.parametrize(
    ("severity", "failing"),
    [
        ("error", {"error", "warning", "info"}),
        ("warning", {"warning", "info"}),
        ("info", {"info"}),
    ],
)
def test_report_fails_at_its_severity_or_above(severity: Severity, failing: set[str]) -> None:
    report = Report((finding(severity),))
    assert {level for level in SEVERITIES if report.is_failing(level)} == failing
    assert not report.is_failing("none")


def test_report_counts_findings_of_a_severity() -> None:
    report = Report((finding("error"), finding("info"), finding("info", "other")))
    assert (report.count("error"), report.count("warning"), report.count("info")) == (1, 0, 2)


def test_report_as_json() -> None:
    report = Report((Finding("error", "c", "f", "5 % – m", "p", "v", "w"),), {"b": 2, "a": 1})
    text = report.to_json()
    assert text.endswith("}\n")
    assert "5 % – m" in text
    assert json.loads(text) == {
        "conforms": False,
        "counts": {"a": 1, "b": 2},
        "findings": [
            {
                "severity": "error",
                "check": "c",
                "focus": "f",
                "message": "5 % – m",
                "path": "p",
                "value": "v",
                "where": "w",
            }
        ],
    }


def test_errors_sort_before_warnings() -> None:
    assert [f.severity for f in sorted([finding("warning"), finding("error")])] == [
        "error",
        "warning",
    ]


def test_no_frame_package_is_imported_before_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def watched(name: str, *rest: Any) -> ModuleType:
        assert name.partition(".")[0] not in ("pandas", "polars")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", watched)
    assert str(TABLE)
    assert TABLE._repr_html_()
