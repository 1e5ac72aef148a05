"""Commands that record what people decide: review."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from kg.cli.opening import find_in, open_store
from kg.cli.options import (
    TEXT,
    catalogue_option,
    examples,
    filter_options,
    format_option,
    store_option,
)
from kg.cli.program import Family
from kg.cli.review_output import print_agreements, print_doubts, print_history, write_gold
from kg.cli.terminal import counted, print_json, report

if TYPE_CHECKING:
    from kg.config import Settings
    from kg.review import Signature

__all__ = ["review"]

_MODES = ("listing", "apply", "export", "check", "history")

author_option = click.option(
    "--author",
    type=TEXT,
    envvar="KG_AUTHOR",
    metavar="NAME",
    help="Who decides.  [default: KG_AUTHOR, or the name you are logged in by]",
)


@click.group(
    cls=Family,
    invoke_without_command=True,
    subcommand_metavar="[COMMAND [ARGS]...]",
    epilog=examples(
        "kg review",
        "kg review --below 0.5 --relation backs",
        "kg review --list --format jsonl > doubtful.jsonl",
        "kg review --apply decisions.jsonl --author 'A. Reader'",
        "kg review --export gold.jsonl",
        "kg review --check",
        "kg review same name/ansar-xyz ansar-al-islam",
    ),
)
@click.option("--list", "listing", is_flag=True, help="Print what is doubtful instead of asking about it.")
@click.option(
    "--apply",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Record the decisions of a file of JSON lines, - for standard input.",
)
@click.option(
    "--export",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Write the judged articles as gold for kg train and kg eval.",
)
@click.option(
    "--check", is_flag=True, help="Read the judged articles anew; 4 where that agrees less than before."
)
@click.option("--history", is_flag=True, help="Print all judgements, with those that were taken back.")
@click.option("--merges", is_flag=True, help="Only actors that may be one, no claims.")
@click.option("--claims", is_flag=True, help="Only claims, no actors that may be one.")
@click.option(
    "--below",
    type=click.FloatRange(0, 1),
    default=0.7,
    show_default=True,
    metavar="NUMBER",
    help="Claims less sure than this are doubtful.",
)
@click.option("--new", is_flag=True, help="Only claims of documents of which nobody has judged anything.")
@click.option("--all", "everything", is_flag=True, help="All claims that nobody has judged, doubtful or not.")
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    metavar="NUMBER",
    help="How many claims and how many actors to look at.",
)
@format_option("table", "jsonl")
@author_option
@filter_options
@catalogue_option
@store_option
def review(
    listing: bool,
    apply: Path | None,
    export: Path | None,
    check: bool,
    history: bool,
    merges: bool,
    claims: bool,
    form: str,
    author: str | None,
    catalogue: Path | None,
    store: str | None,
    limit: int,
    **chosen: Any,
) -> None:
    """Go through what is doubtful and decide.

    Without a command and without --list, --apply, --export, --check or --history, shows claims that are not
    sure, contested or only possible, and actors that may be one, each beside its sentence, and asks: accept,
    reject, correct, same, different.

    Decisions are kept with their author and date, also when articles are read again. A rejected claim leaves
    the graph and does not come back; whatever was decided can be taken back with kg review withdraw.
    """
    if click.get_current_context().invoked_subcommand is not None:
        return
    from kg.config import load_settings

    asked = [
        name for name, given in zip(_MODES, (listing, apply, export, check, history), strict=True) if given
    ]
    if len(asked) > 1:
        raise click.UsageError("Choose one of --list, --apply, --export, --check and --history.")
    if merges and claims:
        raise click.UsageError("Choose --merges or --claims, not both.")
    settings = load_settings(store=store, catalogue=catalogue)
    parts = (not merges, not claims)
    if apply is not None:
        _apply(settings, apply, _signature(author))
    elif export is not None:
        write_gold(settings, export)
    elif check:
        print_agreements(settings)
    elif history:
        print_history(settings, form)
    elif listing:
        print_doubts(settings, form, parts, limit, chosen)
    else:
        _ask(settings, _signature(author), parts, limit, chosen)


def _ask(
    settings: Settings, signature: Signature, parts: tuple[bool, bool], limit: int, chosen: dict[str, Any]
) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("This asks at a terminal. Elsewhere: --list, then --apply.")
    from kg.cli.reviewing import Session

    Session(settings, signature).run(parts, limit, chosen)


def _signature(author: str | None) -> Signature:
    from getpass import getuser

    from kg.errors import SettingsError
    from kg.review import Signature

    try:
        return Signature.today((author or getuser()).strip())
    except (KeyError, OSError) as error:
        raise SettingsError("nobody knows who you are", hint="give --author NAME") from error


@contextmanager
def _lines(path: Path) -> Iterator[TextIO]:
    """Give the lines of a file, of standard input where it is called ``-``."""
    from kg.files import reading

    if str(path) == "-":
        yield io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8")
    else:
        with io.TextIOWrapper(reading(path), encoding="utf-8") as file:
            yield file


def _apply(settings: Settings, path: Path, signature: Signature) -> None:
    """Record the decisions of a file; a bad one is reported, and the rest goes on."""
    from kg.errors import DataError, KGError
    from kg.review import decide
    from kg.text.objects import object_in

    done = failed = 0
    with (
        open_store(settings, must_exist=True) as opened,
        _lines(path) as file,
    ):
        find = find_in(opened, settings)
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                print_json(decide(opened, _given(object_in(line)), signature, find), indent=None)
            except (KGError, ValueError) as error:
                failed += 1
                wrong = error if isinstance(error, KGError) else DataError(str(error))
                report(f"Skipped: {path}:{number}: {wrong}" + (f" ({wrong.hint})" if wrong.hint else ""))
            else:
                done += 1
    report(f"{counted(done, 'judgement')} recorded, {failed} skipped")
    if failed:
        click.get_current_context().exit(1)


def _given(decision: dict[str, Any]) -> dict[str, Any]:
    """Return a decision, also where it is a line of --list to which a verdict was added."""
    if decision.get("kind") == "merge" and "verdict" in decision and "actors" not in decision:
        candidates = decision.get("candidates") or [{}]
        return decision | {
            "actors": [decision.get("actor"), decision.get("other") or candidates[0].get("id")]
        }
    return decision | {"claim": decision["id"]} if decision.get("kind") == "claim" else decision


_COMMON: tuple[Callable[[Callable[..., None]], Callable[..., None]], ...] = (
    click.option("--note", type=TEXT, default="", metavar="TEXT", help="Why."),
    author_option,
    store_option,
)


def _common(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_COMMON):
        command = option(command)
    return command


force_option = click.option("--force", is_flag=True, help="Overrule earlier judgements that it contradicts.")


@contextmanager
def _recording(store: str | None, author: str | None) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Yield what records a decision and says so."""
    from kg.config import load_settings
    from kg.review import decide

    above = click.get_current_context().parent
    given = above.params if above is not None else {}
    settings = load_settings(store=store or given.get("store"), catalogue=given.get("catalogue"))
    signature = _signature(author or given.get("author"))
    with open_store(settings, must_exist=True) as opened:

        def record(decision: Mapping[str, Any]) -> None:
            recorded = decide(opened, decision, signature, find_in(opened, settings))
            told = f"Judgement {recorded['number']}: {recorded['verdict']}"
            report(f"{told}. Take it back: kg review withdraw {recorded['number']}")

        yield record


