"""The graph as a service: SPARQL, a REST interface, tools for language models, pages."""
