"""``kg/vocabulary.py`` is what the ontology says, and nobody can misspell a term unnoticed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from enum import StrEnum
from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, Namespace
from rdflib.collection import Collection

from kg.model import ActorKind, Modality, NameKind, Polarity
from kg.resources import ontology_dir
from kg.vocabulary import ACTOR_CLASSES, KG, NAMESPACE, RELATIONS

ROOT = Path(__file__).resolve().parent.parent
TERMS = Namespace(NAMESPACE)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ontology_dir() / "kg.ttl")


def run(script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "name", ["generate_vocabulary.py", "generate_ontology_reference.py", "generate_country_names.py"]
)
def test_generated_files_are_up_to_date(name: str) -> None:
    result = run(ROOT / "scripts" / name, "--check")

    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "generated"),
    [
        ("generate_vocabulary.py", "kg/vocabulary.py"),
        ("generate_ontology_reference.py", "docs/reference/ontology.md"),
    ],
)
def test_a_generator_notices_a_difference_and_repairs_it(tmp_path: Path, name: str, generated: str) -> None:
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    script, target = tmp_path / "scripts" / name, tmp_path / generated
    script.parent.mkdir()
    for each in (name, "generated.py"):
        shutil.copy(ROOT / "scripts" / each, script.parent)
    target.parent.mkdir(parents=True)
    target.write_text("something else", encoding="utf-8")

    assert run(script, "--check").returncode == 1
    assert run(script, "--chek").returncode == 2
    assert target.read_text(encoding="utf-8") == "something else"
    assert run(script).returncode == 0
    assert run(script, "--check").returncode == 0
    assert target.read_bytes() == (ROOT / generated).read_bytes()


def test_importing_the_vocabulary_loads_no_rdf_library() -> None:
    code = "import sys, kg.vocabulary; print(sorted({'rdflib', 'pyoxigraph'} & sys.modules.keys()))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"


def test_a_misspelt_term_is_an_error() -> None:
    with pytest.raises(AttributeError):
        KG.Cliam  # type: ignore[attr-defined]  # noqa: B018


def test_terms_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="fixed by the ontology"):
        KG.Claim = "http://elsewhere.example/"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="fixed by the ontology"):
        del KG.Claim
    assert KG.Claim == NAMESPACE + "Claim"


def test_every_term_of_the_ontology_is_there(ontology: Graph) -> None:
    terms = {str(term).removeprefix(NAMESPACE) for term in ontology.subjects() if term.startswith(NAMESPACE)}
    constants = {name for name in vars(KG) if not name.startswith("_")}

    assert terms == constants
    assert all(getattr(KG, name) == NAMESPACE + name for name in constants)


def test_relations_are_those_of_the_design_with_their_refinements() -> None:
    friendly = {"backs": None, "allied_with": None, "negotiates_with": None}
    friendly |= {"arms": "backs", "funds": "backs", "trains": "backs"}
    hostile = {"attacks": None, "fights": None, "opposes": None, "designates_terrorist": None}
    hostile |= {"sanctions": "opposes", "accuses": "opposes", "threatens": "opposes"}
    structure = {"part_of": None, "leads": None, "formerly_known_as": None, "split_from": None}
    structure |= {"branch_of": "part_of", "armed_forces_of": "part_of", "member_of": "part_of"}
    territory = {"controls": None, "present_in": None}
    wanted = {"friendly": friendly, "hostile": hostile, "structure": structure, "territory": territory}

    assert {(name, sign, parent) for sign, group in wanted.items() for name, parent in group.items()} == {
        (term.name, term.sign, term.parent) for term in RELATIONS.values()
    }
    assert {"allied_with", "negotiates_with", "fights"} == {t.name for t in RELATIONS.values() if t.symmetric}
    assert {"controls", "present_in"} == {t.name for t in RELATIONS.values() if t.target == "place"}
    assert [*RELATIONS] == sorted(term.name for term in RELATIONS.values())


def test_every_kind_of_actor_has_its_own_class(ontology: Graph) -> None:
    assert {kind.value for kind in ActorKind} == ACTOR_CLASSES.keys()
    assert len(set(ACTOR_CLASSES.values())) == len(ACTOR_CLASSES)
    assert all(
        (TERMS[iri.removeprefix(NAMESPACE)], RDF.type, OWL.Class) in ontology
        for iri in ACTOR_CLASSES.values()
    )


@pytest.mark.parametrize(
    ("values", "kind"), [(Polarity, "Polarity"), (Modality, "Modality"), (NameKind, "NameKind")]
)
def test_the_values_of_the_model_are_those_of_the_ontology(
    ontology: Graph, values: type[StrEnum], kind: str
) -> None:
    members = Collection(ontology, ontology.value(TERMS[kind], OWL.oneOf))

    assert [value.value for value in values] == [str(member).removeprefix(NAMESPACE) for member in members]
