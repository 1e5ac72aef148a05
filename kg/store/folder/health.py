"""Look a store over: does it open, is every document whole, is the union the union, what lies about."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Literal

import pyoxigraph

from kg.errors import KGError
from kg.store.folder.database import database_folder
from kg.store.folder.lock import describe_holder, exclusive, is_own
from kg.store.folder.record import DATABASE, FORMAT
from kg.store.folder.snapshot import stale, unfinished_loads
from kg.store.store import Store

__all__ = ["Finding", "State", "examine"]

State = Literal["ok", "note", "wrong"]

_ROOM: Final = 500_000_000  # bytes that should be free at the least
_ALL: Final = 50_000  # triples up to which everything is looked at
_NOBODY: Final = "nobody"
_MORE: Final = "--full looks at all"
_REPAIR: Final = "restore a backup (kg restore), or build into a new folder"
_READ_AGAIN: Final = "kg rebuild DOCUMENT reads it again, kg remove DOCUMENT takes it out"

# What is broken in the graph of a document, by the pattern that finds it.
_BROKEN: Final[dict[str, str]] = {
    "has no digest of its reading": """
        GRAPH ?document { ?document a kg:Document
          FILTER NOT EXISTS { GRAPH ?document { ?document kg:readingDigest ?any } } }""",
    "names no run": """
        GRAPH ?document { ?document a kg:Document
          FILTER NOT EXISTS { GRAPH ?document { ?document kg:run ?run . ?run a kg:Run } } }""",
    "has a claim without its two actors and its relation": """
        GRAPH ?document { ?claim a kg:Claim
          FILTER NOT EXISTS { GRAPH ?document { ?claim kg:subject ?a ; kg:relation ?r ; kg:object ?b } } }""",
    "has a claim without the sentence behind it": """
        GRAPH ?document { ?claim a kg:Claim FILTER NOT EXISTS { GRAPH ?document {
          ?claim kg:evidence ?evidence .
          ?evidence oa:hasSource ?document ; oa:hasSelector ?quote, ?place .
          ?quote oa:exact ?words . ?place oa:start ?start ; oa:end ?end } } }""",
}
_TEXTS: Final = "SELECT ?d ?text ?digest { GRAPH ?d { ?d kg:text ?text ; kg:textDigest ?digest } }"
_QUOTES: Final = """SELECT ?words ?start ?end { GRAPH $d { ?evidence a kg:Evidence ; oa:hasSource $d ;
    oa:hasSelector ?quote, ?place . ?quote oa:exact ?words . ?place oa:start ?start ; oa:end ?end } }"""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found.

    Attributes:
        check: What was looked at.
        state: ``ok``; a ``note``, which nobody has to act on; or ``wrong``.
        message: What is there, in one line.
        hint: What to do about it, if anything.

    """

    check: str
    state: State
    message: str
    hint: str = ""


def examine(folder: Path, *, full: bool = False) -> Iterator[Finding]:
    """Yield what is found in a store's folder, one check after the other; nothing is changed.

    Args:
        folder: The store's folder.
        full: Look at every text and every triple of a large store too, not only at some of them.

    """
    if not folder.exists():
        yield Finding("store", "note", f"{folder}: no store here", "kg build ARTICLES makes one")
        return
    left = [path.name for path in stale(folder)]  # which opening removes
    try:
        database = database_folder(folder)
        with Store.open(folder, read_only=True) as store:
            yield Finding("store", "ok", f"opens; format {FORMAT}, base {store.iris.base}")
            yield from _look(store, full=full)
    except KGError as error:
        yield Finding("store", "wrong", str(error), error.hint or _REPAIR)
        yield from _about(folder, None, left)
        return
    yield from _about(folder, database, left)


