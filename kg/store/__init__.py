"""The graph on disk: claims to RDF and back, transactions, questions, validation.

Open one with ``Store.open(folder)``, fill it with ``store.put(reading, run)``, ask it with
``store.query(text)``.
"""

from kg.store.dump import FORMATS, Format, dump_quads, write_quads
from kg.store.rdf.iris import Iris
from kg.store.rdf.quads import canonical, document_digest
from kg.store.rdf.terms import PREFIXES
from kg.store.results import Answer, Graph, Node, Row, Table, shorten
from kg.store.sparql import Term
from kg.store.store import Change, Store
from kg.store.writers import ANSWER_FORMATS, AnswerFormat, write_answer

__all__ = [
    "ANSWER_FORMATS",
    "FORMATS",
    "PREFIXES",
    "Answer",
    "AnswerFormat",
    "Change",
    "Format",
    "Graph",
    "Iris",
    "Node",
    "Row",
    "Store",
    "Table",
    "Term",
    "canonical",
    "document_digest",
    "dump_quads",
    "shorten",
    "write_answer",
    "write_quads",
]