@review.command(
    epilog=examples("kg review same name/ansar-xyz ansar-al-islam", "kg review same 'the SNA' SNA")
)
@click.argument("one", type=TEXT, metavar="A")
@click.argument("other", type=TEXT, metavar="B")
@force_option
@_common
def same(one: str, other: str, force: bool, note: str, author: str | None, store: str | None) -> None:
    """Decide that two actors are one.

    The graph then speaks of the one in the catalogue, or of the one with the name.
    """
    with _recording(store, author) as record:
        record({"verdict": "same", "actors": [one, other], "force": force, "note": note})


@review.command(epilog=examples("kg review different ansar-al-islam ansar-al-sharia"))
@click.argument("one", type=TEXT, metavar="A")
@click.argument("other", type=TEXT, metavar="B")
@force_option
@_common
def different(one: str, other: str, force: bool, note: str, author: str | None, store: str | None) -> None:
    """Decide that two actors are not one: nobody is asked again."""
    with _recording(store, author) as record:
        record({"verdict": "different", "actors": [one, other], "force": force, "note": note})


@review.command(
    epilog=examples("kg review name 'the Front' hayat-tahrir-al-sham", "kg review name 'the Front' none")
)
@click.argument("text", type=TEXT, metavar="NAME")
@click.argument("actor", type=TEXT, metavar="ACTOR|none")
@force_option
@_common
def name(text: str, actor: str, force: bool, note: str, author: str | None, store: str | None) -> None:
    """Decide whom a name means, in all documents: an actor, or none of the catalogue."""
    meant = {"verdict": "different"} if actor == "none" else {"verdict": "same", "actor": actor}
    with _recording(store, author) as record:
        record({**meant, "name": text, "force": force, "note": note})


@review.command(epilog=examples("kg review accept 4f0c1d6a..."))
@click.argument("claims", type=TEXT, nargs=-1, required=True, metavar="CLAIM...")
@_common
def accept(claims: tuple[str, ...], note: str, author: str | None, store: str | None) -> None:
    """Decide that claims were read rightly. CLAIM is an id, or its start, as kg review --list shows it."""
    with _recording(store, author) as record:
        for claim in claims:
            record({"verdict": "accepted", "claim": claim, "note": note})


@review.command(epilog=examples("kg review reject 4f0c1d6a... --note 'It is the other way round'"))
@click.argument("claims", type=TEXT, nargs=-1, required=True, metavar="CLAIM...")
@_common
def reject(claims: tuple[str, ...], note: str, author: str | None, store: str | None) -> None:
    """Decide that claims were read wrongly: they leave the graph."""
    with _recording(store, author) as record:
        for claim in claims:
            record({"verdict": "rejected", "claim": claim, "note": note})


@review.command(epilog=examples("kg review correct 4f0c1d6a... --relation opposes --target HTS"))
@click.argument("claim", type=TEXT, metavar="CLAIM")
@click.option("--relation", type=TEXT, metavar="NAME", help="What it should say.")
@click.option("--source", type=TEXT, metavar="ACTOR", help="Who does it.")
@click.option("--target", type=TEXT, metavar="ACTOR", help="To whom.")
@_common
def correct(
    claim: str,
    relation: str | None,
    source: str | None,
    target: str | None,
    note: str,
    author: str | None,
    store: str | None,
) -> None:
    """Correct the relation or the actors of a claim."""
    said = {"claim": claim, "relation": relation, "source": source, "target": target}
    with _recording(store, author) as record:
        record({"verdict": "corrected", **said, "note": note})


@review.command(epilog=examples("kg review withdraw 12"))
@click.argument("number", type=click.IntRange(1))
@_common
def withdraw(number: int, note: str, author: str | None, store: str | None) -> None:
    """Take a judgement back: the graph is as if it had never been made.

    NUMBER is the judgement's, as kg review --history shows it.
    """
    with _recording(store, author) as record:
        record({"verdict": "withdrawn", "withdraws": number, "note": note})
