"""Run the rules over a parsed document: which word states which relation, and which words stand in its slots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.matcher import DependencyMatcher
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from kg.errors import DataError
from kg.extraction.mentions import Mentions
from kg.extraction.sequences import follow
from kg.rules import Rule, Ruleset

__all__ = ["Hit", "RuleMatcher"]

_HYPHENS = {"-", "–", "‑"}


Words = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired.

    Attributes:
        rule: Which.
        trigger: The word that states the relation.
        sources: Words that may name the source, as alternatives: the first that names an actor counts.
        targets: The same for the target.

    """

    rule: Rule
    trigger: Token
    sources: tuple[Words, ...]
    targets: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class _Slot:
    token: Token
    prep: str


class RuleMatcher:
    """The rules, compiled for one vocabulary.

    Raises:
        DataError: spaCy refuses a pattern of the grammar or of a rule.

    """

    def __init__(self, rules: Ruleset, vocab: Vocab) -> None:
        self._rules = rules
        self._by_lemma: dict[str, list[Rule]] = defaultdict(list)
        self._by_hyphen: dict[str, list[Rule]] = defaultdict(list)
        for rule in rules.rules:
            for lemma in rule.lemmas:
                self._by_lemma[lemma].append(rule)
            for word in rule.hyphen:
                self._by_hyphen[word].append(rule)
        self._matcher = DependencyMatcher(vocab)
        self._preps: dict[str, int | None] = {}
        self._wholes: dict[str, tuple[Rule, tuple[int, int, int]]] = {}
        self._compile()

    def _compile(self) -> None:
        # The lemma of a word in a title or headline keeps its capital.
        triggers = {"LEMMA": {"IN": sorted({*self._by_lemma, *(lemma.capitalize() for lemma in self._by_lemma)})}}
        for name, pattern in self._rules.paths.items():
            first = {**pattern[0], "RIGHT_ATTRS": {**pattern[0]["RIGHT_ATTRS"], **triggers}}
            nodes = [node["RIGHT_ID"] for node in pattern]
            self._preps[name] = nodes.index("prep") if "prep" in nodes else None
            self._add(name, [first, *pattern[1:]])
        for rule in self._rules.rules:
            if rule.pattern:
                nodes = [node["RIGHT_ID"] for node in rule.pattern]
                trigger = nodes.index("trigger")
                ends = (trigger, nodes.index("source"), nodes.index("target") if "target" in nodes else trigger)
                self._wholes[rule.id] = (rule, ends)
                self._add(rule.id, list(rule.pattern))

    def _add(self, name: str, pattern: list[Mapping[str, object]]) -> None:
        try:
            self._matcher.add(name, [pattern])
        except (ValueError, KeyError) as error:
            raise DataError(f"pattern {name!r} is refused by spaCy: {error}") from error

    def find(self, doc: Doc, mentions: Mentions) -> Iterator[Hit]:
        """Yield every hit, in the order of the trigger words."""
        slots: dict[int, dict[str, list[_Slot]]] = defaultdict(lambda: defaultdict(list))
        hits: list[Hit] = []
        for key, tokens in self._matcher(doc):
            name = doc.vocab.strings[key]
            if name in self._wholes:
                rule, (trigger, source, target) = self._wholes[name]
                hits.append(Hit(rule, doc[tokens[trigger]], ((doc[tokens[source]],),), ((doc[tokens[target]],),)))
                continue
            prep = self._preps[name]
            slot = _Slot(doc[tokens[-1]], "" if prep is None else doc[tokens[prep]].lower_)
            if slot not in slots[tokens[0]][name]:
                slots[tokens[0]][name].append(slot)
        for i, paths in slots.items():
            hits += self._lexical(doc[i], paths)
        hits += self._hyphenated(doc)
        hits += self._sequential(doc, mentions)
        yield from sorted(hits, key=lambda h: (h.trigger.i, h.rule.id))

    def _lexical(self, trigger: Token, paths: Mapping[str, list[_Slot]]) -> Iterator[Hit]:
        for rule in self._by_lemma.get(trigger.lemma_.lower(), ()):
            if not _fits(rule, trigger):
                continue
            for name in rule.frames:
                frame = self._rules.frames.get(name)
                if frame is None:
                    continue
                sources = self._fill(frame.source, paths, rule)
                targets = self._fill(frame.target, paths, rule)
                if sources and targets:
                    yield Hit(rule, trigger, sources, targets)

    def _fill(self, slot: str, paths: Mapping[str, list[_Slot]], rule: Rule) -> tuple[Words, ...]:
        groups = []
        for path in self._rules.slots[slot]:
            found = paths.get(path, [])
            if self._preps[path] is not None and rule.preps:
                found = [s for s in found if s.prep in rule.preps]
            if found:
                groups.append(tuple(s.token for s in sorted(found, key=lambda s: s.token.i)))
        return tuple(groups)

    def _sequential(self, doc: Doc, mentions: Mentions) -> Iterator[Hit]:
        for token in doc:
            for rule in self._by_lemma.get(token.lemma_.lower(), ()):
                sequences = [self._rules.sequences[name] for name in rule.frames if name in self._rules.sequences]
                if sequences and _fits(rule, token):
                    for items in sequences:
                        if (ends := follow(items, token, mentions, rule.preps)) is not None:
                            yield Hit(rule, token, ((ends[0],),), ((ends[1],),))
                            break

    def _hyphenated(self, doc: Doc) -> Iterator[Hit]:
        """Read "Russia-backed army"; the compound may be one token ("U.S.-backed") or three."""
        for token in doc:
            word = token.lower_.rpartition("-")[2]
            rules = self._by_hyphen.get(word)
            if rules is None:
                continue
            if token.lower_ != word:
                left = token
            elif token.i >= 2 and doc[token.i - 1].text in _HYPHENS:
                left = doc[token.i - 2]
            else:
                continue
            nouns = _qualified(token)
            if nouns:
                for rule in rules:
                    yield Hit(rule, token, ((left,),), tuple((noun,) for noun in nouns))


def _qualified(token: Token) -> list[Token]:
    """Return the nouns that the compound may stand before: the last of a chain of compounds first."""
    end = token.sent.end
    nouns: list[Token] = []
    for other in token.doc[token.i + 1 : min(token.i + 9, end)]:
        if other.pos_ in {"NOUN", "PROPN"}:
            nouns.append(other)
            if other.dep_ not in {"compound", "nmod", "amod", "poss"} or other.head.i < other.i:
                break
        elif other.pos_ not in {"ADJ", "NUM", "PUNCT", "VERB"} or other.text in {",", "(", ")"}:
            break
    return nouns[::-1]


def _fits(rule: Rule, trigger: Token) -> bool:
    if rule.pos and trigger.pos_ != rule.pos and not (rule.pos == "NOUN" and trigger.pos_ == "PROPN"):
        return False
    if rule.head and trigger.head.lemma_.lower() not in rule.head:
        return False
    children: dict[str, set[str]] = defaultdict(set)
    for child in trigger.children:
        children[child.dep_] |= {child.lemma_.lower(), child.lower_}
    needed = all(children[label] & set(words) for label, words in rule.child.items())
    return needed and not any(children[label] & set(words) for label, words in rule.no_child.items())
