"""Load the curated actors, their dated names and their facts, and refuse what is broken.

A catalogue is one or more JSONL files, one actor per line, sorted by id::

    {"id": "hayat-tahrir-al-sham", "kind": "armed_group", "name": "Hay'at Tahrir al-Sham",
     "countries": ["SY"],
     "names": [{"name": "HTS", "kind": "acronym", "language": "", "from": "2017-01-28", "until": null}],
     "facts": [{"relation": "part_of", "target": "syria", "from": null, "until": null}],
     "same_as": {"wikidata": "Q28859959"}, "sources": ["where the facts come from"]}

``names`` (with ``language``, ``from``, ``until`` of a name), ``facts`` and ``same_as`` may be left out.
``from`` is inclusive, ``until`` exclusive. Where a register has an actor under several ids, they stand
in a list: ``{"ucdp": ["1170", "6815"]}``.

A line with the key ``extends`` adds names, facts and ids of registers to an actor that another line defines,
mostly that of another file. It takes nothing away, what is there already counts once, and the names that it
adds carry its sources. It stands where the actor itself would stand::

    {"extends": "hayat-tahrir-al-sham", "names": [{"name": "The Body", "kind": "alias"}],
     "same_as": {"ucdp": "1170"}, "sources": ["where that comes from"]}

A line with the key ``event`` says what became of actors, in any place of any file::

    {"event": "merger", "date": "2017-03-02", "predecessors": ["ansar-dine", "macina-liberation-front"],
     "successors": ["jnim"], "sources": ["where that comes from"]}

A fact ``split_from`` is such an event too and needs no line of its own.
"""

from kg.catalogue.catalogue import Catalogue
from kg.catalogue.extending import Extension
from kg.catalogue.writing import actor_line, extension_line, ids_by_register

__all__ = ["Catalogue", "Extension", "actor_line", "extension_line", "ids_by_register"]
