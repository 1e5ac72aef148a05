"""Load and check the extraction rules: data in ``kg/data/rules/*.toml``.

Three kinds of files lie there:

``grammar.toml``
    *paths* (spaCy DependencyMatcher patterns from the word that states a relation to an actor), *slots*
    (paths in order of preference) and *frames* (a source slot and a target slot).
``lexicon.toml``
    word lists: which nouns name groups, which verbs report, which words deny or hedge.
every other file
    *rules*: which words, in which frames, state which relation, with sentences that must and must not match.

A rule's examples are its unit tests. docs/how-to/add-a-rule.md shows one being written.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.files import read_text
from kg.resources import rules_dir
from kg.vocabulary import RELATIONS

__all__ = ["Example", "Frame", "Lexicon", "Rule", "Ruleset", "load_rules"]

Pattern = tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a rule looks for the two ends: two slots of the grammar."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and every claim that the rule has to take from it, as ``source relation target`` texts."""

    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Some words, in some frames, state a relation.

    Attributes:
        id: Stable id; a claim's evidence names it.
        relation: Key of :data:`kg.vocabulary.RELATIONS`.
        title: What the rule reads, in one line.
        lemmas: Lemmas of the trigger word; empty for a rule with a ``pattern`` or ``hyphen`` words.
        pos: Part of speech of the trigger: ``VERB`` or ``NOUN``; empty for any.
        frames: Names of frames or sequences of the grammar.
        preps: Prepositions that a ``prep-object``-like slot may hang on; empty for any.
        hyphen: Second halves of compounds: ``backed`` reads "Russia-backed army".
        pattern: A DependencyMatcher pattern of its own with nodes ``trigger``, ``source`` and ``target``;
            without ``target`` the trigger itself names it ("Assad's regime").
        mutual: The source slot names both sides ("talks between A, B and C"): a claim for each pair.
        child: Dependency label -> lemmas, of which the trigger must have one as a child.
        no_child: The same, of which it must have none.
        head: Lemmas, one of which must be the trigger's head; empty for any.
        source_kinds: Actor kinds that the source may have; empty for any.
        target_kinds: Actor kinds that the target may have; empty for any.
        swap: Source and target change places ("condemned by").
        polarity: ``denied`` where the words themselves deny ("lost", "pulled out of").
        modality: ``planned`` and the like where the words themselves say so.
        confidence: How often claims of the rule are right, in (0, 1]: (right + 3) / (all + 4) on annotated
            articles; 0.75 where it never fired there.
        examples: Its unit tests.

    """

    id: str
    relation: str
    title: str
    lemmas: frozenset[str] = frozenset()
    pos: str = ""
    frames: tuple[str, ...] = ()
    preps: frozenset[str] = frozenset()
    hyphen: frozenset[str] = frozenset()
    pattern: Pattern = ()
    mutual: bool = False
    child: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    no_child: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    head: frozenset[str] = frozenset()
    source_kinds: frozenset[str] = frozenset()
    target_kinds: frozenset[str] = frozenset()
    swap: bool = False
    polarity: str = "affirmed"
    modality: str = "asserted"
    confidence: float = 0.7
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of ``lexicon.toml``: section -> list name -> words (lower case)."""

    lists: Mapping[str, Mapping[str, frozenset[str]]]

    def words(self, section: str, name: str) -> frozenset[str]:
        """Return one list.

        Raises:
            DataError: There is no such list.

        """
        try:
            return self.lists[section][name]
        except KeyError:
            raise DataError(f"the lexicon has no list {section}.{name}") from None

    def section(self, name: str) -> Mapping[str, frozenset[str]]:
        """Return all lists of a section.

        Raises:
            DataError: There is no such section.

        """
        if name not in self.lists:
            raise DataError(f"the lexicon has no section {name!r}")
        return self.lists[name]


@dataclass(frozen=True, slots=True)
class Ruleset:
    """All rules with the grammar and the word lists that they stand on.

    ``digest`` changes whenever any of the files does: it is part of the provenance of every claim.
    """

    rules: tuple[Rule, ...]
    paths: Mapping[str, Pattern]
    slots: Mapping[str, tuple[str, ...]]
    frames: Mapping[str, Frame]
    sequences: Mapping[str, tuple[str, ...]]
    lexicon: Lexicon
    digest: str


