r"""Between an RDF term and the text of a cell, both ways, without loss.

Several values stand in one cell with ` | ` between them. A cell is read by the kind of its
column: in a `text` column `may` is a text in English, in a `string` column a text without a
language, and in all others a value: a CURIE (`kg:May`), an IRI in angle brackets, a plain number,
`true`, a date (`2019-05-01`), and in a `date` column also a year. Whatever is not of the column's
own kind is written out: `"LMS"`, `"mot"@fr`, `"5"^^xsd:double`. A backslash takes a character's
meaning away (`\|`, `\\`, `\"`, a leading `\=`); `\n`, `\t`, `\s` are line break, tab and a space
at an edge, `\u` and four hexadecimal digits any character that a spreadsheet would not keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal as Choice
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from ..errors import InvalidCurieError, UnknownPrefixError
from ..namespaces import XSD, compress, expand

Kind = Choice["text", "string", "date", "value"]
Value: TypeAlias = NamedNode | Literal

LANGUAGE = "en"
SEPARATOR = " | "

_BARE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"true|false"), "boolean"),
    (re.compile(r"[+-]?[0-9]+"), "integer"),
    (re.compile(r"[+-]?[0-9]*\.[0-9]+"), "decimal"),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "date"),
    (re.compile(r"[0-9]{4}-[0-9]{2}"), "gYearMonth"),
)
_YEAR = re.compile(r"[0-9]{4}")
_EXPLICIT = re.compile(
    r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^(\S+))?', re.DOTALL
)
_IRI = re.compile(r'<[A-Za-z][\w+.-]*:[^\s<>"{}|\\^`]*>')
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.?)", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "s": " "}
_NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\\": r"\\", "|": r"\|"}
# what XML cannot hold, what Excel reads as an escape of its own, and white space that is no space
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

_SCIENTIFIC = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+")
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_MANGLED = re.compile(
    rf"[0-9]{{1,2}}[-. ]?({_MONTHS})[a-z]*\.?([-. ][0-9]{{2,4}})?"
    rf"|({_MONTHS})[a-z]*[-. ][0-9]{{1,4}}"
    r"|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4}|[0-9]{1,2}/[0-9]{1,2}",
    re.IGNORECASE,
)
_CURLY = re.compile("[\u2018-\u201f\u00ab\u00bb]")


class CellError(Exception):
    """What is wrong with the text of one cell; caught where the cell's place is known."""


def escape(text: str) -> str:
    r"""Return `text` so that it survives in a cell among others.

    Examples
    --------
    >>> print(escape("a|b "))
    a\|b\s
    """
    out = _spelt(text)
    if out[:1] and (out[0] in '=+-@" ' or _IRI.fullmatch(out)):
        out = (r"\s" if out[0] == " " else f"\\{out[0]}") + out[1:]
    if out.endswith(" "):
        out = out[:-1] + r"\s"
    # other white space at an edge (a no-break space, say) would be taken for a slip
    return re.sub(r"^\s|\s$", lambda match: f"\\u{ord(match[0]):04x}", out)


def _spelt(text: str) -> str:
    """Return `text` with the characters spelt out that no place in a cell may hold."""
    out = "".join(_NAMED.get(char, char) for char in text)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", out)


def unescape(text: str) -> str:
    r"""Return what an escaped text stands for.

    Raises
    ------
    CellError
        If a backslash stands before a letter or digit that has no meaning after it, or at the end.

    Examples
    --------
    >>> unescape(r"a\|b\s")
    'a|b '
    """

    def meant(match: re.Match[str]) -> str:
        code = match[1]
        if len(code) == 5:
            return chr(int(code[1:], 16))
        if code in _LETTERS:
            return _LETTERS[code]
        if not code or code.isalnum():
            raise CellError(rf"'\{code}' means nothing; write \\ for a backslash")
        return code

    return _ESCAPE.sub(meant, text)


def encode(values: Iterable[Value], kind: Kind, prefixes: dict[str, str]) -> str:
    r"""Return the cell that holds the values, in their order.

    Examples
    --------
    >>> encode([Literal("about", language="en"), Literal("5")], "text", {})
    'about | "5"'
    """
    return SEPARATOR.join(_encoded(value, kind, prefixes) for value in values)


