"""How the graph is written as RDF and read back: IRIs, terms, and each word of the glossary as triples."""
