"""Our evaluation of dependency patterns finds what spaCy's DependencyMatcher finds."""

from __future__ import annotations

import pytest
from spacy.matcher import DependencyMatcher
from spacy.tokens import Doc

from kg.errors import DataError
from kg.extraction import Extractor
from kg.extraction.patterns import Columns, compile_pattern
from kg.resources import sample_dir
from kg.rules import load_rules
from kg.text.reader import read_documents

RULES = load_rules()
PATTERNS = {name: list(pattern) for name, pattern in RULES.paths.items()} | {
    rule.id: list(rule.pattern) for rule in RULES.rules if rule.pattern
}


@pytest.fixture(scope="module")
def parsed(extractor: Extractor) -> list[Doc]:
    """Return some sample articles, parsed."""
    documents = list(read_documents([sample_dir()], on_error=lambda error: pytest.fail(str(error))))
    return [extractor.nlp(document.text) for document in documents[:4]]


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_matches_what_spacy_matches(name: str, parsed: list[Doc]) -> None:
    """The oracle is spaCy itself, over whole articles."""
    matcher = DependencyMatcher(parsed[0].vocab)
    matcher.add(name, [PATTERNS[name]])
    ours = compile_pattern(name, PATTERNS[name])
    for doc in parsed:
        columns = Columns(doc)
        lemmas = columns.values["LEMMA"]
        lower = [i for i in range(len(doc)) if lemmas[i] == lemmas[i].lower()]
        expected = {tuple(tokens) for _, tokens in matcher(doc)}
        found = {match for i in range(len(doc)) for match in ours.matches(columns, i)}
        # Beyond spaCy's, we take the capitalised lemmas of titles and headlines.
        assert expected <= found
        assert {m for m in found if all(i in lower for i in m)} <= expected


@pytest.mark.parametrize(
    ("node", "message"),
    [
        ({"RIGHT_ID": "b", "LEFT_ID": "a", "REL_OP": "~", "RIGHT_ATTRS": {}}, "node 'b'"),
        ({"RIGHT_ID": "b", "LEFT_ID": "z", "REL_OP": ">", "RIGHT_ATTRS": {}}, "node 'b'"),
        ({"RIGHT_ID": "b", "LEFT_ID": "a", "REL_OP": ">", "RIGHT_ATTRS": {"COLOUR": "x"}}, "COLOUR"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_refused(node: dict[str, object], message: str) -> None:
    with pytest.raises(DataError, match=message):
        compile_pattern("broken", [{"RIGHT_ID": "a", "RIGHT_ATTRS": {}}, node])