def _encoded(value: Value, kind: Kind, prefixes: dict[str, str]) -> str:
    for bare in _bare_forms(value, kind, prefixes):
        try:
            if bare and decode_item(bare, kind, prefixes) == value:
                return bare
        except CellError:
            continue
    if isinstance(value, NamedNode):
        return f"<{value.value}>"
    quoted = '"' + _spelt(value.value).replace('"', r"\"") + '"'
    if value.language:
        return f"{quoted}@{value.language}"
    datatype = value.datatype.value
    return quoted if datatype == f"{XSD}string" else f"{quoted}^^<{datatype}>"


def _bare_forms(value: Value, kind: Kind, prefixes: dict[str, str]) -> list[str]:
    if isinstance(value, NamedNode):
        short = compress(value.value, prefixes)
        return [] if "|" in short or "\\" in short else [short]
    if kind in ("text", "string"):
        return [escape(value.value)]
    return [value.value]


def split(cell: str) -> list[str]:
    r"""Return the items of a cell, still escaped; a `|` counts unless a backslash is before it.

    Examples
    --------
    >>> split(r"a | b\|c")
    ['a', 'b\\|c']
    """
    items = [""]
    for part in re.findall(r"\\.|\||[^\\|]+|\\", cell, re.DOTALL):
        if part == "|":
            items.append("")
        else:
            items[-1] += part
    return [item.strip(" ") for item in items]


def decode(cell: str, kind: Kind, prefixes: dict[str, str]) -> tuple[Value, ...]:
    r"""Return the values that a cell stands for; an empty one holds none.

    Raises
    ------
    CellError
        If the cell, or an item of it, cannot be read.

    Examples
    --------
    >>> decode("5 | 5.0", "value", {})[1].value
    '5.0'
    """
    if not cell:
        return ()
    if cell != cell.strip():
        raise CellError("white space stands at the edge of the cell; remove it")
    items = split(cell)
    if "" in items:
        raise CellError("a value is missing beside '|'; write \\| for the character itself")
    return tuple(decode_item(item, kind, prefixes) for item in items)


def decode_item(item: str, kind: Kind, prefixes: dict[str, str]) -> Value:
    """Return the value of one item of a cell.

    Raises
    ------
    CellError
        If it cannot be read.
    """
    explicit = _EXPLICIT.fullmatch(item)
    if explicit:
        return _explicit(explicit, prefixes)
    if _IRI.fullmatch(item):
        return _term(item, prefixes)
    if kind == "text":
        return Literal(unescape(item), language=LANGUAGE)
    if kind == "string":
        return Literal(unescape(item))
    if kind == "date" and _YEAR.fullmatch(item):
        return Literal(item, datatype=NamedNode(f"{XSD}gYear"))
    for pattern, datatype in _BARE:
        if pattern.fullmatch(item):
            return Literal(item, datatype=NamedNode(XSD + datatype))
    return _term(item, prefixes)


def _explicit(match: re.Match[str], prefixes: dict[str, str]) -> Literal:
    text, language, datatype = match.groups()
    if language:
        return Literal(unescape(text), language=language)
    if datatype:
        return Literal(unescape(text), datatype=_term(datatype, prefixes))
    return Literal(unescape(text))


def _term(item: str, prefixes: dict[str, str]) -> NamedNode:
    """Return the term that an item names; the fault says what a spreadsheet may have done."""
    if _SCIENTIFIC.fullmatch(item):
        raise CellError(f"'{item}' is in scientific notation; write the number out, as in 1000000")
    if _MANGLED.fullmatch(item):
        raise CellError(
            f"'{item}' looks like a date that a spreadsheet made of a number, range or code; "
            "format the cell as text and type it again"
        )
    curly = _CURLY.search(item)
    if curly:
        raise CellError(
            f"'{item}' has a curly quotation mark ({curly[0]}) in a name; type it again without, "
            'and put words between straight ones (")'
        )
    if re.search(r"\s", item):
        raise CellError(
            f"'{item}' has white space in it, which no name has; name a term, such as "
            'prefix:Name, put words between straight quotation marks ("), and | between values'
        )
    is_iri = item.startswith("<") and item.endswith(">")
    try:
        # an IRI with a character that none may hold is refused here
        return NamedNode(item[1:-1] if is_iri else expand(item, prefixes))
    except UnknownPrefixError as error:
        raise CellError(f"'{item}': {error}") from error
    except (InvalidCurieError, ValueError) as error:
        raise CellError(
            f"'{item}' is no name of a term; write prefix:Name, or a number, or words in "
            'straight quotation marks (")'
        ) from error
