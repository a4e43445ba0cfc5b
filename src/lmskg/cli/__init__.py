"""The command line: options, streams and exit codes, nothing else.

Exit codes: 0 fine or conforms; 1 findings; 2 bad use or bad input, in one line; 3 a bug; 130
interrupted. A command's module is imported when the command is called, so that `--help` is fast.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any

import click

from .. import __version__
from ..errors import BrokenPromiseError, LmskgError
from .lazy import CommandTable, LazyGroup

COMMANDS: CommandTable = {
    "answer": ("answer", "answer", "Answer a plain question from the nearest bundled one."),
    "build": ("build", "build", "Make everything into a folder; stop at the first broken promise."),
    "claims": ("claims", "claims", "Write the claims as a sheet to edit, and take it back."),
    "compare": ("compare", "compare", "Say whether two graphs are the same, and what differs."),
    "conflicts": ("conflicts", "conflicts", "List the claims that disagree, both sides named."),
    "draw": ("draw", "draw", "Draw a term with its claims, or the answer to a question."),
    "evidence": ("evidence", "evidence", "Hold quotes against texts and claims against quotes."),
    "export": ("export", "export", "Write the graph in another form, for another tool."),
    "fetch": ("fetch", "fetch", "Download the current release of an external ontology."),
    "import": ("import_", "import_", "Write the RDF graph that another form holds."),
    "link": ("link", "link", "Map terms to those of another ontology, with reasons."),
    "load": ("load", "load", "Load a graph into a store that others run."),
    "map": ("map_", "map_", "Judge mappings: score, check, review, coverage."),
    "query": ("query", "query", "Ask one question: by name, from a file, or from standard input."),
    "questions": ("query", "questions", "Hold all answers against the ones on record."),
    "reason": ("reason", "reason", "Print what a reasoner entails, or why."),
    "search": ("search", "search", "Find the terms that a text means, with the reasons."),
    "show": ("show", "show", "Show what the graph says of one term."),
    "validate": ("validate", "validate", "Print the SHACL report of a graph."),
}
_HELP = {"help_option_names": ["-h", "--help"]}


@click.group(cls=LazyGroup, table=COMMANDS, context_settings=_HELP)
@click.version_option(__version__, prog_name="lmskg")
def cli() -> None:
    """Build, prove and ask a knowledge graph in which every statement carries its evidence.

    The bundled graph is about leiomyosarcoma. It is no medical advice.

    Example: lmskg query risk-factors
    """


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # the same bytes whatever the locale and the system
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.exit(run(sys.argv[1:] if args is None else args))


def run(args: list[str]) -> int:
    """Run the command line and return its exit code; every error becomes one line on stderr."""
    try:
        # click's own main() would answer a closed pipe with 1, which means findings here
        with cli.make_context("lmskg", list(args)) as context:
            result: Any = cli.invoke(context)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        at = getattr(error, "ctx", None)
        hint = f"; see {at.command_path} --help" if at else ""
        return _complain(error.format_message().rstrip(".") + hint, 2)
    except LmskgError as error:
        return _complain(str(error), 1 if isinstance(error, BrokenPromiseError) else 2)
    except (click.Abort, KeyboardInterrupt):
        return _complain("interrupted; nothing was changed", 130)
    except BrokenPipeError:
        # the reader went away (lmskg … | head): no fault, and nothing more to say
        _close_stdout()
        return 0
    except OSError as error:
        _close_stdout()
        place = error.filename or "standard output or a temporary file"
        return _complain(f"{place}: {error.strerror or error}", 2)
    except Exception:
        import traceback

        traceback.print_exc()
        return _complain("this is a bug in lmskg; please report it with the lines above", 3)


def _close_stdout() -> None:
    """Let what is still to be written vanish, else Python tries again when it ends."""
    with contextlib.suppress(OSError, ValueError):  # a stand-in of a test has no descriptor
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str, code: int) -> int:
    """Write one line to stderr and return the exit code."""
    click.echo(f"lmskg: {' '.join(message.split())}", err=True)
    return code
