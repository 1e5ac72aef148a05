"""Since when and until when a relation holds, as far as the clause says."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from kg.extraction.sentences import entities_of, sentence_of
from kg.model import Date
from kg.text.relative_dates import relative_date

__all__ = ["interval"]

_LEADS = {"in", "on", "since", "until"}
_CLIMB = 3  # from a noun to its verb: "support" < "for" < "gave"
_PRESENT = {"has", "have", "is", "are"}


def interval(trigger: Token, on: Date | None) -> tuple[Date | None, Date | None]:
    """Return the first and last date of the relation that a word states; ``None`` where the text is silent.

    A dated event begins and ends on its date; what is said in the present or perfect, or with "since", has no
    end.

    Args:
        trigger: The word that states the relation.
        on: The date of the document, against which "last week" is read.

    """
    for phrase, lead in _phrases(trigger):
        date = relative_date(phrase, on)
        if date is not None:
            if lead == "until":
                return None, date
            return date, None if lead == "since" or _goes_on(trigger) else date
    return None, None


def _phrases(trigger: Token) -> Iterator[tuple[str, str]]:
    """Yield the dates that hang on the clause of the trigger, with the word before them."""
    verb = trigger
    dates = [entity for entity in entities_of(sentence_of(trigger)) if entity.label_ == "DATE"]
    for _ in range(_CLIMB):
        for entity in dates:
            lead, governor = _hangs(entity)
            if verb.i in {governor.i, governor.head.i if governor.lower_ == "ago" else governor.i}:
                yield f"{lead} {entity.text}" if lead in _LEADS else entity.text, lead
        if verb.pos_ in {"VERB", "AUX"} or verb.head.i == verb.i:
            return
        verb = verb.head


def _hangs(date: Span) -> tuple[str, Token]:
    """Return the preposition of a date and the word above: "since 2014 they have fought"."""
    anchor = date.root
    if anchor.dep_ == "pobj":
        return anchor.head.lower_, anchor.head.head
    before = date.doc[max(date.start - 1, 0)]
    if before.lower_ in _LEADS and before.i < anchor.i and before.head.i not in {anchor.i, before.i}:
        return before.lower_, before.head
    return "", anchor.head


def _goes_on(trigger: Token) -> bool:
    perfect = any(c.dep_ == "aux" and c.lower_ in _PRESENT for c in trigger.children)
    return trigger.tag_ in {"VBZ", "VBP"} or perfect
