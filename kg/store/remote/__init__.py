"""A store on a server: SPARQL 1.1 query, update and graph store protocol over HTTP."""
