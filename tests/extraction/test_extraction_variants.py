"""Names in another spelling lead to the actor only where everything speaks for it."""

from __future__ import annotations

import pytest

from kg.extraction import Extractor
from kg.extraction.explaining import explain
from kg.extraction.links import Link
from kg.extraction.parsing import parse
from kg.model import Date, Document


def _ids(extractor: Extractor, text: str) -> dict[str, str]:
    document = Document("d", text, date=Date.parse("2016-05-01"))
    ((_, doc),) = parse(extractor.nlp, [document])
    return {mention.surface: mention.id for mention in extractor.mentions(document, doc)}


@pytest.mark.parametrize(
    ("text", "surface", "actor"),
    [
        (
            "Medics blamed the army, the Syrian Obervatory for Human Rights said.",
            "Syrian Obervatory for Human Rights",
            "syrian-observatory-for-human-rights",
        ),
        ("In Ankara, President Recep Tayyip Erdogn spoke.", "Recep Tayyip Erdogn", "recep-tayyip-erdogan"),
        ("Syrian jets struck the town of Khan Shaykun in Idlib.", "Khan Shaykun", "khan-sheikhoun"),
    ],
)
def test_a_slip_or_another_transliteration_leads_to_the_actor(
    extractor: Extractor, text: str, surface: str, actor: str
) -> None:
    assert _ids(extractor, text)[surface] == actor


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("John Jerry has started in all games of the season.", "John Jerry"),
        ("The club has won the Europa League twice.", "Europa League"),
        ("Shells hit a market in Nahleh, a town near Idlib in Syria.", "Nahleh"),
        ("Weapons of the former Soviet Union were found in Syria.", "Soviet Union"),
    ],
)
def test_a_name_that_is_only_alike_stays_its_own(extractor: Extractor, text: str, surface: str) -> None:
    """A wrong actor is worse than an unknown one."""
    assert _ids(extractor, text).get(surface, "name/").startswith("name/")


def test_part_of_a_name_means_an_actor_that_the_document_names_in_full(extractor: Extractor) -> None:
    part = "Seven civilians were killed in Syria, Abdel Rahman added."

    assert _ids(extractor, part)["Abdel Rahman"].startswith("name/")
    whole = f"Rami Abdel Rahman heads the Syrian Observatory for Human Rights. {part}"
    assert _ids(extractor, whole)["Abdel Rahman"] == "rami-abdel-rahman"


def test_an_explanation_tells_in_what_way_a_name_was_known(extractor: Extractor) -> None:
    document = Document("d", "Monitors of the Syrian Obervatory for Human Rights met Vladimir Putin.")
    (sentence,) = explain(extractor, document)
    told = {mention.surface: mention for mention in sentence.mentions}

    name = told["Syrian Obervatory for Human Rights"]
    assert name.link is Link.VARIANT
    assert name.reason is not None
    assert "Syrian Observatory for Human Rights" in name.reason
    assert told["Vladimir Putin"].reason is None


def test_what_a_name_means_does_not_depend_on_what_was_read_before(extractor: Extractor) -> None:
    text = "Syrian jets struck the town of Khan Shaykun in Idlib."
    first = _ids(extractor, text)
    _ids(extractor, "Khan Shaykun is a singer of Peru.")

    assert _ids(extractor, text) == first
