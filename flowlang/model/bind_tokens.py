"""Token references: what each of them names, and what type it resolves to."""

from __future__ import annotations

from collections.abc import Iterable

from flowlang.datatypes import DataType
from flowlang.diagnostics.diagnostic import Related
from flowlang.model.assets import Container, Field, FieldKind, Token
from flowlang.model.campaigns import CampaignKind
from flowlang.model.lookup import Entry
from flowlang.model.nearest import as_word, nearest
from flowlang.model.scope import Scope
from flowlang.model.values import Template, TokenFamily, TokenUse
from flowlang.syntax.nodes.values import Text, TokenReference

_FAMILIES = {family.value: family for family in TokenFamily}
_SYSTEM = {
    "date": DataType.DATE,
    "time": DataType.TEXT,
    "datetime": DataType.DATETIME,
}
_SYSTEM_NAMES = ("date", "time", "dateTime")
_ASSET_NAMES = {"name": "Name", "id": "Id", "description": "Description"}


def bind_token(
    node: TokenReference, scope: Scope, wanted: DataType = DataType.TEXT
) -> TokenUse | None:
    """What a token names, None where the mistake has been told.

    `wanted` is the type of a my token that only a caller can supply.
    """
    family = _FAMILIES.get(node.family.lower())
    if family is None:
        _unknown_family(node, scope)
        return None
    key = scope.names.key(node.name)
    field: Field | None = None
    declared: Token | None = None
    type_ = DataType.TEXT
    match family:
        case TokenFamily.MY:
            declared = visible_token(key, scope)
            if declared is None and not _may_come_from_a_caller(node, key, wanted, scope):
                return None
            if declared is not None and declared in scope.names.poisoned:
                return None
            type_ = wanted if declared is None else declared.type
        case TokenFamily.LEAD | TokenFamily.COMPANY | TokenFamily.MEMBER:
            if family is not TokenFamily.LEAD or key != "id":
                field = _field(node, family, key, scope)
                if field is None:
                    return None
                type_ = field.type
        case TokenFamily.SYSTEM:
            if key not in _SYSTEM:
                _unknown_part(node, _SYSTEM_NAMES, scope)
                return None
            type_ = _SYSTEM[key]
        case TokenFamily.CAMPAIGN | TokenFamily.PROGRAM:
            if key not in _ASSET_NAMES:
                _unknown_part(node, _ASSET_NAMES.values(), scope)
                return None
        case TokenFamily.TRIGGER:
            pass
    return TokenUse(
        family,
        node.name,
        key,
        node.default,
        field,
        declared,
        scope.constant,
        type_,
        scope.source,
        node.span,
    )


def bind_text(node: Text, scope: Scope) -> str | Template | None:
    """A text with its tokens bound; plain where it holds none."""
    parts: list[str | TokenUse] = []
    healthy = True
    for part in node.parts:
        if isinstance(part, TokenReference):
            use = bind_token(part, scope)
            if use is None:
                healthy = False
            else:
                parts.append(use)
        else:
            parts.append(part.value)
    if not healthy:
        return None
    if any(isinstance(part, TokenUse) for part in parts):
        return Template(tuple(parts))
    return "".join(part for part in parts if isinstance(part, str))


def bind_phrase(node: Text | TokenReference, scope: Scope) -> str | TokenUse | Template | None:
    """Text, or a token alone."""
    return bind_text(node, scope) if isinstance(node, Text) else bind_token(node, scope)


def visible_token(key: str, scope: Scope) -> Token | None:
    """The My Token that is found from a place: the campaign's own, else the nearest outwards."""
    if scope.campaign is not None and key in scope.campaign.tokens:
        return scope.campaign.tokens[key]
    here: Container | None = scope.container
    while here is not None:
        found = here.tokens.get(key)
        if found is not None and _seen(found, scope):
            return found
        here = here.parent
    return None


def visible_tokens(scope: Scope) -> dict[str, Token]:
    """All My Tokens that are found from a place, by key."""
    found: dict[str, Token] = {}
    if scope.campaign is not None:
        found.update(scope.campaign.tokens)
    here: Container | None = scope.container
    while here is not None:
        for key, token in here.tokens.items():
            if _seen(token, scope):
                found.setdefault(key, token)
        here = here.parent
    return found


def _seen(token: Token, scope: Scope) -> bool:
    if scope.visible is None or token.source in scope.visible:
        return True
    return scope.names.stands_for.get(token) in scope.visible