def _look(store: Store, *, full: bool) -> Iterator[Finding]:
    checks: dict[str, Callable[[Store, int], Iterator[Finding]]] = {
        "documents": _documents,
        "texts": _texts,
        "union": _union,
        "catalogue": _catalogue,
    }
    for name, check in checks.items():
        try:
            yield from check(store, 1 if full else 1 + len(store) // _ALL)
        except (OSError, RuntimeError, ValueError, KGError) as error:
            yield Finding(name, "wrong", f"cannot be read: {' '.join(str(error).split())}", _REPAIR)


def _documents(store: Store, _: int) -> Iterator[Finding]:
    broken = False
    for what, pattern in _BROKEN.items():
        rows = store.select(f"SELECT DISTINCT ?document {{ {pattern} }} ORDER BY ?document LIMIT 20").dicts()
        for row in rows:
            broken = True
            shown = store.iris.document_id(row["document"]) or row["document"]
            yield Finding("documents", "wrong", f"{shown!r} {what}", _READ_AGAIN)
    if not broken:
        message = f"{len(store.documents())} documents, {store.claim_count()} claims, all whole"
        yield Finding("documents", "ok", message)


def _texts(store: Store, every: int) -> Iterator[Finding]:
    texts = wrong = 0
    for row in islice(store.select(_TEXTS).dicts(), 0, None, every):
        texts += 1
        problem = _text_problem(store, row["d"], row["text"], row["digest"])
        if problem:
            wrong += 1
            shown = store.iris.document_id(row["d"]) or row["d"]
            yield Finding("texts", "wrong", f"{shown!r} {problem}", _READ_AGAIN)
        if wrong >= 20:
            break
    if not wrong:
        looked_at = "stored" if every == 1 else f"looked at, one of {every}"
        message = f"{texts} {looked_at}; each has its digest, and its quotes where they should be"
        yield Finding("texts", "ok", message, _MORE if every > 1 else "")


def _text_problem(store: Store, document: str, text: str, digest: str) -> str:
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        return "has a text that is not the one its digest was made of"
    for row in store.select(_QUOTES, {"d": pyoxigraph.NamedNode(document)}).dicts():
        if text[int(row["start"]) : int(row["end"])] != row["words"]:
            return f"has a quote that its text does not have there: {row['words'][:60]!r}"
    return ""


def _union(store: Store, every: int) -> Iterator[Finding]:
    documents = store.documents()[::every]
    faults = store.union_faults() if every == 1 else store.sampled_union_faults(documents, every)
    missing, unfounded = faults
    if missing or unfounded:
        message = f"is not that of the named graphs: {missing} triples are missing, {unfounded} are too many"
        yield Finding("union", "wrong", message, "kg doctor --repair makes it anew from the named graphs")
    elif every > 1:
        message = f"{len(store)} triples; one of {every} looked at, and {len(documents)} documents: as it is"
        yield Finding("union", "ok", f"{message} in the named graphs", _MORE)
    else:
        yield Finding("union", "ok", f"{len(store)} triples, exactly those of the named graphs")


def _catalogue(store: Store, _: int) -> Iterator[Finding]:
    held = store.ask("ASK { GRAPH $c { $c kg:catalogueDigest ?digest } }", {"c": store.iris.catalogue})
    if held:
        yield Finding("catalogue in the store", "ok", "whole")
    else:
        message = "not there, or broken off while it was stored"
        yield Finding("catalogue in the store", "note", message, "the next kg build stores it")


def _about(folder: Path, database: Path | None, left: list[str]) -> Iterator[Finding]:
    """Yield what lies about in the folder, whether or not the store opens."""
    if database is not None:
        writer = _writer(folder, database)
        yield Finding("writer", "ok", writer)
        if writer == _NOBODY:
            left += [path.name for path in unfinished_loads(database)]
        databases = (path.name for path in folder.glob("database*"))
        left += [name for name in databases if DATABASE.fullmatch(name) and name != database.name]
    if left:
        message = f"left by processes that were killed: {', '.join(sorted(left)[:5])}"
        yield Finding("remnants", "note", message, "whoever writes next removes them")
    else:
        yield Finding("remnants", "ok", "none")
    if folder.is_dir():
        yield _room(folder)


def _writer(folder: Path, database: Path) -> str:
    if is_own(folder):
        return describe_holder(folder)
    try:
        with exclusive(database) as is_free:
            return _NOBODY if is_free else describe_holder(folder)
    except OSError:
        return "nobody who could be seen: the folder cannot be written"


def _room(folder: Path) -> Finding:
    own = (path for path in folder.rglob("*") if "readers" not in path.parts)
    size = sum(path.stat().st_size for path in own if path.is_file())
    free = shutil.disk_usage(folder).free
    message = f"{_megabytes(free)} free, the store takes {_megabytes(size)}"
    if free < max(_ROOM, size):  # putting its files together takes as much again for a while
        return Finding("disk", "wrong", message, "make room, or move the store to a larger disk")
    return Finding("disk", "ok", message)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"
