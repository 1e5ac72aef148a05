"""The ``kg`` program: which commands there are, and what the user sees when one of them fails."""

from __future__ import annotations

import io
import logging
import os
import sys
from importlib import import_module
from typing import IO, Any, NoReturn

import click

from kg.errors import KGError
from kg.version import __version__

__all__ = ["FAMILIES", "Failure", "Family", "Program", "as_sentence", "kg", "main"]

# Family, then command and the module that holds it: the order of `kg --help`.
FAMILIES: dict[str, dict[str, str]] = {
    "Read articles": {
        "build": "kg.cli.build",
        "extract": "kg.cli.build",
        "documents": "kg.cli.documents",
        "rebuild": "kg.cli.rebuild",
        "remove": "kg.cli.build",
        "runs": "kg.cli.rebuild",
    },
    "Ask the graph": {
        "query": "kg.cli.query",
        "alias": "kg.cli.actors",
        "history": "kg.cli.history",
        "actor": "kg.cli.actors",
        "evidence": "kg.cli.ties",
        "path": "kg.cli.ties",
        "stats": "kg.cli.ties",
    },
    "Decide what is right": {
        "review": "kg.cli.review",
    },
    "Know more actors": {
        "catalogue": "kg.cli.catalogue",
    },
    "Take it out": {
        "viz": "kg.cli.viz",
        "export": "kg.cli.out",
        "validate": "kg.cli.out",
    },
    "Keep it": {
        "backup": "kg.cli.store",
        "restore": "kg.cli.store",
        "compact": "kg.cli.store",
        "doctor": "kg.cli.store",
    },
    "Serve it": {
        "serve": "kg.cli.serve",
        "mcp": "kg.cli.mcp",
    },
    "Measure and teach": {
        "eval": "kg.cli.evaluate",
        "classify": "kg.cli.classify",
        "train": "kg.cli.train",
    },
}
_MODULES = {name: module for family in FAMILIES.values() for name, module in family.items()}


class Failure(click.ClickException):
    """An error of ours as click shows it: one line, what to do about it, and our exit code."""

    def __init__(self, error: KGError) -> None:
        super().__init__(str(error))
        self.hint = error.hint
        self.exit_code = error.exit_code  # type: ignore[misc]  # click says class variable, and reads it here

    def show(self, file: IO[Any] | None = None) -> None:
        """Print ``Error: ...`` and the hint to standard error."""
        from kg.cli.terminal import clean

        click.echo(f"Error: {clean(self.message)}", file=file, err=True)
        if self.hint:
            click.echo(clean(as_sentence(self.hint)), file=file, err=True)


_PROGRAMS = {"kg", "pip"}  # a hint may start with a call, which is written as it is typed


def as_sentence(hint: str) -> str:
    """Return a hint with a capital letter first and a full stop last."""
    if hint.split()[0] not in _PROGRAMS:
        hint = hint[0].upper() + hint[1:]
    return hint if hint.endswith((".", "?", "!")) else f"{hint}."


class _Notes(logging.Handler):
    """Shows what the library warns about as a line of the program's own."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print the warning to standard error."""
        from kg.cli.terminal import report

        report(f"Note: {record.getMessage()}")


class Program(click.Group):
    """A group that imports a command when it is asked for, and turns our errors into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Return the names of all commands, family by family."""
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command, ``None`` where there is none of that name."""
        if cmd_name not in _MODULES:
            return None
        command = getattr(import_module(_MODULES[cmd_name]), cmd_name)
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments start with; name the nearest one where there is none."""
        _check_command(ctx, args, self.list_commands(ctx))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by family."""
        width = max(map(len, _MODULES))
        for family, names in FAMILIES.items():
            rows = []
            for name in names:
                command = self.get_command(ctx, name)
                rows.append((name.ljust(width), command.get_short_help_str(90) if command else ""))
            with formatter.section(family):
                formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error the user can act on becomes one line and an exit code."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KGError as error:
            if ctx.params["debug"]:
                raise
            raise Failure(error) from error
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            _close_stdout()
            ctx.exit(0)  # the reader has what it wanted: kg query ... | head
        except OSError as error:
            if ctx.params["debug"] or error.strerror is None:
                raise
            place = None if error.filename is None else str(error.filename)
            raise Failure(KGError(error.strerror, path=place)) from error
        return result


class Family(click.Group):
    """A command with commands of its own."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments start with; name the nearest one where there is none."""
        _check_command(ctx, args, self.list_commands(ctx))
        return super().resolve_command(ctx, args)


def _check_command(ctx: click.Context, args: list[str], known: list[str]) -> None:
    if args and not args[0].startswith("-") and args[0] not in known:
        from kg.cli.terminal import clean
        from kg.naming import did_you_mean

        nearest = did_you_mean(args[0], known)
        ctx.fail(f"There is no command {clean(args[0])!r}. {nearest or f'See: {ctx.command_path} --help'}")


def _close_stdout() -> None:
    # Python flushes standard output once more when it ends, and would complain about the closed pipe.
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, io.UnsupportedOperation):
        sys.stdout = io.StringIO()


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Each command has examples: kg COMMAND --help",
)
@click.version_option(__version__, prog_name="kg")
@click.option("--debug", is_flag=True, help="Show the whole traceback of an error.")
@click.pass_context
def kg(ctx: click.Context, debug: bool) -> None:  # noqa: ARG001  (Program.invoke looks at it)
    """Read news articles into a graph of actors and alliances, and question it.

    Every answer leads to the sentences behind it: who says so, in which document, and when.
    """
    notes, logger = _Notes(logging.WARNING), logging.getLogger("kg")
    logger.addHandler(notes)
    ctx.call_on_close(lambda: logger.removeHandler(notes))


def main() -> NoReturn:
    """Run the program; the entry point of the ``kg`` command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name in any script, on any terminal
    kg.main(prog_name="kg")
    raise AssertionError("click ends the process")
