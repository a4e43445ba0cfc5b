"""`lmskg load`: a graph into a store that others run."""

from __future__ import annotations

from importlib import import_module

import click

# store -> (module, attribute, one line for the list of stores)
STORES: dict[str, tuple[str, str, str]] = {
    "neo4j": ("load_neo4j", "neo4j", "Load into a running Neo4j over Bolt."),
    "sparql": ("load_sparql", "sparql", "Load into a remote store over SPARQL 1.1."),
}


class StoreGroup(click.Group):
    """A group that imports the command of a store only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the stores, sorted."""
        return sorted(STORES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a store, importing its module."""
        if cmd_name not in STORES:
            return None
        module, attribute, _ = STORES[cmd_name]
        command: click.Command = getattr(import_module(f".{module}", __package__), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of stores from the table, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, STORES[name][2]) for name in sorted(STORES)])


@click.group(cls=StoreGroup)
def load() -> None:
    """Load a graph into a store; what was loaded is not loaded twice.

    A killed load is finished by the next one. docs/stores.md tells it from start to end.

    Example: lmskg load sparql --endpoint http://127.0.0.1:3030/lms
    """
