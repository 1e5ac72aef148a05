"""How a claim is made: affirmed or denied, how firmly, by whom, and about which time."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from kg.extraction.arguments import Arguments
from kg.extraction.clauses import Clause, Clauses
from kg.extraction.distance import is_distanced, is_scare_quoted
from kg.extraction.names import local_id
from kg.extraction.quotes import Quotes
from kg.extraction.sentences import sentence_of
from kg.extraction.times import interval
from kg.model import Claimant, Date, Modality, Polarity
from kg.rules import Lexicon, Rule

__all__ = ["Qualifiers", "Qualifying"]

# Relations that hold until they end; of the others ("ended the talks") each is an event.
_LASTING = {"backs", "allied_with", "controls", "part_of", "present_in", "leads", "opposes"}
# Of these the past perfect tells what is over: "had armed them for years", but not "had seized the town".
_STATES = {"backs", "allied_with", "part_of", "leads"}

# What titles and names say of somebody; who speaks of "Russia's president" does not claim that he is it.
_DESCRIPTIVE = {"leads", "part_of", "formerly_known_as", "split_from"}
_CLOSING = 10  # tokens: "said in a statement on Monday."


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """The qualifiers of one claim."""

    polarity: Polarity
    modality: Modality
    claimant: Claimant | None
    valid_from: Date | None
    valid_until: Date | None


class Qualifying:
    """Read the qualifiers of the claims of one document.

    Args:
        arguments: To tell who speaks.
        lexicon: The word lists.
        document: Id of the document, for speakers that only it knows.
        on: Its date, against which "last week" is read.

    """

    def __init__(self, arguments: Arguments, lexicon: Lexicon, document: str, on: Date | None) -> None:
        self._arguments = arguments
        self._clauses = Clauses(lexicon)
        self._document = document
        self._on = on
        self._speakers = lexicon.words("claimant", "speakers")
        self._speech = lexicon.words("claimant", "verbs")
        self._doubted = lexicon.words("claimant", "doubted")
        self._quotes: Quotes | None = None

    def read(self, rule: Rule, trigger: Token) -> Qualifiers | None:
        """Return the qualifiers; ``None`` where nothing is claimed: a question, a wish, an unreal past."""
        sentence = sentence_of(trigger)
        if _is_question(sentence):
            return None
        clause = self._clauses.read(trigger, lasting=rule.relation in _LASTING)
        if clause.nothing:
            return None
        if _described(rule, trigger):
            clause.speech = None
            claimant = None
        else:
            claimant = self._speaker(trigger, clause, sentence)
        denied = clause.denied != (rule.polarity == "denied")
        stated = Modality(rule.modality)
        spoken = claimant is not None or (clause.speech is not None and _has_subject(clause.speech))
        if stated is Modality.ASSERTED and (spoken or is_distanced(trigger, self._doubted)):
            stated = Modality.REPORTED
        since, until = interval(trigger, self._on)
        past = clause.before and clause.speech is None and rule.relation in _STATES
        if not denied and until is None and ((clause.over and rule.relation in _LASTING) or past):
            if self._on is None:
                return None  # over, nobody knows when: without a date that cannot be said
            until = self._on
            if since is not None and since.first_day() > until.last_day():
                since = None  # what is over began before: the date was misread, or is no beginning
        polarity = Polarity.DENIED if denied else Polarity.AFFIRMED
        return Qualifiers(polarity, clause.modality or stated, claimant, since, until)

    def _speaker(self, trigger: Token, clause: Clause, sentence: Span) -> Claimant | None:
        """Return who says it: by the grammar, else by what stands around it."""
        if clause.speech is not None and (claimant := self._subject(clause.speech)) is not None:
            return claimant
        if (claimant := self._according_to(sentence)) is not None or clause.speech is not None:
            return claimant
        return self._quoted(trigger, sentence) or self._closing(trigger, sentence)

    def _closing(self, trigger: Token, sentence: Span) -> Claimant | None:
        """Read "..., the Observatory said on Monday", which lost its comma and stands apart in the parse."""
        last = [t for t in sentence if t.pos_ in {"VERB", "AUX"}][-1:]
        if not last or last[0].lemma_.lower() not in self._speech or last[0].i <= trigger.i:
            return None
        verb = last[0]
        if sentence.end - verb.i > _CLOSING or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
            return None
        behind = any(child.dep_ == "nsubj" and child.i > trigger.i for child in verb.children)
        return self._subject(verb) if behind else None

    def _subject(self, verb: Token) -> Claimant | None:
        """Return who says so."""
        for child in verb.children:
            subjects = (
                [child] if child.dep_ == "nsubj" else list(child.children) if child.dep_ == "agent" else []
            )
            for subject in subjects:
                if (claimant := self._claimant(subject)) is not None:
                    return claimant
        return None

    def _claimant(self, token: Token) -> Claimant | None:
        for mention in self._arguments.actors(token):
            return Claimant(mention.id, mention.name, mention.surface)
        if token.lemma_.lower() not in self._speakers:
            return None
        words = [t.i for t in token.lefts if t.dep_ in {"compound", "amod", "nmod", "nummod", "poss"}]
        surface = token.doc[min(words, default=token.i) : token.i + 1].text
        return Claimant(local_id(self._document, surface), surface, surface)

    def _quoted(self, trigger: Token, sentence: Span) -> Claimant | None:
        """Return who is quoted: who speaks beside the quotation, or spoke the one in the sentence before."""
        if self._quotes is None:
            self._quotes = Quotes(trigger.doc)
        quotes = self._quotes
        if not quotes.inside(trigger):
            return None
        alone = is_scare_quoted(trigger)  # a word in quotes continues no quotation
        before = [sentence_of(trigger.doc[sentence.start - 1])] if sentence.start and not alone else []
        for where in (sentence, *before):
            verbs = [t for t in where if t.lemma_.lower() in self._speech and not quotes.inside(t)]
            for verb in verbs if quotes.touches(where) else ():
                if (claimant := self._subject(verb)) is not None:
                    return claimant
        return None

    def _according_to(self, sentence: Span) -> Claimant | None:
        for token in sentence:
            if token.lower_ == "to" and token.head.lower_ == "according":
                for speaker in token.children:
                    if speaker.dep_ == "pobj" and (claimant := self._claimant(speaker)) is not None:
                        return claimant
        return None


def _described(rule: Rule, trigger: Token) -> bool:
    """Tell what only describes, whoever speaks: "Russia's president X", "rebel-held", "banned in Russia"."""
    if rule.hyphen or (rule.relation == "designates_terrorist" and trigger.dep_ == "acl"):
        return True
    predicate = trigger.dep_ in {"attr", "acomp", "oprd"} or trigger.pos_ == "VERB"
    return rule.relation in _DESCRIPTIVE and not predicate


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ == "nsubj" and child.pos_ in {"NOUN", "PROPN"} for child in verb.children)


def _is_question(sentence: Span) -> bool:
    return sentence.text.rstrip(" \n\"'”’)").endswith("?")