def load_rules(folder: Path | None = None) -> Ruleset:
    """Read every ``.toml`` file of a folder; the built-in rules if none is given.

    Raises:
        DataError: A file is no TOML, has unknown keys, or names a slot, frame, relation or path that does
            not exist; the message names the file.

    """
    folder = rules_dir() if folder is None else folder
    sources = {path: _read(path) for path in sorted(folder.glob("*.toml"))}
    try:
        grammar = sources.pop(folder / "grammar.toml")
        lexicon = sources.pop(folder / "lexicon.toml")
    except KeyError as error:
        raise DataError(f"missing {Path(error.args[0]).name}", path=folder) from None
    paths = {name: tuple(entry["pattern"]) for name, entry in grammar["paths"].items()}
    slots = {name: tuple(members) for name, members in grammar["slots"].items()}
    frames = {name: Frame(**ends) for name, ends in grammar["frames"].items()}
    sequences = {name: tuple(items) for name, items in grammar["sequences"].items()}
    _check_grammar(folder / "grammar.toml", paths, slots, frames)
    _check_sequences(folder / "grammar.toml", sequences, frames)
    rules: dict[str, Rule] = {}
    for path, content in sources.items():
        for entry in content.pop("rule", []):
            rule = _rule(path, entry)
            _check_rule(path, rule, [*frames, *sequences])
            if rule.id in rules:
                raise DataError(f"rule {rule.id!r} is there twice", path=path)
            rules[rule.id] = rule
        if content:
            raise DataError(f"unknown section {sorted(content)[0]!r}", path=path, hint="rules are [[rule]]")
    digest = hashlib.sha256(b"\0".join(p.read_bytes() for p in sorted(folder.glob("*.toml")))).hexdigest()
    lists = {
        section: {name: frozenset(words) for name, words in entries.items()}
        for section, entries in lexicon.items()
    }
    return Ruleset(
        tuple(rules[i] for i in sorted(rules)), paths, slots, frames, sequences, Lexicon(lists), digest[:16]
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_text(path))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise DataError(str(error), path=path, line=int(line[1]) if line else None) from error


def _rule(path: Path, entry: dict[str, Any]) -> Rule:
    name = entry.get("id", "?")
    known = {f.name for f in fields(Rule)}
    if unknown := sorted(set(entry) - known):
        raise DataError(
            f"rule {name!r}: unknown key {unknown[0]!r}", path=path, hint="known: " + ", ".join(sorted(known))
        )
    if missing := sorted({"id", "relation", "title", "examples"} - set(entry)):
        raise DataError(f"rule {name!r}: {missing[0]!r} is missing", path=path)
    values: dict[str, Any] = dict(entry)
    for key in ("lemmas", "preps", "hyphen", "head", "source_kinds", "target_kinds"):
        values[key] = frozenset(values.get(key, ()))
    for key in ("child", "no_child"):
        values[key] = {label: tuple(words) for label, words in values.get(key, {}).items()}
    values["frames"] = tuple(values.get("frames", ()))
    values["pattern"] = tuple(values.get("pattern", ()))
    values["examples"] = tuple(Example(e["text"], tuple(e["claims"])) for e in values["examples"])
    return Rule(**values)


def _check_rule(path: Path, rule: Rule, frames: Iterable[str]) -> None:
    def broken(what: str) -> DataError:
        return DataError(f"rule {rule.id!r}: {what}", path=path)

    if rule.relation not in RELATIONS:
        raise broken(f"unknown relation {rule.relation!r}")
    if unknown := sorted(set(rule.frames) - set(frames)):
        raise broken(f"unknown frame {unknown[0]!r}")
    if not 0 < rule.confidence <= 1:
        raise broken("confidence is not in (0, 1]")
    if bool(rule.lemmas and rule.frames) + bool(rule.hyphen) + bool(rule.pattern) != 1:
        raise broken("needs either lemmas with frames, or hyphen, or pattern")
    if rule.pattern and not {"trigger", "source"} <= {node.get("RIGHT_ID") for node in rule.pattern}:
        raise broken("pattern needs the nodes trigger and source")
    if not any(e.claims for e in rule.examples) or all(e.claims for e in rule.examples):
        raise broken("needs an example that matches and one that does not (claims = [])")


def _check_sequences(path: Path, sequences: Mapping[str, tuple[str, ...]], frames: Iterable[str]) -> None:
    for name, items in sequences.items():
        if not {"source", "trigger", "target"} <= set(items):
            raise DataError(f"sequence {name!r} needs the items source, trigger and target", path=path)
        if name in frames:
            raise DataError(f"{name!r} is both a frame and a sequence", path=path)


def _check_grammar(
    path: Path,
    paths: Mapping[str, Pattern],
    slots: Mapping[str, tuple[str, ...]],
    frames: Mapping[str, Frame],
) -> None:
    for name, pattern in paths.items():
        if pattern[0].get("RIGHT_ID") != "trigger" or pattern[-1].get("RIGHT_ID") != "slot":
            raise DataError(f"path {name!r} must run from 'trigger' to 'slot'", path=path)
    for name, members in slots.items():
        if unknown := [m for m in members if m not in paths]:
            raise DataError(f"slot {name!r}: unknown path {unknown[0]!r}", path=path)
    for name, frame in frames.items():
        if unknown := [s for s in (frame.source, frame.target) if s not in slots]:
            raise DataError(f"frame {name!r}: unknown slot {unknown[0]!r}", path=path)
