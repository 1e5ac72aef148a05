"""Files of gold are told apart by what is in them, and a mistake in one names its line."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from small_gold import ARTICLE, PAIRS, PREDICTIONS

from kg.errors import DataError, DocumentError
from kg.evaluation import read_answers, read_gold, read_predictions


def _file(folder: Path, *lines: Any) -> Path:
    path = folder / "gold.jsonl"
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def _changed(row: dict[str, Any], *path: str | int, to: Any) -> dict[str, Any]:
    changed = copy.deepcopy(row)
    place: Any = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return changed


def test_content_tells_articles_from_pairs(tmp_path: Path) -> None:
    articles = read_gold(_file(tmp_path, "", ARTICLE))
    pairs = read_gold(_file(tmp_path, *PAIRS))

    assert [article.document.id for article in articles.articles] == ["d1"]
    assert articles.articles[0].actors["RU"] == ("Russia", "Moscow")
    assert articles.pairs == ()
    assert [pair.id for pair in pairs.pairs] == ["p1", "p2", "p3", "p4"]
    assert pairs.articles == ()


CLAIM = ("claims", 1)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON: Expecting property name"),
        ("[1]", "the line is no JSON object"),
        ("[" * 100_000, "not JSON that can be read"),
        ({"doc": ARTICLE["doc"]}, "claims: missing"),
        (PAIRS[0], "doc: missing"),
        (_changed(ARTICLE, "doc", "text", to=None), "doc.text: missing"),
        (_changed(ARTICLE, "claims", to={}), "claims: no list of objects"),
        (_changed(ARTICLE, *CLAIM, "source", to="XX"), "claims 2.source: no actor or place has the key 'XX'"),
        (_changed(ARTICLE, *CLAIM, "claimant", to="XX"), "claims 2.claimant: no actor has the key 'XX'"),
        (
            _changed(ARTICLE, *CLAIM, "relation", to="arms"),
            "claims 2.relation: 'arms' is none of allied_with",
        ),
        (
            _changed(ARTICLE, *CLAIM, "polarity", to="no"),
            "claims 2.polarity: 'no' is none of affirmed, denied",
        ),
        (_changed(ARTICLE, *CLAIM, "tier", to=3), "claims 2.tier: no string"),
        (_changed(ARTICLE, *CLAIM, "evidence", to=None), "claims 2.evidence: missing"),
        (_changed(ARTICLE, "actors", "RU", to="Russia"), "actors.RU: no object"),
        (_changed(ARTICLE, "actors", "RU", "surfaces", to=[1]), "actors.RU.surfaces: no list of strings"),
        (
            _changed(ARTICLE, "must_not_extract", 0, "evidence", "start", to=-1),
            "must_not_extract 1.evidence.start: no offset",
        ),
    ],
)
def test_broken_article_is_one_line_with_its_place(line: Any, message: str, tmp_path: Path) -> None:
    path = _file(tmp_path, ARTICLE, "", line)
    with pytest.raises(DataError) as error:
        read_gold(path)

    assert str(error.value).startswith(f"{path}:3: {message}")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (PAIRS[0] | {"source": [0, 99]}, "source: [0, 99] lies outside the text of 19 characters"),
        (PAIRS[0] | {"source": [3, 3]}, "source: [3, 3] lies outside"),
        (PAIRS[0] | {"target": "Syria"}, "target: no [start, end]"),
        (PAIRS[0] | {"target": [True, 2]}, "target: no [start, end]"),
        (PAIRS[0] | {"sign": 1}, "sign: no string"),
        (ARTICLE, "text: missing"),
    ],
)
def test_broken_pair_is_one_line_with_its_place(line: Any, message: str, tmp_path: Path) -> None:
    path = _file(tmp_path, PAIRS[0], line)
    with pytest.raises(DataError) as error:
        read_gold(path)

    assert str(error.value).startswith(f"{path}:2: {message}")


@pytest.mark.parametrize("content", ["", "\n\n", '{"id": "a", "text": "no spans"}'])
def test_what_is_neither_says_what_gold_looks_like(content: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as error:
        read_gold(_file(tmp_path, content))

    assert '"must_not_extract"' in error.value.hint


def test_text_that_no_document_may_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"gold.jsonl:1: .*U\+0000"):
        read_gold(_file(tmp_path, _changed(ARTICLE, "doc", "text", to="a\0b")))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (PREDICTIONS[0] | {"source": None}, "source: missing"),
        (PREDICTIONS[0] | {"confidence": 2}, "confidence: no number from 0 to 1"),
        (json.dumps(PREDICTIONS[0] | {"confidence": float("nan")}), "confidence: no number from 0 to 1"),
        (PREDICTIONS[0] | {"document": ""}, "document: missing"),
        (PREDICTIONS[0] | {"evidence": {"start": "3"}}, "evidence.start: no offset"),
    ],
)
def test_broken_prediction_is_one_line_with_its_place(line: Any, message: str, tmp_path: Path) -> None:
    path = _file(tmp_path, PREDICTIONS[0], line)
    with pytest.raises(DataError) as error:
        read_predictions(path)

    assert str(error.value) == f"{path}:2: {message}"


def test_what_a_prediction_leaves_out_has_a_default(tmp_path: Path) -> None:
    bare = {name: PREDICTIONS[0][name] for name in ("document", "source", "relation", "target")}
    (claim,) = read_predictions(_file(tmp_path, bare))
    (answer,) = read_answers(_file(tmp_path, {"id": 7}))

    assert (claim.confidence, claim.quote, claim.claimant) == (1, None, None)
    assert (answer.id, answer.sign, answer.confidence) == ("7", None, 0)


def test_examples_of_the_page_are_gold(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    page = (root / "docs" / "how-to" / "measure-on-your-own-articles.md").read_text(encoding="utf-8")
    article, pair = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL))
    (read,) = read_gold(_file(tmp_path, article)).articles

    assert [read.document.text[:18]] == [claim.quote for claim in read.claims]
    assert len(read.traps) == 1
    assert read_gold(_file(tmp_path, pair)).pairs[0].sign == "cooperation"
