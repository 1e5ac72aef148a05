"""Everything that is wrong with catalogue files, and what a person may want to look at, at once.

Errors keep a catalogue from being loaded. Warnings do not: a name that two actors bear is often right, and
yet the reason why an article is not understood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kg.catalogue import Extension
from kg.catalogue.checks import check_parties, check_targets, of_known_actors
from kg.catalogue.extending import extend
from kg.catalogue.files import Placed
from kg.catalogue.lines import read_line
from kg.errors import DataError
from kg.files import read_text
from kg.importing.suspicions import suspicions
from kg.model import Actor, Event

__all__ = ["Finding", "check_files"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with a line, or worth a look.

    Attributes:
        path: The file.
        line: Its line; ``None`` where the file as a whole is meant.
        is_error: Whether it keeps the catalogue from being loaded.
        message: What it is, in one line.
        hint: What to do about it, in one line.

    """

    path: Path
    line: int | None
    is_error: bool
    message: str
    hint: str = ""


_AnyLine = Placed[Actor] | Placed[Extension] | Placed[Event]


_EMPTY = ("no .jsonl file in this folder", "give a catalogue file or folder")


@dataclass
class _Lines:
    """The lines of files that could be read, and what is wrong with the others."""

    actors: list[Placed[Actor]] = field(default_factory=list)
    extensions: list[Placed[Extension]] = field(default_factory=list)
    events: list[Placed[Event]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def check_files(paths: Sequence[Path], beside: Sequence[Path] = ()) -> list[Finding]:
    """Return what there is to say about catalogue files, in the order of their lines.

    Args:
        paths: The files, or folders of ``*.jsonl`` files.
        beside: Files and folders that are loaded with them; what is wrong with these alone is not told.

    """
    own = _files(paths)
    empty = [Finding(path, None, True, *_EMPTY) for path in paths if path.is_dir() and not _files([path])]
    others = [path for path in _files(beside) if path.resolve() not in {file.resolve() for file in own}]
    lines = _Lines()
    for path in others:
        _read(path, lines)
    lines.findings.clear()
    for path in own:
        _read(path, lines)
    actors = _by_id(lines)
    findings = [*lines.findings, *_misfits(lines, actors), *_oddities(lines, actors)]
    order = {path: number for number, path in enumerate(own)}
    told = [finding for finding in findings if finding.path in order]
    return empty + sorted(told, key=lambda f: (order[f.path], f.line or 0, not f.is_error, f.message))


def _files(paths: Iterable[Path]) -> list[Path]:
    return [file for path in paths for file in (sorted(path.glob("*.jsonl")) if path.is_dir() else [path])]


def _read(path: Path, lines: _Lines) -> None:
    try:
        texts = read_text(path).split("\n")
    except (OSError, UnicodeDecodeError) as error:
        hint = "give a catalogue file in JSONL, UTF-8"
        lines.findings.append(Finding(path, None, True, f"cannot be read ({error})", hint))
        return
    last = ""
    for number, text in enumerate(texts, start=1):
        if not text.strip():
            continue
        try:
            found = read_line(text)
        except DataError as error:
            lines.findings.append(Finding(path, number, True, str(error), error.hint))
            continue
        match found:
            case Event():
                lines.events.append(Placed(path, number, found))
                continue
            case Extension():
                lines.extensions.append(Placed(path, number, found))
                actor_id = found.actor_id
            case Actor():
                lines.actors.append(Placed(path, number, found))
                actor_id = found.id
        if actor_id < last:
            message = f"{actor_id!r} after {last!r}"
            lines.findings.append(Finding(path, number, True, message, "sort the lines by id"))
        last = actor_id


def _by_id(lines: _Lines) -> dict[str, Placed[Actor]]:
    """Return the first line of each id; the others are errors."""
    first: dict[str, Placed[Actor]] = {}
    for line in lines.actors:
        other = first.setdefault(line.found.id, line)
        if other is not line:
            hint = f"the first one is {other.path}:{other.line}; choose another id, or extend that one"
            message = f"duplicate id {line.found.id!r}"
            lines.findings.append(Finding(line.path, line.line, True, message, hint))
    return first


def _misfits(lines: _Lines, placed: Mapping[str, Placed[Actor]]) -> Iterator[Finding]:
    """Yield what does not fit other lines: extensions of nobody, facts and events with unknown actors."""
    actors = {actor_id: line.found for actor_id, line in placed.items()}
    checks: list[tuple[_AnyLine, Callable[[], object]]] = []
    checks += [(line, partial(of_known_actors, [line], actors)) for line in lines.extensions]
    checks += [(line, partial(check_targets, [line], actors)) for line in lines.actors]
    checks += [(line, partial(check_targets, [line], actors)) for line in lines.extensions]
    checks += [(line, partial(check_parties, [line], actors)) for line in lines.events]
    for line, check in checks:
        try:
            check()
        except DataError as error:
            message = str(error).removeprefix(f"{line.path}:{line.line}: ")
            yield Finding(line.path, line.line, True, message, error.hint)


def _oddities(lines: _Lines, placed: Mapping[str, Placed[Actor]]) -> Iterator[Finding]:
    """Yield what is worth a look, at the line of the actor and at the lines that extend it."""
    added: dict[str, list[Placed[Extension]]] = {}
    for extension in lines.extensions:
        added.setdefault(extension.found.actor_id, []).append(extension)
    whole = {
        actor_id: extend(line.found, (e.found for e in added.get(actor_id, ())))
        for actor_id, line in placed.items()
    }
    for suspicion in suspicions(whole.values()):
        line = placed[suspicion.actor_id]
        places: list[tuple[Path, int]] = [(line.path, line.line)]
        # What an extension brings is told there.
        for extension in added.get(suspicion.actor_id, ()):
            if any(name.text == suspicion.name for name in extension.found.names):
                places = [(extension.path, extension.line)]
        for path, number in places:
            yield Finding(path, number, False, suspicion.message, suspicion.hint)
