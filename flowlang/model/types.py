"""The types that declarations name."""

from __future__ import annotations

from flowlang.datatypes import FIELD_TYPES, TOKEN_TYPES, DataType
from flowlang.model.nearest import nearest
from flowlang.model.scope import Scope, plain_text
from flowlang.syntax.nodes.declarations import TypeReference

_FIELD_WORDS = {each.value: each for each in FIELD_TYPES}
_TOKEN_WORDS = {each.value: each for each in TOKEN_TYPES}

_FIELD_SYNONYMS = {
    "int": "integer",
    "long": "integer",
    "whole": "integer",
    "number": "integer` or `float",
    "double": "float",
    "decimal": "float",
    "bool": "boolean",
    "checkbox": "boolean",
    "str": "string",
    "varchar": "string",
    "textarea": "text",
    "rich text": "text",
    "html": "text",
    "money": "currency",
    "timestamp": "datetime",
    "time": "datetime",
    "enum": "picklist",
    "select": "picklist",
    "link": "url",
}
_TOKEN_SYNONYMS = {
    "string": "text",
    "str": "text",
    "email": "text",
    "url": "text",
    "html": "rich text",
    "int": "number",
    "integer": "number",
    "float": "number",
    "decimal": "number",
    "currency": "number",
    "percent": "number",
    "datetime": "date",
    "points": "score",
}
"""What other systems, or other places here, call types, and the word here."""


def field_type(node: TypeReference, scope: Scope, what: str = "a field") -> DataType | None:
    """The type of a field or an attribute, None where the mistake has been told."""
    found = _known(node, _FIELD_WORDS, _FIELD_SYNONYMS, what, scope)
    if found is DataType.PICKLIST and not node.values:
        scope.tell(
            "unknown-type",
            node,
            "a picklist lists its values",
            'write them in parentheses: `picklist("Lead", "MQL")`, or use `string`',
        )
        return None
    return found


def token_type(node: TypeReference, scope: Scope) -> DataType | None:
    """The type of a My Token, None where the mistake has been told."""
    return _known(node, _TOKEN_WORDS, _TOKEN_SYNONYMS, "a token", scope)


def picklist_values(node: TypeReference, scope: Scope) -> tuple[str, ...]:
    """The values of a picklist, each once."""
    values: list[str] = []
    for text in node.values:
        value = plain_text(text)
        if value is None:
            scope.tell("type-mismatch", text, "a value of a picklist cannot hold a token")
        elif value in values:
            scope.tell(
                "duplicate-name",
                text,
                f'the picklist has the value "{value}" already',
                "leave one of them out",
            )
        else:
            values.append(value)
    return tuple(values)


def _known(
    node: TypeReference,
    words: dict[str, DataType],
    synonyms: dict[str, str],
    what: str,
    scope: Scope,
) -> DataType | None:
    word = node.name.text
    found = words.get(word)
    if found is None:
        near = synonyms.get(word.lower()) or nearest(word, words)
        listed = ", ".join(f"`{each}`" for each in words)
        scope.tell(
            "unknown-type",
            node.name,
            f"{what} cannot be of type `{word}`",
            f"did you mean `{near}`?" if near else f"the types are {listed}",
        )
    return found