def _may_come_from_a_caller(node: TokenReference, key: str, wanted: DataType, scope: Scope) -> bool:
    """Whether a my token that is not declared here may be none the less; else it is told."""
    elsewhere = scope.names.tokens.get(key, [])
    if scope.campaign is not None and scope.campaign.kind is CampaignKind.EXECUTABLE:
        scope.names.supplied.setdefault(scope.campaign, {}).setdefault(key, wanted)
        return True
    if scope.lenient and elsewhere:
        return True
    if scope.may_be_lost("token", key):
        return False
    name = f"{{{{my.{node.name}}}}}"
    if scope.lenient:
        message = f"no campaign and no program has a token {name}"
    else:
        message = f"there is no token {name} here"
    known = visible_tokens(scope).values()
    fitting = [token.name for token in known if token.type is wanted]
    help = did_you_mean_token(node.name, fitting)
    help = help or did_you_mean_token(node.name, [token.name for token in known])
    if help is None and elsewhere:
        where = elsewhere[0][0]
        help = f"it is declared in {where}, which this place does not see"
    scope.tell(
        "unknown-token",
        node,
        message,
        help or f'declare it, such as `token {as_word(node.name)}: text = "…"`',
        related=tuple(
            Related("declared here", token.source, token.span) for _, token in elsewhere[:1]
        ),
    )
    return False


def did_you_mean_token(name: str, names: list[str]) -> str | None:
    """The offer of the nearest my token."""
    near = nearest(name, names)
    return None if near is None else f"did you mean `{{{{my.{near}}}}}`?"


def _field(node: TokenReference, family: TokenFamily, key: str, scope: Scope) -> Field | None:
    """The field of a token of `lead`, `company` or `member`."""
    among = scope.names.member_fields if family is TokenFamily.MEMBER else scope.names.fields
    entry = among.get(key)
    if entry is not None and entry.seen(scope.visible):
        if entry.item.kind.value == _KINDS[family]:
            return entry.item
        right = "company" if entry.item.kind is FieldKind.COMPANY else "lead"
        help = f"`{entry.item.label}` is written `{{{{{right}.{entry.item.label}}}}}`"
    elif scope.may_be_lost("field", key):
        return None
    else:
        help = _where_else(node, family, key, entry, scope)
    scope.tell(
        "unknown-token",
        node,
        f"there is no {_KINDS[family]} field `{node.name}`",
        help,
    )
    return None


_KINDS = {
    TokenFamily.LEAD: FieldKind.PERSON.value,
    TokenFamily.COMPANY: FieldKind.COMPANY.value,
    TokenFamily.MEMBER: FieldKind.MEMBER.value,
}


def _where_else(
    node: TokenReference,
    family: TokenFamily,
    key: str,
    hidden: Entry[Field] | None,
    scope: Scope,
) -> str:
    """What to offer where a token's field is not known in its family."""
    names = scope.names
    if family is TokenFamily.MEMBER:
        among, other, right = names.member_fields, names.fields, "lead"
    else:
        among, other, right = names.fields, names.member_fields, "member"
    elsewhere = other.get(key)
    if elsewhere is not None and elsewhere.seen(scope.visible):
        if elsewhere.item.kind is FieldKind.COMPANY:
            right = "company"
        return f"did you mean `{{{{{right}.{elsewhere.item.label}}}}}`?"
    module = names.modules.get(hidden.homes[0]) if hidden else names.offer("field", key)
    if module is not None:
        return f"add `import {module}` at the top of the file"
    fitting = (
        entry.item.label
        for entry in among.values()
        if entry.item.kind.value == _KINDS[family] and entry.seen(scope.visible)
    )
    near = nearest(node.name, fitting)
    if near is not None:
        return f"did you mean `{{{{{family.value}.{near}}}}}`?"
    prefix = "" if family is TokenFamily.LEAD else f"{_KINDS[family]} "
    return f"declare it, such as `{prefix}field {as_word(node.name)}: string`"


def _unknown_family(node: TokenReference, scope: Scope) -> None:
    families = ", ".join(f"`{each}`" for each in _FAMILIES)
    if scope.in_test and node.family.lower() == "case":
        scope.tell(
            "unknown-token",
            node,
            "this test has no table of cases",
            "a table stands at the beginning of a test: `for each { case | … }`",
        )
        return
    if node.family:
        near = nearest(
            {"person": "lead", "contact": "lead"}.get(node.family.lower(), node.family),
            _FAMILIES,
        )
        message = f"there are no tokens `{{{{{node.family}.…}}}}`"
    else:
        near = "lead" if scope.names.key(node.name) in scope.names.fields else None
        message = "a token begins with its family and a dot"
    help = f"did you mean `{{{{{near}.{node.name}}}}}`?" if near else f"the families are {families}"
    scope.tell("unknown-token", node, message, help)


def _unknown_part(node: TokenReference, known: Iterable[str], scope: Scope) -> None:
    known = tuple(known)
    near = nearest(node.name, known)
    family = node.family.lower()
    if near is not None:
        help = f"did you mean `{{{{{family}.{near}}}}}`?"
    else:
        help = "there are " + ", ".join(f"`{{{{{family}.{each}}}}}`" for each in known)
    scope.tell("unknown-token", node, f"there is no token `{{{{{family}.{node.name}}}}}`", help)
