"""A group of commands each of which is imported when it is called, so that `--help` is fast."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

# command -> (module, attribute, one line for the list of commands)
CommandTable = dict[str, tuple[str, str, str]]


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is used.

    Parameters
    ----------
    table
        Where each command is; modules are named below this package.
    """

    def __init__(self, *args: Any, table: CommandTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, sorted."""
        return sorted(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, importing its module."""
        if cmd_name not in self.table:
            return None
        module, attribute, _ = self.table[cmd_name]
        command: click.Command = getattr(import_module(f".{module}", __package__), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that `args` name; a near miss is named in the error."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], sorted(self.table), n=2)
            if not near or "did you mean" in error.message.lower():
                raise
            message = error.message.rstrip(".") + f"; did you mean {' or '.join(near)}?"
            raise click.UsageError(message, error.ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.table[name][2]) for name in sorted(self.table)])
