"""Steps that change a field, a score, or a membership."""

from __future__ import annotations

from flowlang.datatypes import DataType
from flowlang.model import steps
from flowlang.model.bind_literals import bind_number, bind_score_change
from flowlang.model.bind_tokens import bind_token
from flowlang.model.bind_values import Target, bind_setting, mismatch
from flowlang.model.nearest import as_word
from flowlang.model.resolve import find_field, find_program, find_status
from flowlang.model.scope import Scope, plain_text
from flowlang.model.steps import Step
from flowlang.model.values import ScoreChange, TokenFamily, TokenUse
from flowlang.syntax.nodes import steps as nodes
from flowlang.syntax.nodes.values import Boolean, Number, Text, TokenReference
from flowlang.syntax.nodes.values import ScoreChange as ScoreChangeNode

_LARGEST_SCORE = 2**31 - 1


def bind_change_field(node: nodes.ChangeField, scope: Scope, path: str) -> Step | None:
    """`change F to V`; a number for a score field is a `ChangeScore` that sets it."""
    field = find_field(node.field, scope)
    if field is None:
        return None
    name = node.field.text
    if field.type is DataType.SCORE:
        if isinstance(node.value, ScoreChangeNode):
            written = scope.source.slice(node.value.span)
            scope.tell(
                "type-mismatch",
                node.value,
                f"`{written}` is a score change, and `to` sets a value",
                f"write `change {name} by {written}`",
            )
            return None
        if isinstance(node.value, Number):
            number = bind_number(node.value, scope, whole=True)
            if number is None:
                return None
            if abs(number) > _LARGEST_SCORE:
                scope.tell(
                    "type-mismatch",
                    node.value,
                    "this score is too large",
                    "scores have 32 bits",
                )
                return None
            change = ScoreChange(sets=True, amount=int(number))
            return steps.ChangeScore(path, scope.source, node.span, field, change)
    setting = bind_setting(node.value, Target(name, field.type, field.values), scope)
    if setting is None:
        return None
    return steps.ChangeField(path, scope.source, node.span, field, setting.value)


def bind_change_score(node: nodes.ChangeScore, scope: Scope, path: str) -> Step | None:
    """`change F by V` on a score field."""
    field = find_field(node.field, scope, fits=lambda each: each.type is DataType.SCORE)
    change = _score_change(node, scope)
    if field is None:
        return None
    if field.type is not DataType.SCORE:
        article = "an" if field.type.value[0] in "aeiou" else "a"
        scope.tell(
            "not-a-score",
            node.field,
            f"`{node.field.text}` is {article} {field.type.value}, and only a score changes `by`",
            f"set it with `change {node.field.text} to …`, or declare it as `score`",
        )
        return None
    if change is None:
        return None
    return steps.ChangeScore(path, scope.source, node.span, field, change)


def _score_change(node: nodes.ChangeScore, scope: Scope) -> ScoreChange | TokenUse | None:
    change = node.change
    match change:
        case ScoreChangeNode() | Number():
            return bind_score_change(change, scope)
        case TokenReference():
            return _score_token(change, scope)
        case Text():
            plain = plain_text(change)
            written = scope.source.slice(change.span).strip('"')
            if plain is None:
                help = f"write the token without quotes: `by {written}`"
            else:
                help = "write it without quotes, such as `+5`, `-5` or `=5`"
            scope.tell("type-mismatch", change, "a score does not change by text", help)
            return None


def _score_token(node: TokenReference, scope: Scope) -> TokenUse | None:
    use = bind_token(node, scope, DataType.SCORE)
    if use is None:
        return None
    if use.family is TokenFamily.MY and use.type is DataType.SCORE:
        return use
    written = scope.source.slice(node.span)
    if use.family is TokenFamily.MY:
        help = f"declare it as `score`, such as `token {as_word(use.name)}: score = +10`"
    else:
        help = "use a token of type `score`, such as `{{my.Score Change}}`"
    scope.tell(
        "type-mismatch",
        node,
        f"{written} is no score change, it is {use.type.value}",
        help,
    )
    return None


def bind_change_member(node: nodes.ChangeMember, scope: Scope, path: str) -> Step | None:
    """`change member F [in "P"] to V`."""
    field = find_field(node.field, scope, member=True)
    program = find_program(node.program, node, scope)
    if field is None:
        return None
    target = Target(node.field.text, field.type, field.values)
    setting = bind_setting(node.value, target, scope)
    if setting is None or program is None:
        return None
    return steps.ChangeMember(path, scope.source, node.span, field, program, setting.value)


def bind_change_status(node: nodes.ChangeProgramStatus, scope: Scope, path: str) -> Step | None:
    """`change program status [in "P"] to "S"`."""
    program = find_program(node.program, node, scope)
    if program is None:
        return None
    status = find_status(node.status, (program,), scope)
    if status is None:
        return None
    return steps.ChangeProgramStatus(path, scope.source, node.span, program, status)


def bind_change_success(node: nodes.ChangeProgramSuccess, scope: Scope, path: str) -> Step | None:
    """`change program success [in "P"] to true`."""
    program = find_program(node.program, node, scope)
    if not isinstance(node.value, Boolean):
        mismatch(node.value, Target("program success", DataType.BOOLEAN), scope)
        return None
    if program is None:
        return None
    return steps.ChangeProgramSuccess(path, scope.source, node.span, program, node.value.value)
