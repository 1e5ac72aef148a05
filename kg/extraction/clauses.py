"""Walk up from the word that states a relation: what governs it may deny, hedge, plan, wish or report it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import Modality
from kg.rules import Lexicon

__all__ = ["Clause", "Clauses"]

_STEPS = 12  # clauses are not nested deeper
_UPWARDS = {
    "xcomp", "ccomp", "pcomp", "advcl", "conj", "acl", "relcl", "dobj", "nsubj", "nsubjpass", "pobj", "prep",
    "attr", "appos", "agent", "oprd", "parataxis", "dep", "acomp", "csubj", "csubjpass",
}  # fmt: skip
_VERBAL = {"VERB", "AUX"}
# "would have", "could have": it did not happen.
_UNREAL = {"would", "could", "should", "might"}
_OBLIGATION = {"should", "must"}
_ACCUSING = {"accuse", "suspect", "blame"}


@dataclass(slots=True)
class Clause:
    """What the clauses around a word make of the relation that it states.

    Attributes:
        denied: It is said not to hold.
        modality: How it is hedged, ``None`` where it is not.
        speech: The verb of the one who says so, if somebody does.
        nothing: Nothing is claimed: it is only wished, asked for, or did not happen.
        over: It is said to be past: "once armed", "used to arm", "a former ally".
        before: It is told in the past perfect: a state of that time is over.

    """

    denied: bool = False
    modality: Modality | None = None
    speech: Token | None = None
    nothing: bool = False
    over: bool = False
    before: bool = False

    def hedge(self, modality: Modality) -> None:
        """Take over a hedge; the one nearest to the word stands."""
        if self.modality is None:
            self.modality = modality

    def say(self, verb: Token) -> None:
        """Take over a verb of saying; the one nearest to the word stands."""
        if self.speech is None:
            self.speech = verb


class Clauses:
    """Read the clauses around triggers.

    Args:
        lexicon: The word lists of sections ``polarity``, ``modality`` and ``claimant``.

    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._polarity = lexicon.section("polarity")
        self._modality = lexicon.section("modality")
        self._speech = lexicon.words("claimant", "verbs")
        self._claimant = lexicon.section("claimant")
        self._holding = lexicon.words("claimant", "opinion")
        self._former = lexicon.words("modifiers", "bygone")

    def read(self, trigger: Token, *, lasting: bool) -> Clause:
        """Return what the clauses around a word make of it.

        Args:
            trigger: The word that states the relation.
            lasting: The relation holds until it ends, so that ending it denies it ("ended its support for").

        """
        clause = Clause()
        if trigger.pos_ not in _VERBAL:
            self._noun(trigger, clause, lasting=lasting)
        token, direct = trigger, True
        for _ in range(_STEPS):
            if token.pos_ in _VERBAL and direct:
                self._verb(token, trigger, clause)
                if token.i == trigger.i and _is_purpose(token):
                    clause.hedge(Modality.PLANNED)
            if token.head.i == token.i or token.dep_ not in _UPWARDS or clause.nothing:
                break
            direct = self._step(token, token.head, clause, direct=direct)
            token = token.head
        return clause

    def _noun(self, trigger: Token, clause: Clause, *, lasting: bool) -> None:
        for child in trigger.children:
            if child.dep_ in {"det", "neg", "advmod"} and child.lower_ in self._polarity["words"]:
                clause.denied = not clause.denied
            elif child.i < trigger.i and child.lower_ in self._former and child.dep_ in {"amod", "compound"}:
                clause.over = True
        if trigger.i > 1 and trigger.nbor(-1).text == "-" and trigger.nbor(-2).lower_ in self._former:
            clause.over = True  # "the ex-president"
        before = trigger.doc[trigger.left_edge.i : trigger.i]
        if any(t.lower_ in self._modality["possible-adjectives"] for t in before):
            clause.hedge(Modality.POSSIBLE)
        ended = trigger.head.lemma_.lower() in self._polarity["end"]
        if lasting and ended and trigger.dep_ in {"dobj", "nsubjpass"}:
            clause.denied = not clause.denied

    def _verb(self, verb: Token, trigger: Token, clause: Clause) -> None:
        auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
        if (auxiliaries & {"have", "'ve"} and auxiliaries & _UNREAL) or auxiliaries & _OBLIGATION:
            clause.nothing = True
        if _is_inverted(verb) or self._asks(verb):
            clause.nothing = True
        clause.before = clause.before or ("had" in auxiliaries and verb.tag_ == "VBN")
        for child in verb.children:
            if child.dep_ in {"nsubj", "nsubjpass"} and child.i != trigger.i and self._nobody(child):
                clause.denied = not clause.denied
            if self._negates(child, verb):
                clause.denied = not clause.denied
            elif child.dep_ in {"aux", "advmod", "mark"}:
                self._auxiliary(child, clause)

    def _negates(self, child: Token, verb: Token) -> bool:
        """Tell "not", "never", "no longer"."""
        before = child.dep_ in {"advmod", "preconj", "cc"} and child.i < verb.i
        if (child.dep_ == "neg" or before) and child.lower_ in self._polarity["words"]:
            return not self._only(child)
        return child.lower_ == "longer" and any(c.lower_ == "no" for c in child.children)

    def _nobody(self, subject: Token) -> bool:
        """Tell "neither A nor B backs", "no group backs"."""
        return any(
            c.dep_ in {"preconj", "det"} and c.lower_ in self._polarity["words"] and not self._only(c)
            for c in subject.children
        )

    def _only(self, negation: Token) -> bool:
        """Tell "not only A but also B"."""
        following = negation.i + 1
        return following < len(negation.doc) and negation.nbor().lower_ in self._polarity["only"]

    def _asks(self, verb: Token) -> bool:
        """Tell "it is unclear whether X", "they wonder if X"."""
        marks = {c.lower_ for c in verb.children if c.dep_ in {"mark", "advmod"}}
        return verb.dep_ in {"ccomp", "csubj", "acl", "pcomp"} and bool(marks & {"whether", "if"})

    def _auxiliary(self, child: Token, clause: Clause) -> None:
        word = child.lower_
        if child.dep_ != "mark" and word in self._modality["possible"]:
            clause.hedge(Modality.POSSIBLE)
        elif child.dep_ == "aux" and word in self._modality["planned"]:
            clause.hedge(Modality.PLANNED)
        elif child.dep_ == "mark" and word in self._modality["conditional"]:
            clause.hedge(Modality.CONDITIONAL)
        elif child.dep_ == "advmod" and word in self._modality["reported"]:
            clause.hedge(Modality.REPORTED)
        elif child.dep_ == "advmod" and word in self._modality["bygone"]:
            clause.over = True

    def _step(self, token: Token, head: Token, clause: Clause, *, direct: bool) -> bool:
        """Take one step up; return whether negation and modals of the head still concern the trigger."""
        lemma = head.lemma_.lower()
        if token.dep_ in {"oprd", "dobj", "ccomp", "xcomp"} and lemma in self._holding:
            clause.say(head)  # "considers them a branch of"
        if token.dep_ in {"xcomp", "ccomp"} and head.pos_ in {*_VERBAL, "ADJ"}:
            return self._complement(token, head, lemma, clause, direct=direct)
        if token.dep_ in {"dobj", "pcomp", "pobj"} and lemma in self._polarity["deny"] and direct:
            clause.denied = not clause.denied
            clause.say(head)
            return False
        if token.dep_ in {"acl", "ccomp"} and head.pos_ == "NOUN":
            self._said_noun(head, lemma, clause, direct=direct)
            return False
        if token.dep_ == "prep":
            self._preposition(token, head, lemma, clause, direct=direct)
            return False
        if token.dep_ in {"dobj", "nsubjpass"} and token.pos_ not in _VERBAL:
            return self._object(token.lemma_.lower(), lemma, clause, direct=direct)
        if token.dep_ == "conj":
            # "does not list X and has armed Y": a subject or an auxiliary of its own begins anew.
            return direct and not any(
                c.dep_ in {"nsubj", "nsubjpass"} or (c.dep_ == "aux" and c.lower_ != "to")
                for c in token.children
            )
        return direct and token.dep_ in {"pcomp", "attr", "acomp"}

    def _said_noun(self, noun: Token, lemma: str, clause: Clause, *, direct: bool) -> None:
        """Read "rejected claims that it takes", "no evidence that it takes", "rumours that it takes"."""
        said, doubtful = lemma in self._claimant["said"], lemma in self._claimant["doubtful"]
        if not direct or not (said or doubtful or lemma in self._claimant["proof"]):
            return
        if any(c.dep_ in {"det", "neg"} and c.lower_ in self._polarity["words"] for c in noun.children):
            clause.nothing = True
        governor = noun.head.lemma_.lower()
        if governor in self._polarity["deny"] | {"reject"} and noun.dep_ == "dobj":
            clause.denied = not clause.denied
            clause.say(noun.head)
        elif said or doubtful:
            clause.hedge(Modality.POSSIBLE if doubtful else Modality.REPORTED)

    def _object(self, noun: str, lemma: str, clause: Clause, *, direct: bool) -> bool:
        """Read "foiled an attack", "plans an attack"; who pledges allegiance has given it."""
        if direct and lemma in self._polarity["foil"]:
            clause.denied = not clause.denied
            return False
        if direct and lemma in self._modality["planned-objects"] and noun not in self._modality["given"]:
            clause.hedge(Modality.PLANNED)
        return direct

    def _preposition(self, prep: Token, head: Token, lemma: str, clause: Clause, *, direct: bool) -> None:
        """Read "stopped them from taking", "accused them of taking", "aimed at taking"."""
        if direct and prep.lower_ == "for" and lemma in self._modality["wish-verbs"]:
            clause.nothing = True  # "called for strikes on"
        if prep.lower_ == "as" and lemma in self._holding:
            clause.say(head)  # "regards them as a branch of"
        if not direct or not any(c.dep_ == "pcomp" for c in prep.children):
            return
        if lemma in self._polarity["fail"] and prep.lower_ == "from":
            clause.denied = not clause.denied
        elif lemma in _ACCUSING and prep.lower_ in {"of", "for"}:
            clause.say(head)
            clause.hedge(Modality.POSSIBLE if lemma == "suspect" else Modality.REPORTED)
        elif lemma in self._modality["planned-verbs"] and prep.lower_ in {"at", "on", "for"}:
            clause.hedge(Modality.PLANNED)

    def _wished(self, token: Token, lemma: str) -> bool:
        """Tell "hopes that they take" from "hopes to take", which is a plan."""
        return token.dep_ == "ccomp" and lemma in self._modality["wish-that"]

    def _complement(self, token: Token, head: Token, lemma: str, clause: Clause, *, direct: bool) -> bool:
        """Read "said that it took", "failed to take", "vowed to take", "hopes that they take"."""
        said = token.dep_ == "ccomp" and lemma in self._speech
        if not direct:
            if said:
                clause.say(head)
            return False
        if lemma in self._polarity["deny"]:
            clause.nothing = _negated(head, self._polarity["nobody"])  # "did not deny" says neither
            clause.denied = not clause.denied
            clause.say(head)
            return False
        if lemma in self._polarity["fail"] | self._polarity["unable"]:
            clause.denied = not clause.denied
        elif lemma in self._polarity["doubt"]:
            clause.nothing = not _negated(head, self._polarity["nobody"])
        elif lemma in self._modality["wish-verbs"] or self._wished(token, lemma):
            clause.nothing = True
        elif said:
            clause.nothing = _negated(head, self._polarity["nobody"])  # "has not said that it backs"
            clause.say(head)
            return False
        else:
            self._attitude(token, head, lemma, clause)
        return token.dep_ == "xcomp"

    def _attitude(self, token: Token, head: Token, lemma: str, clause: Clause) -> None:
        """Read "appears to take", "is ready to take", "used to hold", "admitted taking"."""
        adjective = head.pos_ == "ADJ"
        possible = self._modality["possible-adjectives" if adjective else "possible-verbs"]
        planned = self._modality["planned-adjectives" if adjective else "planned-verbs"]
        if lemma in possible:
            clause.hedge(Modality.POSSIBLE)
        elif lemma in planned or (lemma == "go" and head.tag_ == "VBG"):
            clause.hedge(Modality.PLANNED)
        elif token.dep_ != "xcomp":
            return
        elif lemma == "use" and head.tag_ == "VBD":
            clause.over = True
        elif lemma in self._claimant["admitting"]:
            clause.say(head)


def _negated(verb: Token, nobody: Collection[str]) -> bool:
    """Tell "has not said", "nobody said", "no one said"."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    none = any(s.lower_ in nobody or any(c.lower_ == "no" for c in s.children) for s in subjects)
    return none or any(child.dep_ == "neg" for child in verb.children)


def _is_inverted(verb: Token) -> bool:
    """Tell "had they taken the town, the war would have ended" from what happened."""
    subjects = [c.i for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    first = [c for c in verb.children if c.dep_ == "aux" and c.lower_ in {"had", "should"}]
    return verb.dep_ == "advcl" and any(aux.i < min(subjects, default=-1) for aux in first)


def _is_purpose(verb: Token) -> bool:
    """Tell "to retake the town" and "an operation to retake the town" from what happened."""
    return (
        verb.dep_ in {"advcl", "acl"} and verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children)
    )
