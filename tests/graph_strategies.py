"""Generated graphs that a format has to carry: every term and character that makes trouble."""

from __future__ import annotations

from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, DefaultGraph, Literal, NamedNode, Quad

XSD = "http://www.w3.org/2001/XMLSchema#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
OWL = "http://www.w3.org/2002/07/owl#"
KG = "https://w3id.org/lmskg/vocab/"

TROUBLE = (
    "",
    " ",
    '"',
    '""',
    "'",
    "\\",
    "\\n",
    ";",
    "|",
    "a;b|c,d",
    "tab\there",
    "line\nline",
    "line\r\nline",
    "\r",
    "null",
    "[]",
    "{}",
    "`backtick`",
    "=1+1",
    "<a>&amp;</a>",
    "]]>",
    "שלום",
    "\u202eright to left",
    "e\u0301",
    "👩‍⚕️",
    "\u2028",
    "x" * 10_000,
    "007",
    "1.10",
    "true",
)
LEXICAL = {
    "string": TROUBLE,
    "integer": ("0", "-1", "01", "+1", "9223372036854775807", "9223372036854775808"),
    "decimal": ("1.0", "1.10", ".5", "5", "-0.0"),
    "double": ("1.0", "1e3", "1.0E0", "INF", "-INF", "NaN", "0.1"),
    "float": ("1.5", "INF"),
    "boolean": ("true", "false", "1", "0", "TRUE"),
    "date": ("2026-11-24", "2026-11-24Z"),
    "dateTime": ("2026-11-24T00:00:00Z",),
    "gYear": ("2026", "-0001"),
    "gYearMonth": ("2026-11",),
    "duration": ("P1Y2M", "PT5M"),
    "anyURI": ("https://example.org/",),
    "base64Binary": ("aGVsbG8=",),
    "long": ("5",),
    "nonNegativeInteger": ("5",),
}

NODES = st.sampled_from(
    [NamedNode(f"https://example.org/{name}") for name in ("a", "b", "c#d", "é", "x;y,z", "1")]
    + [BlankNode("b0"), BlankNode("b1")]
)
PREDICATES = st.sampled_from(
    [
        NamedNode(iri)
        for iri in (
            f"{RDFS}label",
            f"{RDFS}subClassOf",
            RDF_TYPE,
            f"{KG}label",
            f"{KG}value",
            f"{KG}id",
            "https://example.org/value",
            "https://example.org/a__tag",
            "https://example.org/",
            "https://example.org/1",
            "https://example.org/with-dash",
            "https://other.org/value",
            "urn:x:y",
        )
    ]
)
GRAPHS = st.sampled_from(
    [DefaultGraph(), NamedNode("https://example.org/g"), NamedNode("https://example.org/h")]
)
TYPED = st.sampled_from(
    [
        Literal(text, datatype=NamedNode(XSD + name))
        for name, texts in LEXICAL.items()
        for text in texts
    ]
)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
LITERALS = st.one_of(
    TYPED,
    ANY_TEXT.map(Literal),
    st.sampled_from(TROUBLE).map(lambda text: Literal(text, language="en")),
    ANY_TEXT.map(lambda text: Literal(text, language="he", direction=BaseDirection.RTL)),
    st.just(Literal("colour", language="en-gb")),
    st.just(Literal("x", datatype=NamedNode("https://example.org/type"))),
)
QUADS = st.builds(Quad, NODES, PREDICATES, st.one_of(NODES, LITERALS), GRAPHS)
GRAPH_QUADS = st.lists(QUADS, max_size=25)

# one graph with every literal that makes trouble, for tests that are too dear to generate
NASTY = [
    *(
        Quad(
            NamedNode(f"https://example.org/{name}/{number}"),
            NamedNode(f"https://example.org/p-{name}"),
            Literal(text, datatype=NamedNode(XSD + name)),
            DefaultGraph(),
        )
        for name, texts in LEXICAL.items()
        for number, text in enumerate(texts)
    ),
    *(
        Quad(
            NamedNode("https://example.org/all"),
            NamedNode(f"{RDFS}label"),
            Literal(text, language=language),
            NamedNode("https://example.org/g"),
        )
        for text in TROUBLE
        for language in ("en", "de")
    ),
    *(
        Quad(
            NamedNode("https://example.org/loop"),
            NamedNode("https://example.org/knows"),
            node,
            graph,
        )
        for node in (NamedNode("https://example.org/loop"), BlankNode("b0"), BlankNode("b1"))
        for graph in (DefaultGraph(), NamedNode("https://example.org/g"))
    ),
    Quad(BlankNode("b0"), NamedNode("https://example.org/knows"), BlankNode("b1"), DefaultGraph()),
    Quad(
        NamedNode("https://example.org/one-empty"),
        NamedNode(f"{RDFS}label"),
        Literal(""),
        DefaultGraph(),
    ),
]
