"""The whole way of a list: reader, matching, one catalogue file, and its claims into a store."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kg.catalogue import Catalogue
from kg.errors import DataError, DocumentError
from kg.files import reading
from kg.importing.claims import document_id, reading_of
from kg.importing.formats import FORMATS, HEAD, guess_format
from kg.importing.matching import Known
from kg.importing.merging import Merger, Outcome
from kg.importing.records import ImportFormat, OnProblem, Problem, Record
from kg.importing.target import Target
from kg.model import Run
from kg.resources import catalogue_dir
from kg.store import Store, document_digest
from kg.version import __version__

__all__ = ["ClaimsReport", "ImportReport", "import_claims", "import_list", "load_beside", "open_list"]

_STDIN = Path("-")
_IN_MEMORY = 32 * 1024 * 1024  # bytes of standard input that need no file


@dataclass(slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        target: The catalogue file.
        form: What the list was read as.
        outcome: What became of its entries.
        problems: How much of it could not be used.
        changed: Whether the file is another one now.

    """

    target: Path
    form: ImportFormat
    outcome: Outcome = field(default_factory=Outcome)
    problems: int = 0
    changed: bool = False

    @property
    def entries(self) -> int:
        """How many entries of the list could be used."""
        return self.outcome.new + self.outcome.merged + self.outcome.unchanged


@dataclass(slots=True)
class ClaimsReport:
    """What an import put into a store: documents, and the claims in those that are new or changed."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0
    claims: int = 0

    @property
    def documents(self) -> int:
        """How many documents were looked at."""
        return self.added + self.replaced + self.unchanged + self.removed


@contextmanager
def open_list(source: Path, name: str | None = None) -> Iterator[tuple[BinaryIO, ImportFormat]]:
    """Open a list, so that it can be read from its start more than once, and say what it is.

    Args:
        source: The file; ``-`` for standard input.
        name: One of :data:`kg.importing.formats.FORMATS`; it is guessed from the content if not given.

    Raises:
        DataError: There is no such file, or it cannot be told what it is.

    """
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
        if source == _STDIN:
            shutil.copyfileobj(sys.stdin.buffer, copy)
            copy.seek(0)
            yield copy, _format(copy, source, name)  # type: ignore[arg-type,misc]  # typed as no BinaryIO
            return
        try:
            stream = reading(source)
        except OSError as error:
            raise DataError(f"cannot be read ({error.strerror})", path=source, hint="name a file") from error
        with stream:
            yield stream, _format(stream, source, name)


def _format(stream: BinaryIO, source: Path, name: str | None) -> ImportFormat:
    if name is not None:
        return FORMATS[name]
    found = guess_format(stream.read(HEAD))
    stream.seek(0)
    if found is None:
        hint = "say what it is: --format " + ", ".join(FORMATS)
        raise DataError("it cannot be told what kind of list this is", path=source, hint=hint)
    return found


def import_list(
    stream: BinaryIO,
    source: Path,
    form: ImportFormat,
    into: Path,
    *,
    catalogue: Path | None = None,
    report: OnProblem,
) -> ImportReport:
    """Put the actors of a list into a catalogue file; what is known already is added to, never copied.

    Args:
        stream: The open list, at its start.
        source: Its name, for messages.
        form: What it is.
        into: A catalogue file, which ends in ``.jsonl``, or a folder for a file named after the format.
        catalogue: The user's own actors beside the built-in ones (``Settings.catalogue``).
        report: Takes what cannot be used; the rest is imported.

    Raises:
        DataError: A catalogue file is broken.
        OSError: The file cannot be written.

    """
    target = Target(into if into.suffix == ".jsonl" else into / f"{form.name}.jsonl")
    done = ImportReport(target.path, form)

    def complain(problem: Problem) -> None:
        done.problems += 1
        report(problem)

    merger = Merger(
        load_beside(into, catalogue),
        target.lines,
        lambda place, message, hint: complain(Problem(source, place, message, hint)),
    )
    for record in form.read(stream, source, complain):
        merger.add(record)
    done.changed = target.write(merger.finish())
    done.outcome = merger.outcome
    return done


def load_beside(into: Path, catalogue: Path | None = None) -> Catalogue:
    """Return the built-in catalogue with the user's own and the files that imports wrote, each once."""
    given = [*_files(catalogue), *_files(into)]
    return Catalogue.load(catalogue_dir(), *{path.resolve(): path for path in given}.values())


def _files(path: Path | None) -> Iterable[Path]:
    if path is None or not path.exists():
        return ()
    return sorted(path.glob("*.jsonl")) if path.is_dir() else (path,)


def import_claims(
    stream: BinaryIO,
    source: Path,
    form: ImportFormat,
    store: Store,
    catalogue: Catalogue,
    *,
    report: OnProblem,
) -> ClaimsReport:
    """Put what a list says about its entries into a store, a document and a transaction for each entry.

    An entry that says what it said before is skipped; one that says nothing any more is taken out.

    Args:
        stream: The open list, at its start.
        source: Its name, for messages.
        form: What it is.
        store: Open for writing.
        catalogue: Everybody, the actors of the list included.
        report: Takes what the store refuses; what is wrong with the list was told with its actors.

    """
    done = ClaimsReport()
    known = Known(catalogue)
    run = Run(version=__version__, model=f"list {form.name}", rules="", catalogue=catalogue.digest)
    store.set_catalogue(catalogue.actors.values(), catalogue.digest, catalogue.events)
    seen: set[str] = set()
    for record in form.read(stream, source, lambda _: None):
        if (name := document_id(record)) in seen or not known.with_id(record.register, record.identifier):
            continue
        seen.add(name)
        try:
            _store(record, store, run, catalogue, known, done)
        except DocumentError as error:
            report(Problem(source, record.place, str(error), error.hint))
    return done


def _store(
    record: Record, store: Store, run: Run, catalogue: Catalogue, known: Known, done: ClaimsReport
) -> None:
    reading = reading_of(record, catalogue, known)
    stored = store.digest_of(document_id(record))
    if reading is None:
        done.removed += stored is not None and store.remove(document_id(record))
        return
    if stored == document_digest(reading.document, run):
        done.unchanged += 1
        return
    change = store.put(reading, run)
    done.added += change == "added"
    done.replaced += change == "replaced"
    done.unchanged += change == "unchanged"
    done.claims += len(reading.claims)
