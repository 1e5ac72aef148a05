"""kg catalogue check: every error at its line at once, and what a person may want to look at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.catalogue import Catalogue
from kg.importing.checking import Finding, check_files
from kg.resources import catalogue_dir


def _actor(actor_id: str, name: str, *names: dict[str, Any], **more: Any) -> dict[str, Any]:
    actor = {"id": actor_id, "kind": "armed_group", "name": name, "countries": [], "sources": ["own notes"]}
    return actor | {"names": [{"name": name, "kind": "official", "language": "en"}, *names]} | more


def _write(path: Path, *lines: dict[str, Any] | str) -> Path:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def _told(findings: list[Finding]) -> list[tuple[int | None, bool]]:
    return [(finding.line, finding.is_error) for finding in findings]


def test_all_errors_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "own.jsonl",
        _actor("b-guard", "Harbour Guard"),
        _actor("a-guard", "Coastal Guard"),  # out of order
        "{not json",
        _actor("c-guard", "River Guard", facts=[{"relation": "part_of", "target": "nobody"}]),
        _actor("c-guard", "Lake Guard"),  # the same id again
        {"extends": "d-guard", "names": [{"name": "D", "kind": "acronym"}], "sources": ["own notes"]},
        {"event": "dissolution", "predecessors": ["nobody"], "sources": ["own notes"]},
    )
    findings = check_files([path])

    assert _told(findings) == [(line, True) for line in (2, 3, 4, 5, 6, 7)]
    assert all(finding.hint for finding in findings)


def test_what_is_told_as_an_error_is_what_keeps_a_catalogue_from_being_loaded(tmp_path: Path) -> None:
    good = _write(tmp_path / "good.jsonl", _actor("a-guard", "Movement"), _actor("b-guard", "Movement"))

    assert not any(finding.is_error for finding in check_files([good]))
    assert Catalogue.load(good).actors


def test_names_acronyms_and_ids_of_two_actors_are_warnings(tmp_path: Path) -> None:
    acronym = {"name": "HG", "kind": "acronym"}
    path = _write(
        tmp_path / "own.jsonl",
        _actor("a-guard", "Harbour Guard", acronym, same_as={"wikidata": "Q901"}),
        _actor("b-guard", "Harbor Guards", acronym, same_as={"wikidata": "Q901"}),
        _actor("c-guard", "harbour guard"),
    )
    messages = [finding.message for finding in check_files([path])]

    assert not any(finding.is_error for finding in check_files([path]))
    assert "the acronym 'HG' of 'a-guard' is one of b-guard too" in messages
    assert "the name 'Harbour Guard' of 'a-guard' is one of c-guard too" in messages
    assert "wikidata:Q901 is the id of 'a-guard' and of b-guard" in messages


def test_names_that_were_never_in_force_together_are_no_warning(tmp_path: Path) -> None:
    before = {"name": "HG", "kind": "acronym", "until": "2010"}
    after = {"name": "HG", "kind": "acronym", "from": "2010"}
    path = _write(
        tmp_path / "own.jsonl",
        _actor("a-guard", "Harbour Watchers", before),
        _actor("b-guard", "Hill Watchers", after),
    )

    assert not check_files([path])


def test_two_official_names_at_one_time_and_common_words_are_warnings(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "own.jsonl",
        _actor(
            "a-guard",
            "Harbour Watchers",
            {"name": "Coast Watchers", "kind": "former", "language": "en", "from": "2001", "until": "2005"},
            {"name": "Lake Watchers", "kind": "official", "language": "en", "from": "2004"},
            {"name": "Army", "kind": "alias"},
        ),
    )
    word, overlap = check_files([path])

    assert "both in force" in overlap.message
    assert "'Army' of 'a-guard' is a common word" in word.message


def test_files_beside_are_known_but_not_checked(tmp_path: Path) -> None:
    beside = _write(tmp_path / "beside.jsonl", _actor("a-guard", "Harbour Guard"), "{broken")
    own = _write(
        tmp_path / "own.jsonl",
        _actor("b-guard", "Harbour Guard", facts=[{"relation": "part_of", "target": "a-guard"}]),
    )
    [finding] = check_files([own], beside=[beside])

    assert (finding.path, finding.line, finding.is_error) == (own, 1, False)
    assert "a-guard" in finding.message


def test_what_an_extension_brings_is_told_at_its_line(tmp_path: Path) -> None:
    own = _write(tmp_path / "a.jsonl", _actor("a-guard", "Harbour Guard"), _actor("b-guard", "Hill Guard"))
    more = {
        "extends": "a-guard",
        "names": [{"name": "Hill Guard", "kind": "alias"}],
        "sources": ["own notes"],
    }
    extension = _write(tmp_path / "b.jsonl", more)
    findings = check_files([own, extension])

    assert [(finding.path, finding.line) for finding in findings] == [(own, 2), (extension, 1)]


def test_a_file_that_cannot_be_read_and_an_empty_folder_are_errors(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes("é".encode("latin-1"))
    findings = check_files([tmp_path / "empty", latin])

    assert [(finding.path.name, finding.is_error) for finding in findings] == [
        ("empty", True),
        ("latin.jsonl", True),
    ]


def test_the_built_in_catalogue_has_no_errors() -> None:
    assert not [finding for finding in check_files([catalogue_dir()]) if finding.is_error]
