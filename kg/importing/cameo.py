"""Actor dictionaries of CAMEO, as TABARI, PETRARCH and Phoenix use them.

An entry is a name, its synonyms (``+``) and its codes, which may hold for some time only::

    HARBOUR_GUARD_ [SYRREB]           # a comment
    +GUARD_OF_THE_HARBOUR_ {GUARDS_OF_THE_HARBOUR_}
    JANE_ROE
        [SYRGOV 090120-170120]
        [SYRELI >170120]

``CountryInfo.txt``, with its ``<Country>`` blocks, gives states. The dictionaries write everything in
capitals, so names are given small letters here; ``kg/data/importing/cameo.toml`` says what the codes mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kg.errors import DataError
from kg.importing.cameo_codes import Code, countries_of, country_name, kind_of, parse_codes
from kg.importing.lines import numbered_lines
from kg.importing.names import NameList
from kg.importing.records import OnProblem, Problem, Record, Statement
from kg.importing.tables import load_table
from kg.model import ActorKind, NameKind

__all__ = ["fits", "read"]

_BEGINNING = re.compile(rb"(?m)^(?:[A-Z][A-Z0-9_'.-]*\s+\[[A-Z]{3,}[\] ]|\s*<CountryCode>)")
_COMMENT = re.compile(r"[;#].*|<!--.*?-->")
_NAME = re.compile(r"(?P<name>[^\[\]{}<>+]*[^\[\]{}<>+\s])\s*(?:\{(?P<plural>[^{}]*)\})?\s*(?P<codes>\[.*)?")
_TAG = re.compile(r"<(?P<close>/?)(?P<tag>[A-Za-z][\w-]*)>(?P<value>[^<]*)(?:</(?P=tag)>)?(?P<rest>.*)")
_AGENT = re.compile(r"[~!]")  # of the dictionaries of words for roles: [~GOV], !PERSON!
_NOBODY = "---"  # the code of a name that means no actor
_SMALL = frozenset(
    (
        "of",
        "the",
        "and",
        "in",
        "for",
        "on",
        "to",
        "at",
        "by",
        "de",
        "la",
        "del",
        "du",
        "des",
        "bin",
        "ibn",
        "al",
        "el",
    )
)
_VOWEL = re.compile("[AEIOUY]")
_SHORT = 4  # letters up to which one word is taken for an acronym
_PUBLISHER = "CAMEO dictionary"
_MOST_LINES = 200  # of one entry

Broken = Callable[[int, str, str], None]


@dataclass
class _Entry:
    """An entry as far as it has been read."""

    number: int
    names: list[str]
    codes: list[Code] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    is_broken: bool = False

    def add_names(self, parts: re.Match[str]) -> None:
        """Add a name or a synonym, with its plural."""
        found = [parts["name"], *(parts["plural"] or "").split(",")]
        names = [name.strip() for name in found if name.strip()]
        self.lines += [f"{'Synonym' if self.names or n else 'Name'}: {name}" for n, name in enumerate(names)]
        self.names += names

    def add_codes(self, text: str) -> None:
        """Add the codes of a line; an error marks the entry, which is not said to have none then."""
        try:
            self.codes += parse_codes(text)
        except DataError:
            self.is_broken = True
            raise
        if text:
            self.lines.append(f"Code: {text.strip()}")


def fits(head: bytes) -> bool:
    """Return whether the first bytes of a file are of a dictionary of actors."""
    return _BEGINNING.search(head) is not None


def read(stream: BinaryIO, path: Path, report: OnProblem) -> Iterator[Record]:
    """Yield a record for each entry that names an actor.

    Args:
        stream: A dictionary of actors, or ``CountryInfo.txt``.
        path: Its name, for messages.
        report: Takes what cannot be used: an entry without a code, a code or a date that is none.

    """
    parser = _Parser(path, report)
    for number, raw in numbered_lines(stream, path, report):
        line = _COMMENT.sub("", raw).strip()
        if line:
            yield from parser.take(number, line)
    yield from parser.finish()


class _Parser:
    """Puts the lines of a dictionary together to entries."""

    def __init__(self, path: Path, report: OnProblem) -> None:
        self._path, self._report = path, report
        self._entry: _Entry | None = None
        self._country: dict[str, list[str]] | None = None  # the block that is open: values by their tag
        self._begun = 0
        self._tag = ""
        self._agents = 0

    def take(self, number: int, line: str) -> Iterator[Record]:
        """Take a line without comments; yield the record of the entry that it ends."""
        if (found := _TAG.fullmatch(line)) is not None:
            yield from self._take_tag(number, found)
        elif self._country is not None:
            self._country.setdefault(self._tag, []).append(line)
        elif _AGENT.search(line):
            self._agents += 1
        elif line.startswith("["):
            self._add(number, None, line)
        elif (parts := _NAME.fullmatch(line.removeprefix("+").strip())) is None:
            hint = "write NAME [CODE], or +SYNONYM below it"
            self._broken(number, f"neither a name nor a code: {line[:60]!r}", hint)
        else:
            if not line.startswith("+"):
                yield from self._end_entry()
                self._entry = _Entry(number, [])
            self._add(number, parts, parts["codes"] or "")

    def finish(self) -> Iterator[Record]:
        """Yield what the end of the file ends, and tell what was left out."""
        yield from self._end_entry()
        if self._country is not None:
            self._broken(self._begun, "a <Country> that does not end", "the file may have been cut off")
            yield from self._end_country()
        if self._agents:
            message = f"{self._agents} lines with words for roles (~CODE) left out: they name no actor"
            self._report(Problem(self._path, "", message))

    def _take_tag(self, number: int, found: re.Match[str]) -> Iterator[Record]:
        tag, is_end, value = found["tag"], bool(found["close"]), found["value"].strip()
        if tag == "Country":
            yield from self._end_entry()
            yield from self._end_country()
            self._country, self._begun = (None if is_end else {}), number
        elif self._country is not None and not is_end:
            self._country.setdefault(tag, []).extend([value] if value else [])
        self._tag = "" if is_end or value else tag

    def _end_entry(self) -> Iterator[Record]:
        if self._entry is not None:
            yield from _records(self._entry, self._broken)
        self._entry = None

    def _end_country(self) -> Iterator[Record]:
        if self._country:
            yield from _country(self._country, self._begun, self._broken)
        self._country = None

    def _add(self, number: int, parts: re.Match[str] | None, codes: str) -> None:
        if self._entry is None:
            self._broken(number, "a synonym or code without a name before it", "write NAME [CODE] above it")
            return
        if parts is not None:
            self._entry.add_names(parts)
        try:
            self._entry.add_codes(codes)
        except DataError as error:
            self._broken(number, str(error), error.hint or "dates are YYMMDD or YYYYMMDD")

    def _broken(self, number: int, message: str, hint: str) -> None:
        self._report(Problem(self._path, str(number), message, hint))


def _records(entry: _Entry, broken: Broken) -> Iterator[Record]:
    head, codes = entry.names[0], [code for code in entry.codes if code.text != _NOBODY]
    if not codes:
        if not entry.codes and not entry.is_broken:
            broken(entry.number, f"{head[:60]!r} has no code", "write NAME [CODE]")
        return
    kind = kind_of(head, codes)
    names = NameList()
    for number, text in enumerate(entry.names):
        names.add(*_written(text, kind, is_first=number == 0))
    if not names:
        broken(entry.number, f"{head[:60]!r} is no name", "write the name with letters")
        return
    yield Record(
        register="cameo",
        identifier=head.strip("_").replace("_", "-"),
        kind=kind,
        name=names.names()[0].text,
        names=names.names(),
        countries=countries_of(codes),
        statements=tuple(_statements(entry, kind)),
        place=str(entry.number),
        source=f"{_PUBLISHER}, {head.strip('_')}",
        lines=tuple(entry.lines),
        publisher=_PUBLISHER,
    )


def _written(text: str, kind: ActorKind, *, is_first: bool) -> tuple[str, NameKind]:
    """Return a name of capitals and underscores as it is written, and its kind.

    The synonyms of a state are its adjectives, cities and regions too, and nothing tells which are which.
    """
    words = text.replace("_", " ").split()
    if len(words) == 1 and kind not in {ActorKind.STATE, ActorKind.PERSON} and len(words[0]) <= _SHORT:
        return words[0], NameKind.ACRONYM
    small = (w.lower() if n and w.lower() in _SMALL else _capitalised(w) for n, w in enumerate(words))
    if is_first:
        return " ".join(small), NameKind.OFFICIAL
    return " ".join(small), NameKind.WEAK if kind is ActorKind.STATE else NameKind.ALIAS


def _capitalised(word: str) -> str:
    if len(word) <= _SHORT and word.isalpha() and not _VOWEL.search(word):
        return word  # FSB, PKK
    return "-".join(part.capitalize() for part in word.split("-"))


def _statements(entry: _Entry, kind: ActorKind) -> Iterator[Statement]:
    """Yield that who has a code of a state's organs belongs to that state."""
    roles = set(load_table("cameo")["state"]["roles"])
    for line in entry.lines:
        for code in parse_codes(line.removeprefix("Code: ")) if line.startswith("Code: ") else ():
            country = country_name(code.text)
            if country is not None and kind is not ActorKind.STATE and not roles.isdisjoint(code.parts[1:]):
                yield Statement(
                    relation="part_of",
                    text=line,
                    other_name=country,
                    valid_from=code.valid_from,
                    valid_until=code.valid_until,
                )


def _country(block: dict[str, list[str]], number: int, broken: Broken) -> Iterator[Record]:
    """Yield the state that a ``<Country>`` of ``CountryInfo.txt`` describes."""
    code, shown = ((block.get(tag) or [""])[0] for tag in ("CountryCode", "CountryName"))
    names = NameList()
    listed = [(shown, NameKind.OFFICIAL)]
    listed += [(name, NameKind.ADJECTIVE) for name in block.get("Nationality", [])]
    listed += [(name, NameKind.METONYM) for name in block.get("Capital", [])]
    for text, kind in listed:
        names.add(_written(text, ActorKind.STATE, is_first=True)[0], kind)
    if not code or not names or not shown:
        broken(number, "a <Country> without CountryCode or CountryName", "add both")
        return
    yield Record(
        register="cameo",
        identifier=code,
        kind=ActorKind.STATE,
        name=names.names()[0].text,
        names=names.names(),
        countries=countries_of([Code(code)]),
        place=str(number),
        source=f"{_PUBLISHER}, {code}",
        lines=tuple(f"{tag}: {value}" for tag, values in block.items() for value in values)[:_MOST_LINES],
        publisher=_PUBLISHER,
    )
