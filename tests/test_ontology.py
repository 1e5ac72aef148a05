"""The ontology keeps its own style, and each shape accepts and refuses what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.resources import ontology_dir
from kg.vocabulary import ACTOR_CLASSES, NAMESPACE, RELATIONS

KG = Namespace(NAMESPACE)
SHAPE = Namespace("https://w3id.org/kg-actors/shapes#")
TERMS = Graph().parse(ontology_dir() / "kg.ttl")
SHAPES = Graph().parse(ontology_dir() / "shapes.ttl")
EXAMPLES = ontology_dir() / "examples"

OWN = sorted({term for term in TERMS.subjects() if isinstance(term, URIRef) and term.startswith(NAMESPACE)})
NODE_SHAPES = sorted({str(shape).removeprefix(SHAPE) for shape in SHAPES.subjects(RDF.type, SH.NodeShape)})
PROPERTY_KINDS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
LITERALS = {XSD.integer, XSD.decimal, XSD.boolean, XSD.dateTime, XSD.string, RDF.langString, None}
PLOVER_ROOTS = {"ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST"}
PLOVER_ROOTS |= {"REJECT", "REQUEST", "SANCTION", "SUPPORT", "THREATEN", "YIELD"}


def kinds(term: Node) -> set[Node]:
    return set(TERMS.objects(term, RDF.type))


def folder(shape: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", shape.removesuffix("Shape")).lower()


def example(shape: str, name: str) -> Graph:
    return Graph().parse(EXAMPLES / folder(shape) / f"{name}.ttl")


def results(data: Graph) -> list[tuple[Node | None, ...]]:
    """Validate and return constraint component, path, focus node and shape of each result."""
    fields = (SH.sourceConstraintComponent, SH.resultPath, SH.focusNode, SH.sourceShape)
    _, report, _ = pyshacl.validate(data, shacl_graph=SHAPES)
    found = report.subjects(RDF.type, SH.ValidationResult)
    return [tuple(report.value(result, field) for field in fields) for result in found]


# The style of the ontology


def test_every_term_has_one_label_and_one_definition() -> None:
    labels = {term: [label.language for label in TERMS.objects(term, RDFS.label)] for term in OWN}
    definitions = {term: [*TERMS.objects(term, SKOS.definition)] for term in OWN}

    assert [term for term in OWN if labels[term] != ["en"]] == []
    assert [term for term in OWN if [text.language for text in definitions[term]] != ["en"]] == []
    assert [term for term in OWN if not re.fullmatch(r"[A-Z].*\.", definitions[term][0])] == []


def test_every_name_is_written_as_its_sort_wants() -> None:
    assert [term for term in OWN if not re.fullmatch(spelling(term), term.removeprefix(NAMESPACE))] == []


def spelling(term: URIRef) -> str:
    if OWL.Class in kinds(term):
        return r"([A-Z][a-z]+)+"
    if {KG.Relation, OWL.NamedIndividual} & kinds(term) or (term, OWL.inverseOf, None) in TERMS:
        return r"[a-z]+(_[a-z]+)*"
    return r"[a-z]+([A-Z][a-z]+)*"


def test_no_term_stands_alone() -> None:
    assert [term for term in OWN if not has_company(term)] == []


def has_company(term: URIRef) -> bool:
    if PROPERTY_KINDS & kinds(term):
        ties = (RDFS.domain, RDFS.range, RDFS.subPropertyOf, OWL.inverseOf)
        return any((term, tie, None) in TERMS for tie in ties)
    if OWL.Class in kinds(term):
        uses = (RDFS.domain, RDFS.range, RDFS.subClassOf)
        return (term, RDFS.subClassOf, None) in TERMS or any((None, use, term) in TERMS for use in uses)
    (enumeration,) = kinds(term) - {OWL.NamedIndividual}
    return term in Collection(TERMS, TERMS.value(enumeration, OWL.oneOf))


def test_every_term_that_is_used_is_defined() -> None:
    used = {
        node for triple in TERMS for node in triple if isinstance(node, URIRef) and node.startswith(NAMESPACE)
    }

    assert used - {*OWN} == set()


def test_only_literals_that_stores_leave_alone_are_used() -> None:
    literals = [node for graph in (TERMS, SHAPES) for node in graph.objects() if isinstance(node, Literal)]
    ranges = {term for term in TERMS.objects(None, RDFS.range) if term.startswith(str(XSD))}

    assert {literal.datatype for literal in literals} <= LITERALS
    assert ranges <= LITERALS


def test_the_values_of_an_enumeration_are_its_members() -> None:
    enumerations = set(TERMS.subjects(OWL.oneOf))

    assert {*TERMS.subjects(RDF.type, OWL.NamedIndividual)} == {
        member for kind in enumerations for member in Collection(TERMS, TERMS.value(kind, OWL.oneOf))
    }


def test_a_relation_agrees_with_the_one_that_it_refines() -> None:
    refined = [(term, RELATIONS[term.parent]) for term in RELATIONS.values() if term.parent is not None]

    assert len(refined) == 9
    for term, parent in refined:
        assert (parent.sign, parent.target, parent.parent) == (term.sign, term.target, None)


def test_a_relation_has_an_example_and_a_directed_one_reads_well_from_its_target() -> None:
    directed = {KG[term.name] for term in RELATIONS.values() if term.parent is None and not term.symmetric}
    inverted = [relation for term in OWN for relation in TERMS.objects(term, OWL.inverseOf)]

    assert [name for name in RELATIONS if (KG[name], SKOS.example, None) not in TERMS] == []
    assert sorted(directed) == sorted(inverted)
    assert [inverse for inverse in TERMS.subjects(OWL.inverseOf) if KG.Relation in kinds(inverse)] == []


def test_plover_roots_exist() -> None:
    roots = {str(root) for root in TERMS.objects(None, KG.ploverRoot)}

    assert roots
    assert roots <= PLOVER_ROOTS


# The shapes


def test_the_shapes_are_shapes() -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=SHAPES, meta_shacl=True)

    assert conforms, text


def test_shapes_and_good_examples_use_only_terms_of_the_ontology() -> None:
    graphs = [SHAPES, *(example(shape, "pass") for shape in NODE_SHAPES)]
    nodes = {node for graph in graphs for triple in graph for node in triple}

    assert {node for node in nodes if isinstance(node, URIRef) and node.startswith(NAMESPACE)} <= {*OWN}


def test_the_shapes_list_all_values_of_the_ontology() -> None:
    listed = {
        shape: {*Collection(SHAPES, SHAPES.value(SHAPE[shape], SH["in"]))}
        for shape in ("RelationShape", "PolarityShape", "ModalityShape", "NameKindShape", "PrecisionShape")
    }
    enumerated = {
        f"{kind}Shape": {*Collection(TERMS, TERMS.value(KG[kind], OWL.oneOf))}
        for kind in ("Polarity", "Modality", "NameKind", "Precision")
    }

    assert {"RelationShape": {KG[name] for name in RELATIONS}} | enumerated == listed


def test_the_shape_of_actors_knows_all_kinds() -> None:
    wanted = {URIRef(iri) for kind, iri in ACTOR_CLASSES.items() if kind != "place"}
    properties = SHAPES.objects(SHAPE.ActorShape, SH.property)
    values = [SHAPES.value(p, SH.qualifiedValueShape / SH["in"]) for p in properties]

    assert wanted | {KG.Actor} == {*SHAPES.objects(SHAPE.ActorShape, SH.targetClass)}
    assert [wanted] == [{*Collection(SHAPES, value)} for value in values if value is not None]


def test_each_shape_has_its_folder_of_examples() -> None:
    assert {folder(shape) for shape in NODE_SHAPES} == {path.name for path in EXAMPLES.iterdir()}


@pytest.mark.parametrize("shape", NODE_SHAPES)
@pytest.mark.parametrize("ontology", [None, TERMS], ids=["alone", "with the ontology"])
def test_the_good_example_passes(shape: str, ontology: Graph | None) -> None:
    conforms, _, text = pyshacl.validate(example(shape, "pass"), shacl_graph=SHAPES, ont_graph=ontology)

    assert conforms, text


@pytest.mark.parametrize("shape", NODE_SHAPES)
def test_the_bad_example_fails_for_the_reason_it_names_and_no_other(shape: str) -> None:
    data = example(shape, "fail")
    (named,) = data.subjects(RDF.type, SH.ValidationResult)
    fields = (SH.sourceConstraintComponent, SH.resultPath, SH.focusNode)
    wanted = [data.value(named, field) for field in fields]
    data.remove((named, None, None))

    ((*reported, source),) = results(data)

    assert wanted == reported
    assert source in {SHAPE[shape], *SHAPES.objects(SHAPE[shape], SH.property)}


def focus_nodes(shape: str, data: Graph) -> set[Node]:
    """Return the nodes of the data that a shape which targets nodes by class or by property asks."""
    classes = SHAPES.objects(SHAPE[shape], SH.targetClass)
    properties = SHAPES.objects(SHAPE[shape], SH.targetSubjectsOf)
    of_class = {node for kind in classes for node in data.subjects(RDF.type, kind)}
    return of_class | {node for path in properties for node in data.subjects(path)}


def counted(limit: URIRef) -> Iterator[tuple[str, URIRef]]:
    """Yield each shape and each simple path that it limits to one value at least, or at most."""
    for shape in NODE_SHAPES:
        for constraint in SHAPES.objects(SHAPE[shape], SH.property):
            path = SHAPES.value(constraint, SH.path)
            if SHAPES.value(constraint, limit) == Literal(1) and isinstance(path, URIRef):
                yield shape, path


@pytest.mark.parametrize(("shape", "path"), [*counted(SH.minCount)])
def test_what_must_be_there_is_missed(shape: str, path: URIRef) -> None:
    data = example(shape, "pass")
    focus = min(focus_nodes(shape, data) & {*data.subjects(path)})
    data.remove((focus, path, None))

    assert (SH.MinCountConstraintComponent, path, focus) in [result[:3] for result in results(data)]


@pytest.mark.parametrize(("shape", "path"), [*counted(SH.maxCount)])
def test_what_must_be_single_is_not_repeated(shape: str, path: URIRef) -> None:
    data = example(shape, "pass")
    focus = min(focus_nodes(shape, data))
    for value in ("one", "another"):
        data.add((focus, path, Literal(value)))

    assert (SH.MaxCountConstraintComponent, path, focus) in [result[:3] for result in results(data)]


@pytest.mark.parametrize("shape", [s for s in NODE_SHAPES if (SHAPE[s], SH.closed, None) in SHAPES])
def test_a_closed_shape_refuses_a_property_of_nobody(shape: str) -> None:
    data = example(shape, "pass")
    focus = min(focus_nodes(shape, data))
    data.add((focus, KG.unheardOf, Literal("of")))

    assert [(SH.ClosedConstraintComponent, KG.unheardOf, focus)] == [r[:3] for r in results(data)]
