"""What answers look like, as JSON Schema: the service description and the columns of CSV come from here."""

from __future__ import annotations

from typing import Any, Final

from kg.model import ActorKind, EventKind, Modality, NameKind, Polarity, Verdict
from kg.vocabulary import RELATIONS

__all__ = ["SCHEMAS", "SIGNS", "Schema", "columns", "ref"]

Schema = dict[str, Any]

SIGNS: Final = tuple(dict.fromkeys(term.sign for term in RELATIONS.values()))

_TEXT: Final[Schema] = {"type": "string"}
_WHOLE: Final[Schema] = {"type": "integer", "minimum": 0}
_SHARE: Final[Schema] = {"type": "number", "minimum": 0, "maximum": 1}
_FLAG: Final[Schema] = {"type": "boolean"}
_DATE: Final[Schema] = {"type": ["string", "null"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
_OR_NULL: Final[Schema] = {"type": ["string", "null"]}
_COUNTS: Final[Schema] = {"type": "object", "additionalProperties": _WHOLE}


def _choice(values: object) -> Schema:
    return {"type": "string", "enum": [str(value) for value in values]}  # type: ignore[attr-defined]


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def ref(name: str) -> Schema:
    """Return a reference to one of :data:`SCHEMAS`."""
    return {"$ref": f"#/components/schemas/{name}"}


def _page(items: Schema) -> Schema:
    return _object(total=_WHOLE, offset=_WHOLE, items=_list(items))


def _with(name: str, **properties: Schema) -> Schema:
    """Return one of the schemas with more properties."""
    return _object(**SCHEMAS[name]["properties"], **properties)


SCHEMAS: Final[dict[str, Schema]] = {}
_RELATION: Final = _choice(RELATIONS)
_KIND: Final = _choice(ActorKind)
_SPAN: Final = {"from": _DATE, "until": _DATE}

SCHEMAS["Problem"] = {
    "type": "object",
    "description": "Why there is no answer (RFC 9457).",
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "hint": _TEXT,
    },
    "required": ["type", "title", "status", "detail"],
}
SCHEMAS["Named"] = _object(id=_TEXT, name=_TEXT)
SCHEMAS["ActorFound"] = _object(id=_TEXT, name=_TEXT, kind=_KIND, countries=_list(_TEXT), claims=_WHOLE)
SCHEMAS["ActorPage"] = _page(ref("ActorFound"))
SCHEMAS["Name"] = _object(name=_TEXT, kind=_choice(NameKind), language=_OR_NULL, **_SPAN)
SCHEMAS["Mention"] = _object(id=_TEXT, name=_TEXT, surface=_TEXT, start=_WHOLE, end=_WHOLE)
SCHEMAS["About"] = _object(title=_TEXT, publisher=_TEXT, date=_DATE, url=_TEXT, link=_OR_NULL)
SCHEMAS["JudgementOfClaim"] = _object(
    number={"type": "integer", "minimum": 1}, verdict=_choice(Verdict), author=_TEXT, date=_DATE, note=_TEXT
)
SCHEMAS["Claim"] = _object(
    id=_TEXT,
    document=_TEXT,
    source=ref("Mention"),
    relation=_RELATION,
    target=ref("Mention"),
    polarity=_choice(Polarity),
    modality=_choice(Modality),
    claimant={"oneOf": [_object(id=_TEXT, name=_TEXT, surface=_TEXT), {"type": "null"}]},
    valid_from=_DATE,
    valid_until=_DATE,
    confidence=_SHARE,
    evidence=_object(start=_WHOLE, end=_WHOLE, quote=_TEXT, by=_TEXT),
    about=ref("About"),
    judgement={"oneOf": [ref("JudgementOfClaim"), {"type": "null"}]},
)
SCHEMAS["ClaimPage"] = _page(ref("Claim"))
SCHEMAS["Tie"] = _object(
    source=ref("Named"),
    relation=_RELATION,
    label=_TEXT,
    sign=_choice(SIGNS),
    target=ref("Named"),
    claims=_WHOLE,
    affirmed=_WHOLE,
    denied=_WHOLE,
    contested=_FLAG,
    documents=_WHOLE,
    first=_DATE,
    last=_DATE,
    confidence=_SHARE,
)
SCHEMAS["TiePage"] = _page(ref("Tie"))
SCHEMAS["ClaimInArticle"] = _with("Claim", context=_object(before=_TEXT, after=_TEXT))
SCHEMAS["ClaimInArticle"]["required"].remove("context")  # only where it is asked for
SCHEMAS["ClaimInArticlePage"] = _page(ref("ClaimInArticle"))
SCHEMAS["TieWithEvidence"] = _with("Tie", evidence=ref("ClaimInArticlePage"))
SCHEMAS["TieOfStep"] = _with("Tie", latest={"oneOf": [ref("Claim"), {"type": "null"}]})
SCHEMAS["Actor"] = _object(
    id=_TEXT,
    name=_TEXT,
    kind=_KIND,
    countries=_list(_TEXT),
    names=_list(ref("Name")),
    same_as=_list(_object(register=_TEXT, id=_TEXT)),
    claims=_WHOLE,
    ties=ref("TiePage"),
    latest=_list(ref("Claim")),
)
SCHEMAS["Alias"] = _object(
    asked=_TEXT,
    id=_OR_NULL,
    name=_OR_NULL,
    kind=_OR_NULL,
    on=_DATE,
    name_in_force=_OR_NULL,
    history=_list(_object(name=_TEXT, **_SPAN)),
    names=_list(ref("Name")),
    candidates=_list(_object(id=_TEXT, name=_TEXT, kind=_choice(NameKind), score=_SHARE, reason=_TEXT)),
    reason=_TEXT,
)
SCHEMAS["Path"] = _object(
    start=ref("Named"),
    end=ref("Named"),
    steps=_list(_object(start=ref("Named"), end=ref("Named"), ties=_list(ref("TieOfStep")))),
)
SCHEMAS["Month"] = _object(
    month={"type": "string", "pattern": r"^\d{4}(-\d{2})?$"},
    claims=_WHOLE,
    **dict.fromkeys(SIGNS, _WHOLE),
    denied=_WHOLE,
)
SCHEMAS["Timeline"] = _object(total=_WHOLE, offset=_WHOLE, items=_list(ref("Month")), undated=_WHOLE)
SCHEMAS["Document"] = _object(id=_TEXT, **SCHEMAS["About"]["properties"], claims=_WHOLE)
SCHEMAS["DocumentPage"] = _page(ref("Document"))
SCHEMAS["DocumentWithEvidence"] = _with("Document", evidence=ref("ClaimPage"))
SCHEMAS["DocumentWithEvidence"]["properties"]["text"] = _OR_NULL  # only where it is asked for
SCHEMAS["Query"] = _object(
    name=_TEXT,
    title=_TEXT,
    question=_TEXT,
    description=_TEXT,
    parameters=_list(
        _object(name=_TEXT, type=_TEXT, required=_FLAG, default=_OR_NULL, example=_TEXT, help=_TEXT)
    ),
)
SCHEMAS["QueryPage"] = _page(ref("Query"))
SCHEMAS["Rows"] = _object(
    query=_TEXT,
    question=_TEXT,
    columns=_list(_TEXT),
    at_least=_FLAG,
    total=_WHOLE,
    offset=_WHOLE,
    items=_list({"type": "object", "additionalProperties": _TEXT}),
) | {
    "description": "`at_least`: the query stopped at as many rows as it was told (`top`), so that `total`"
    " counts these and there may be more; `top=0` gives all."
}
SCHEMAS["Stats"] = _object(
    actors=_WHOLE,
    ties=_WHOLE,
    claims=_WHOLE,
    documents=_WHOLE,
    sources=_WHOLE,
    contested=_WHOLE,
    first=_DATE,
    last=_DATE,
    ties_by_relation=_COUNTS,
    ties_by_sign=_COUNTS,
    actors_by_kind=_COUNTS,
    by_publisher=_COUNTS,
    by_claimant=_COUNTS,
    most_connected=_list(_object(id=_TEXT, name=_TEXT, neighbours=_WHOLE)),
)
SCHEMAS["ClaimLine"] = {
    "type": "object",
    "description": "A claim as kg evidence --format jsonl writes it.",
    "required": ["document", "source", "relation", "target", "polarity", "modality", "evidence"],
}
SCHEMAS["ActorGiven"] = {
    "oneOf": [
        {"type": "string", "minLength": 1, "maxLength": 1000},
        {"type": "object", "properties": {"id": _TEXT, "name": _TEXT, "kind": _TEXT}, "required": ["id"]},
    ]
}
SCHEMAS["Decision"] = {
    "type": "object",
    "description": (
        "accepted, rejected and corrected have a claim; corrected has relation, source or target beside it, "
        "or the whole correction. same and different have two actors, or a name and, if it means somebody, "
        "an actor. withdrawn has withdraws, the number of the judgement that is taken back."
    ),
    "properties": {
        "verdict": _choice(Verdict),
        "claim": {"oneOf": [{"type": "string", "maxLength": 1000}, ref("ClaimLine")]},
        "correction": ref("ClaimLine"),
        "relation": _RELATION,
        "source": ref("ActorGiven"),
        "target": ref("ActorGiven"),
        "actors": {"type": "array", "items": ref("ActorGiven"), "maxItems": 2},
        "actor": ref("ActorGiven"),
        "name": {"type": "string", "maxLength": 500},
        "withdraws": {"type": "integer", "minimum": 1},
        "note": {"type": "string", "maxLength": 2000},
        "author": {"type": "string", "maxLength": 200},
        "date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "force": {"type": "boolean", "description": "Overrule what contradicts it."},
    },
    "required": ["verdict"],
}
SCHEMAS["Judgement"] = {
    "type": "object",
    "description": "A person's recorded decision; what it does not have is left out.",
    "properties": {
        "number": {"type": "integer", "minimum": 1},
        "verdict": _choice(Verdict),
        "author": _TEXT,
        "date": _DATE,
        "claim": ref("ClaimLine"),
        "correction": ref("ClaimLine"),
        "name": _TEXT,
        "actors": _list({"type": "object"}),
        "withdraws": {"type": "integer", "minimum": 1},
        "note": _TEXT,
    },
    "required": ["number", "verdict", "author", "date"],
}
SCHEMAS["JudgementPage"] = _page(ref("Judgement"))
SCHEMAS["ReviewPage"] = _page(
    {
        "type": "object",
        "properties": {"kind": _choice(["claim", "merge"])},
        "required": ["kind"],
        "description": "claim: id, reasons, claim, about, context; merge: actor, claims, candidates.",
    }
)
SCHEMAS["Lifelines"] = _object(
    total=_WHOLE,
    offset=_WHOLE,
    items=_list(
        _object(
            id=_TEXT,
            name=_TEXT,
            kind=_KIND,
            countries=_list(_TEXT),
            names=_list(_object(text=_TEXT, kind=_TEXT, language=_TEXT, **dict.fromkeys(_SPAN, _TEXT))),
            ties=_WHOLE,
            claims=_WHOLE,
            first=_DATE,
            last=_DATE,
        )
    ),
    events=_list(_object(kind=_choice(EventKind), date=_TEXT, before=_list(_TEXT), after=_list(_TEXT))),
)
SCHEMAS["Matrix"] = _object(
    total=_WHOLE,
    offset=_WHOLE,
    items=_list(
        _object(
            source=ref("Named"),
            target=ref("Named"),
            claims=_WHOLE,
            friendly=_WHOLE,
            hostile=_WHOLE,
            other=_WHOLE,
            denied=_WHOLE,
        )
    ),
    order=_list(ref("Named")),
    columns=_list(_TEXT),
)
SCHEMAS["Scene"] = {
    "type": "object",
    "description": "What the explorer draws; the head of `kg/scene/scene.py` describes each key.",
    "required": ["format", "title", "total", "actors", "ties", "claims", "documents", "claimants", "events"],
}
SCHEMAS["State"] = _object(state=_TEXT)
SCHEMAS["Health"] = _object(status=_choice(["ok"]))


def columns(page: str) -> list[str]:
    """Return the columns of a page's entries as a table: what lies inside an object as ``outer.inner``."""
    return list(_columns(SCHEMAS[page]["properties"]["items"]["items"]))


def _columns(schema: Schema, outer: str = "") -> list[str]:
    schema = SCHEMAS[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    found: list[str] = []
    for name, part in schema["properties"].items():
        part = next((p for p in part.get("oneOf", ()) if p.get("type") != "null"), part)
        part = SCHEMAS[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
        if part.get("type") == "object":
            found += _columns(part, f"{outer}{name}.") if "properties" in part else []
        elif part.get("type") != "array" or part["items"] == _TEXT:
            found.append(outer + name)
    return found
