"""My Tokens: their types and their values."""

from __future__ import annotations

from flowlang.datatypes import DataType
from flowlang.diagnostics.diagnostic import Related
from flowlang.model.assets import Token
from flowlang.model.bind_literals import (
    NATURES,
    bind_date,
    bind_number,
    bind_score_change,
)
from flowlang.model.bind_values import Target, mismatch
from flowlang.model.scope import Scope, plain_text
from flowlang.model.types import token_type
from flowlang.model.values import Literal
from flowlang.syntax.nodes.declarations import TokenDeclaration
from flowlang.syntax.nodes.values import (
    Date,
    DateTime,
    Number,
    ScoreChange,
    Text,
    TokenReference,
)
from flowlang.syntax.nodes.values import Value as ValueNode


def declare_token(
    node: TokenDeclaration, tokens: dict[str, Token], where: str, scope: Scope
) -> None:
    """Add a token to those of a place; a mistake in it is told and poisons the name."""
    name = node.name.text
    key = scope.names.key(name)
    type_ = token_type(node.type, scope)
    value = None if type_ is None else bind_token_value(node.value, name, type_, scope)
    token = Token(
        name,
        key,
        DataType.TEXT if type_ is None else type_,
        "" if value is None else value,
        scope.source,
        node.name.span,
    )
    if type_ is None:
        scope.names.poisoned.add(token)
    first = tokens.setdefault(key, token)
    modules = scope.names.modules
    if first.source in modules and scope.source not in modules:
        scope.names.stands_for[token] = first.source
        tokens[key] = first = token
    if first is token:
        scope.names.tokens.setdefault(key, []).append((where, token))
        return
    scope.tell(
        "duplicate-name",
        node.name,
        f"{where} has a token `{first.name}` already",
        "rename one of them, or leave it out",
        related=(Related("the first one is here", first.source, first.span),),
    )


def bind_token_value(node: ValueNode, name: str, type_: DataType, scope: Scope) -> Literal | None:
    """The value of a token of a type, None where it does not fit, which is told."""
    target = Target(name, type_)
    match node:
        case TokenReference():
            _token_in_token(node, scope)
            return None
        case Text() if plain_text(node) is None:
            _token_in_token(next(p for p in node.parts if isinstance(p, TokenReference)), scope)
            return None
        case Text() if type_ in (DataType.TEXT, DataType.RICH_TEXT):
            return plain_text(node)
        case Number() if type_ is DataType.NUMBER:
            return bind_number(node, scope)
        case ScoreChange() | Number() if type_ is DataType.SCORE:
            return bind_score_change(node, scope)
        case Date() | DateTime() if type_ is DataType.DATE:
            return bind_date(node, scope)
        case _ if type_ is DataType.SCORE:
            written = scope.source.slice(node.span)
            scope.tell(
                "type-mismatch",
                node,
                f"the token `{name}` is a score, and {written} is {NATURES[type(node)]}",
                "write a score change such as `+5`, `-5` or `=5`",
            )
            return None
        case ScoreChange() if type_ is DataType.NUMBER:
            scope.tell(
                "type-mismatch",
                node,
                f"the token `{name}` is a number, and this is a score change",
                "declare it as `score`, or write the number without its sign",
            )
            return None
        case _:
            mismatch(node, target, scope)
            return None


def _token_in_token(node: TokenReference, scope: Scope) -> None:
    scope.tell(
        "token-in-token",
        node,
        "the value of a token cannot hold another token",
        "write plain text, and put both tokens where the text is used",
    )
