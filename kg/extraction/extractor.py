"""From a document to its reading: mentions, actors, claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.catalogue import Catalogue
from kg.classifier import Classifier
from kg.extraction.arguments import Arguments
from kg.extraction.belief import Belief
from kg.extraction.candidates import Candidates
from kg.extraction.coreference import Coreference
from kg.extraction.gazetteer import Gazetteer
from kg.extraction.groups import find_groups
from kg.extraction.loose import find_loose
from kg.extraction.matcher import RuleMatcher
from kg.extraction.mentions import Mentions
from kg.extraction.names import find_names
from kg.extraction.parsing import parse
from kg.extraction.qualifiers import Qualifying
from kg.extraction.states import States, homeland
from kg.extraction.study import Study
from kg.extraction.variants import Variants
from kg.model import Actor, ActorKind, Claim, Document, Name, Reading
from kg.rules import Ruleset, load_rules

__all__ = ["Extractor", "as_given"]


class Extractor:
    """Reads documents; built once, used for many.

    Args:
        nlp: A spaCy pipeline from :func:`kg.extraction.load_pipeline`.
        catalogue: The actors to recognise.
        rules: The rules; the built-in ones if not given.
        classifier: Judges every pair of mentions beside the rules; without it, the rules alone read.

    """

    def __init__(
        self,
        nlp: Language,
        catalogue: Catalogue,
        rules: Ruleset | None = None,
        classifier: Classifier | None = None,
    ) -> None:
        self.nlp = nlp
        self.catalogue = catalogue
        self.rules = load_rules() if rules is None else rules
        self.classifier = classifier
        self.belief = Belief() if classifier is None else Belief.of(classifier.settings)
        self.gazetteer = Gazetteer(catalogue.surfaces())
        self._variants = Variants(catalogue)
        self._matcher = RuleMatcher(self.rules)
        self._states = States.of(catalogue)
        self._names = {actor.id: actor.name for actor in catalogue.actors.values()}

    def with_rules(self, rules: Ruleset) -> Extractor:
        """Return an extractor with other rules that shares the rest, which is what takes long to build."""
        other = copy(self)
        other.rules = rules
        other._matcher = RuleMatcher(rules)
        return other

    def with_belief(self, belief: Belief) -> Extractor:
        """Return an extractor that weighs rules and classifier in another way."""
        other = copy(self)
        other.belief = belief
        return other

    def read(self, document: Document) -> Reading:
        """Return the claims of one document and the actors that they name."""
        ((_, doc),) = parse(self.nlp, [document])
        return self._reading(document, doc)

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield the readings of many documents, in order, a batch in memory at a time."""
        for document, doc in parse(self.nlp, documents):
            yield self._reading(document, doc)

    def mentions(self, document: Document, doc: Doc) -> Mentions:
        """Return who and what is named where in a parsed document."""
        lexicon = self.rules.lexicon
        names, nested = find_names(doc, self.gazetteer, self._variants, lexicon, document.date)
        home = homeland(names, self.catalogue, self._states, lexicon)
        groups = find_groups(
            doc, document.id, names, self.catalogue, self._states, home, lexicon, document.date
        )
        found = [*names, *groups, *nested]
        loose = find_loose(doc, document.id, found, home, self._states, self._names, lexicon)
        return Mentions(doc, found, document.id, home, loose, groups)

    def arguments(self, mentions: Mentions) -> Arguments:
        """Return what tells who is meant at a word of the document that has these mentions."""
        coreference = Coreference(mentions)
        return Arguments(mentions, coreference, self.rules.lexicon, self._states.forces, self._names)

    def candidates(self, document: Document) -> Iterator[Candidates]:
        """Yield who and what could stand in a relation in each sentence of a document that has such pairs."""
        yield from (
            group
            for group in self.study_of(document).candidates
            if len(group.found) > 1 and not group.too_many
        )

    def study_of(self, document: Document) -> Study:
        """Parse a document and return what its reading rests on."""
        ((_, doc),) = parse(self.nlp, [document])
        return self.study(document, doc)

    def study(self, document: Document, doc: Doc) -> Study:
        """Return what a reading of a parsed document rests on."""
        mentions = self.mentions(document, doc)
        arguments = self.arguments(mentions)
        qualifying = Qualifying(arguments, self.rules.lexicon, document.id, document.date)
        return Study(
            document, doc, mentions, arguments, qualifying, self._matcher, self.classifier, self.belief
        )

    def _reading(self, document: Document, doc: Doc) -> Reading:
        study = self.study(document, doc)
        claims = [as_given(claim, document.text) for claim in study.claims]
        return Reading(document, tuple(claims), self.actors(claims, study.mentions))

    def actors(self, claims: Sequence[Claim], mentions: Mentions) -> tuple[Actor, ...]:
        """Return every actor that claims of one document name, by id, with the names used there."""
        kinds = {m.id: m.kind for m in mentions} | {
            p.id: p.kind for m in mentions if (p := m.as_place()) is not None and p.id != m.id
        }
        named: dict[str, tuple[str, set[str]]] = {}
        for claim in claims:
            for ref in (claim.source, claim.target, claim.claimant):
                if ref is not None:
                    named.setdefault(ref.id, (ref.name, set()))[1].add(ref.surface)
        territory = {claim.target.id for claim in claims if claim.relation in {"controls", "present_in"}}
        actors = []
        for actor_id, (name, surfaces) in sorted(named.items()):
            known = self.catalogue.get(actor_id)
            if known is not None:
                actors.append(known)
                continue
            kind = kinds.get(actor_id, ActorKind.PLACE if actor_id in territory else ActorKind.UNKNOWN)
            names = tuple(Name(text) for text in sorted({name} | surfaces))
            actors.append(Actor(actor_id, kind, name, names))
        return tuple(actors)


def as_given(claim: Claim, text: str) -> Claim:
    """Return a claim with the words of the document where the parsed text has its typography evened out."""
    evidence = claim.evidence
    quote = text[evidence.start : evidence.end]
    source = replace(claim.source, surface=text[claim.source.start : claim.source.end])
    target = replace(claim.target, surface=text[claim.target.start : claim.target.end])
    return replace(claim, evidence=replace(evidence, quote=quote), source=source, target=target)
