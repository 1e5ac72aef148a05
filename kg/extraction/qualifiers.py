"""How a claim is made: affirmed or denied, how firmly, by whom, and about which time.

The clause of the trigger is walked upwards: what governs it may deny it, hedge it, plan it or report it.
Questions, wishes and counterfactuals claim nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from kg.extraction.arguments import Arguments
from kg.extraction.names import local_id
from kg.extraction.sentences import sentence_of
from kg.model import Claimant, Date, Modality, Polarity
from kg.rules import Lexicon, Rule
from kg.text.relative_dates import relative_date

__all__ = ["Qualifiers", "Qualifying"]

_COMPLEMENTS = {
    "xcomp",
    "ccomp",
    "pcomp",
    "advcl",
    "conj",
    "acl",
    "relcl",
    "dobj",
    "nsubj",
    "nsubjpass",
    "pobj",
    "prep",
    "attr",
    "appos",
    "agent",
    "oprd",
    "parataxis",
    "dep",
    "acomp",
    "csubj",
    "csubjpass",
}
# Relations that hold until they end; of the others ("ended the talks") each is an event.
_LASTING = {"backs", "allied_with", "controls", "part_of", "present_in", "leads"}
_STEPS = 12  # clauses are not nested deeper


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """The qualifiers of one claim."""

    polarity: Polarity
    modality: Modality
    claimant: Claimant | None
    valid_from: Date | None
    valid_until: Date | None


@dataclass(slots=True)
class _State:
    denied: bool = False
    modality: Modality | None = None
    claimant: Claimant | None = None
    nothing: bool = False

    def hedge(self, modality: Modality) -> None:
        if self.modality is None:
            self.modality = modality


class Qualifying:
    """Read the qualifiers of triggers of one document.

    Args:
        arguments: To tell who speaks.
        lexicon: The word lists.
        document: Id of the document, for speakers that only it knows.
        on: Its date, against which "last week" is read.

    """

    def __init__(self, arguments: Arguments, lexicon: Lexicon, document: str, on: Date | None) -> None:
        self._arguments = arguments
        self._document = document
        self._on = on
        polarity, modality = lexicon.section("polarity"), lexicon.section("modality")
        self._deny, self._fail, self._not = polarity["deny"], polarity["fail"], polarity["words"]
        self._end = polarity["end"]
        self._possible, self._possible_verbs = modality["possible"], modality["possible-verbs"]
        self._possible_adjectives = modality["possible-adjectives"]
        self._planned, self._planned_verbs = modality["planned"], modality["planned-verbs"]
        self._conditional, self._reported, self._wish = (
            modality["conditional"],
            modality["reported"],
            modality["wish-verbs"],
        )
        self._speech = lexicon.words("claimant", "verbs")
        self._speakers = lexicon.words("claimant", "speakers")
        self._over = lexicon.words("time", "over")

    def read(self, rule: Rule, trigger: Token) -> Qualifiers | None:
        """Return the qualifiers, or ``None`` where nothing is claimed."""
        if _is_question(sentence_of(trigger)):
            return None
        state = _State()
        self._noun(trigger, state)
        self._climb(trigger, state)
        if (
            trigger.dep_ in {"dobj", "nsubjpass"}
            and trigger.head.lemma_.lower() in self._end
            and rule.relation in _LASTING
        ):
            state.denied = not state.denied
        if state.nothing:
            return None
        if state.claimant is None:
            state.claimant = self._according_to(trigger)
        denied = state.denied != (rule.polarity == "denied")
        modality = state.modality or (Modality.REPORTED if state.claimant else Modality.ASSERTED)
        if rule.modality != "asserted" and state.modality is None:
            modality = Modality(rule.modality)
        since, until = self._time(trigger)
        return Qualifiers(
            Polarity.DENIED if denied else Polarity.AFFIRMED, modality, state.claimant, since, until
        )

    def _noun(self, trigger: Token, state: _State) -> None:
        for child in trigger.children:
            word = child.lower_
            if child.dep_ in {"det", "neg", "advmod"} and word in self._not:
                state.denied = not state.denied
            elif child.dep_ == "amod" and word in self._possible_adjectives:
                state.hedge(Modality.POSSIBLE)

    def _climb(self, trigger: Token, state: _State) -> None:
        token, direct = trigger, True
        for _ in range(_STEPS):
            if token.pos_ in {"VERB", "AUX"} and direct:
                self._verb(token, state, first=token.i == trigger.i)
            if token.head.i == token.i or token.dep_ not in _COMPLEMENTS or state.nothing:
                return
            direct = self._step(token, token.head, state, direct)
            token = token.head

    def _verb(self, verb: Token, state: _State, *, first: bool) -> None:
        have = any(c.dep_ == "aux" and c.lower_ in {"have", "'ve"} for c in verb.children)
        past = any(
            c.dep_ == "aux" and c.lower_ in {"would", "could", "should", "might"} for c in verb.children
        )
        if have and past:  # "would have backed": it did not happen
            state.nothing = True
        for child in verb.children:
            word = child.lower_
            if (
                child.dep_ == "neg" or (child.dep_ in {"advmod", "preconj", "cc"} and child.i < verb.i)
            ) and word in self._not:
                state.denied = not state.denied
            elif child.dep_ == "aux" and word in self._possible:
                state.hedge(Modality.POSSIBLE)
            elif child.dep_ == "aux" and word in self._planned:
                state.hedge(Modality.PLANNED)
            elif child.dep_ == "aux" and word in {"should", "must"}:
                state.nothing = True
            elif child.dep_ == "mark" and word in self._conditional:
                state.hedge(Modality.CONDITIONAL)
            elif child.dep_ == "advmod" and word in self._possible:
                state.hedge(Modality.POSSIBLE)
            elif child.dep_ == "advmod" and word in self._reported:
                state.hedge(Modality.REPORTED)
        if (
            first
            and verb.dep_ == "advcl"
            and verb.tag_ == "VB"
            and any(c.lower_ == "to" for c in verb.children)
        ):
            state.hedge(Modality.PLANNED)  # "to retake the town": a purpose
        if (
            first
            and verb.dep_ == "acl"
            and verb.tag_ == "VB"
            and any(c.lower_ == "to" for c in verb.children)
        ):
            state.hedge(Modality.PLANNED)  # "an operation to retake the town"

    def _step(self, token: Token, head: Token, state: _State, direct: bool) -> bool:
        """Take one step up; return whether negation and modals of the head still concern the trigger."""
        lemma = head.lemma_.lower()
        if token.dep_ in {"xcomp", "ccomp"} and head.pos_ in {"VERB", "AUX", "ADJ"}:
            return self._complement(token, head, lemma, state, direct)
        if token.dep_ in {"dobj", "pcomp", "pobj"} and lemma in self._deny and direct:
            state.denied = not state.denied
            self._speaker(head, state)
            return False
        if token.dep_ == "prep" and direct:
            pcomp = any(c.dep_ == "pcomp" for c in token.children)
            if lemma in self._fail and token.lower_ == "from" and pcomp:
                state.denied = not state.denied
            elif lemma in {"accuse", "suspect", "blame"} and token.lower_ in {"of", "for"} and pcomp:
                self._speaker(head, state)
                state.hedge(Modality.REPORTED if lemma != "suspect" else Modality.POSSIBLE)
            elif lemma in self._planned_verbs and token.lower_ in {"at", "on", "for"} and pcomp:
                state.hedge(Modality.PLANNED)
            return False
        if token.dep_ == "pcomp":
            return direct
        if token.dep_ in {"dobj", "nsubjpass"} and token.pos_ not in {"VERB", "AUX"}:
            if lemma in self._fail and direct and lemma not in {"cease", "decline"}:
                state.denied = not state.denied
                return False
            if lemma in self._planned_verbs and direct:
                state.hedge(Modality.PLANNED)
            return direct
        if token.dep_ == "conj":
            return direct and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.children)
        return False

    def _complement(self, token: Token, head: Token, lemma: str, state: _State, direct: bool) -> bool:
        if not direct:
            if lemma in self._speech and token.dep_ == "ccomp":
                self._speaker(head, state)
            return False
        if lemma in self._deny:
            state.denied = not state.denied
            self._speaker(head, state)
            return False
        if lemma in self._fail:
            state.denied = not state.denied
            return token.dep_ == "xcomp"
        if lemma in self._wish and (token.dep_ == "ccomp" or lemma not in self._planned_verbs):
            state.nothing = True
            return False
        if token.dep_ == "ccomp" and lemma in self._speech:
            state.nothing = any(c.dep_ == "neg" for c in head.children)  # "has not said that it backs"
            self._speaker(head, state)
            return False
        if lemma in self._possible_verbs:
            state.hedge(Modality.POSSIBLE)
        elif lemma in self._planned_verbs:
            state.hedge(Modality.PLANNED)
        elif lemma in {"unable", "impossible"}:
            state.denied = not state.denied
        return token.dep_ == "xcomp"

    def _speaker(self, verb: Token, state: _State) -> None:
        if state.claimant is None:
            for subject in verb.children:
                if subject.dep_ in {"nsubj", "agent"}:
                    word = subject if subject.dep_ == "nsubj" else next(iter(subject.children), subject)
                    state.claimant = self._claimant(word)
                    if state.claimant is not None:
                        return

    def _claimant(self, token: Token) -> Claimant | None:
        for mention in self._arguments.actors(token):
            return Claimant(mention.id, mention.name, mention.surface)
        if token.lemma_.lower() in self._speakers:
            words = [t for t in token.lefts if t.dep_ in {"compound", "amod", "nmod", "nummod", "poss"}]
            start = min((t.i for t in words), default=token.i)
            surface = token.doc[start : token.i + 1].text
            return Claimant(local_id(self._document, surface), surface, surface)
        return None

    def _according_to(self, trigger: Token) -> Claimant | None:
        for token in sentence_of(trigger):
            if token.lower_ != "according":
                continue
            for word in token.children:
                objects = [c for c in word.children if c.dep_ == "pobj"] if word.lower_ == "to" else []
                for speaker in objects:
                    if (claimant := self._claimant(speaker)) is not None:
                        return claimant
        return None

    def _time(self, trigger: Token) -> tuple[Date | None, Date | None]:
        """Return since when and until when the relation holds, as far as the clause says."""
        for phrase, lead in _time_phrases(trigger):
            date = relative_date(phrase, self._on)
            if date is None:
                continue
            if lead == "until":
                return None, date
            return date, (None if lead == "since" or _continues(trigger) else date)
        return None, None


def _time_phrases(trigger: Token) -> Iterator[tuple[str, str]]:
    """Yield the dates that hang on the clause of the trigger, with the word before them."""
    verb = trigger
    for _ in range(3):
        for entity in sentence_of(verb).ents:
            if entity.label_ != "DATE":
                continue
            anchor = entity.root
            lead = anchor.head.lower_ if anchor.dep_ == "pobj" else ""
            governor = anchor.head.head if anchor.dep_ == "pobj" else anchor.head
            if governor.i == verb.i or (governor.lower_ == "ago" and governor.head.i == verb.i):
                text = entity.text if lead not in {"in", "on", "since", "until"} else f"{lead} {entity.text}"
                yield text, lead
        if verb.pos_ in {"VERB", "AUX"} or verb.head.i == verb.i:
            return
        verb = verb.head


def _continues(trigger: Token) -> bool:
    return trigger.tag_ in {"VBZ", "VBP"} or any(
        c.dep_ == "aux" and c.lower_ in {"has", "have", "is", "are"} for c in trigger.children
    )


def _is_question(sentence: Span) -> bool:
    text = sentence.text.rstrip(" \n\"'”’)")
    return text.endswith("?")
