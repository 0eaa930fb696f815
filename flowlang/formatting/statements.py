"""How each kind of declaration, part, step and statement is laid out.

Most are words in a row. Those with a block say how: whether it may stand on one line, and what
is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flowlang.formatting.blocks import Entry, block, whole
from flowlang.formatting.document import LINE, Concat, Document, Group, Nest, flat_of
from flowlang.formatting.filters import constraint, spread_filter
from flowlang.formatting.order import order_of_parts
from flowlang.formatting.phrases import gap, phrase, word
from flowlang.formatting.rows import Cells, Headed
from flowlang.formatting.words import Words
from flowlang.syntax.nodes import campaigns, declarations, steps, tests
from flowlang.syntax.nodes.file import File
from flowlang.syntax.nodes.filters import Filter, Junction
from flowlang.syntax.nodes.node import Node

Layout = Callable[[Words, Any], Document]
"""From a node of one class to its document."""


def file_document(words: Words, file: File) -> Document:
    """How a whole file is laid out."""
    return whole(words, _entries(words, file.declarations))


def document(words: Words, node: Node) -> Document:
    """How a declaration, part, step, statement, or filter in braces is laid out."""
    if isinstance(node, Filter):
        return spread_filter(words, node)
    return LAYOUTS[type(node)](words, node)


def _row(words: Words, node: Node) -> Document:
    """Words in a row."""
    return phrase(words, words.first(node), words.last(node))


def _happens(words: Words, node: campaigns.OnActivity) -> Document:
    return phrase(words, words.first(node), words.last(node), constraint(words, node.where))


def _happens_to(words: Words, node: tests.GivenActivity | tests.Event) -> Document:
    inner = constraint(words, node.happening.where)
    return phrase(words, words.first(node), words.last(node), inner)


def _expect(words: Words, node: tests.Expect) -> Document:
    return _asking(words, words.first(node), node.filter)


def _asking(words: Words, first: int, filter_: Filter) -> Document:
    """Words that a filter follows; a long one with several predicates begins its own line."""
    begin = words.first(filter_)
    asked = spread_filter(words, filter_)
    head = phrase(words, first, begin - 1) if begin > first + 1 else word(words, first)
    if not isinstance(filter_, Junction):
        return Concat([head, gap(words, begin, " "), asked])
    content = Concat([head, Nest(Concat([gap(words, begin, LINE), asked]))])
    return Group(content.flat, content)


# -- what has a block ---------------------------------------------------------------------


def _block(
    words: Words,
    node: Node,
    inside: Sequence[Node],
    *,
    one_line: bool = False,
    aligned: bool = False,
    head: Document | None = None,
    order: Sequence[int] | None = None,
) -> Document:
    """Words, and a block with which the node ends; filters or statements are inside."""
    opening = words.first(inside[0]) - 1 if inside else words.last(node) - 1
    if head is None:
        head = phrase(words, words.first(node), opening - 1)
    entries = _entries(words, inside)
    body = block(words, entries, words.last(node), one_line=one_line, order=order)
    return Headed(head, gap(words, opening, LINE), body, aligned)


def _entries(words: Words, nodes: Sequence[Node]) -> list[Entry]:
    found = []
    for node in nodes:
        content = document(words, node)
        is_declaration = isinstance(node, declarations.Declaration)
        big = isinstance(node, _BIG) and flat_of(content) is None
        found.append(Entry(words.first(node), content, big, is_declaration))
    return found


def _smart_list(
    words: Words, node: declarations.SmartListDeclaration | campaigns.SmartListPart
) -> Document:
    return _block(words, node, [node.filter] if node.filter else [], one_line=True)


def _segment(words: Words, node: declarations.SegmentDeclaration) -> Document:
    inside = [node.filter] if node.filter else []
    return _block(words, node, inside, one_line=True, aligned=True)


def _segmentation(words: Words, node: declarations.SegmentationDeclaration) -> Document:
    return _block(words, node, node.segments)


def _asset(
    words: Words, node: declarations.EmailDeclaration | declarations.WebhookDeclaration
) -> Document:
    valued = sum(each.value is not None for each in node.properties)
    return _block(words, node, node.properties, one_line=valued < 2, aligned=True)


def _channel(words: Words, node: declarations.ChannelDeclaration) -> Document:
    return _block(words, node, node.statuses, one_line=True)


def _activity(words: Words, node: declarations.ActivityDeclaration) -> Document:
    return _block(words, node, node.attributes)


def _folder(
    words: Words,
    node: declarations.ProgramDeclaration
    | declarations.FolderDeclaration
    | declarations.WorkspaceDeclaration,
) -> Document:
    return _block(words, node, node.body)


def _campaign(words: Words, node: campaigns.CampaignDeclaration) -> Document:
    order = order_of_parts(node.parts)
    moves = order != sorted(order)
    return _block(words, node, node.parts, order=order if moves else None)


def _flow(words: Words, node: campaigns.Flow) -> Document:
    return _block(words, node, node.steps, one_line=len(node.steps) == 1)


def _schedule(words: Words, node: campaigns.Schedule) -> Document:
    return _block(words, node, node.entries, one_line=len(node.entries) == 1)


def _choose(words: Words, node: steps.Choose) -> Document:
    return _block(words, node, node.branches)


def _when(words: Words, node: steps.When) -> Document:
    head = _asking(words, words.first(node), node.condition)
    one_line = len(node.steps) == 1
    return _block(words, node, node.steps, one_line=one_line, aligned=True, head=head)


def _otherwise(words: Words, node: steps.Otherwise) -> Document:
    return _block(words, node, node.steps, one_line=len(node.steps) == 1, aligned=True)


def _given_person(words: Words, node: tests.GivenPerson) -> Document:
    return _block(words, node, node.values, one_line=True)


def _given_in_program(words: Words, node: tests.GivenInProgram) -> Document:
    if words.texts[words.last(node)] != "}":
        return _row(words, node)
    return _block(words, node, node.values, one_line=True)


def _test(words: Words, node: tests.TestDeclaration) -> Document:
    return _block(words, node, node.statements)


def _case_table(words: Words, node: tests.CaseTable) -> Document:
    """Cells below each other, the headings above them."""
    last = words.last(node)
    opening = words.first(node) + len(("for", "each"))
    behind = words.first(node.rows[0]) if node.rows else last
    rows = [(opening + 1, behind - 1)]
    rows += [(words.first(row), words.last(row)) for row in node.rows]
    entries = [Entry(first, _case_row(words, first, end)) for first, end in rows]
    head = phrase(words, words.first(node), opening - 1)
    return Headed(head, gap(words, opening, LINE), block(words, entries, last))


def _case_row(words: Words, first: int, last: int) -> Document:
    row = phrase(words, first, last)
    if flat_of(row) is None:
        return Cells(None, row)
    bars = [number for number in range(first, last + 1) if words.texts[number] == "|"]
    # Each bar is in one cell with what stands behind it.
    cells = [
        words.flat(begin, end - 1) or ""
        for begin, end in zip([first, *bars], [*bars, last + 1], strict=True)
    ]
    return Cells(cells, row)


_BIG = (
    campaigns.CampaignDeclaration,
    declarations.FolderDeclaration,
    declarations.ProgramDeclaration,
    declarations.WorkspaceDeclaration,
    tests.TestDeclaration,
)
"""Declarations with empty lines around them, where they take several lines."""

_ROWS = (
    campaigns.AtMost,
    campaigns.EachPerson,
    campaigns.EveryDays,
    campaigns.EveryMonth,
    campaigns.EveryNDays,
    campaigns.ExternalCampaignDeclaration,
    campaigns.IdPart,
    campaigns.IgnoreLimits,
    campaigns.Inactive,
    campaigns.OnRequested,
    campaigns.OnceAt,
    declarations.AttributeDeclaration,
    declarations.FieldDeclaration,
    declarations.Import,
    declarations.ListDeclaration,
    declarations.Property,
    declarations.StatusDeclaration,
    declarations.StreamDeclaration,
    declarations.TokenDeclaration,
    steps.AddToEngagement,
    steps.AddToList,
    steps.AddToSfdcCampaign,
    steps.CallWebhook,
    steps.ChangeEngagementCadence,
    steps.ChangeEngagementStream,
    steps.ChangeField,
    steps.ChangeMember,
    steps.ChangeProgramStatus,
    steps.ChangeProgramSuccess,
    steps.ChangeScore,
    steps.ChangeSfdcCampaignStatus,
    steps.ConvertPerson,
    steps.CreateTask,
    steps.DeletePerson,
    steps.DoNothing,
    steps.Execute,
    steps.InterestingMoment,
    steps.RemoveFromFlow,
    steps.RemoveFromList,
    steps.RemoveFromSfdcCampaign,
    steps.Request,
    steps.SendAlert,
    steps.SendEmail,
    steps.SyncPerson,
    steps.WaitFor,
    steps.WaitUntil,
    steps.WaitUntilDay,
    tests.Advance,
    tests.Assignment,
    tests.At,
    tests.ExecuteFor,
    tests.GivenInCampaign,
    tests.GivenInList,
    tests.RequestFor,
    tests.RunBatch,
)

LAYOUTS: dict[type[Node], Layout] = {
    **dict.fromkeys(_ROWS, _row),
    campaigns.CampaignDeclaration: _campaign,
    campaigns.Flow: _flow,
    campaigns.OnActivity: _happens,
    campaigns.Schedule: _schedule,
    campaigns.SmartListPart: _smart_list,
    declarations.ActivityDeclaration: _activity,
    declarations.ChannelDeclaration: _channel,
    declarations.EmailDeclaration: _asset,
    declarations.FolderDeclaration: _folder,
    declarations.ProgramDeclaration: _folder,
    declarations.SegmentDeclaration: _segment,
    declarations.SegmentationDeclaration: _segmentation,
    declarations.SmartListDeclaration: _smart_list,
    declarations.WebhookDeclaration: _asset,
    declarations.WorkspaceDeclaration: _folder,
    steps.Choose: _choose,
    steps.Otherwise: _otherwise,
    steps.When: _when,
    tests.CaseTable: _case_table,
    tests.Event: _happens_to,
    tests.Expect: _expect,
    tests.GivenActivity: _happens_to,
    tests.GivenInProgram: _given_in_program,
    tests.GivenPerson: _given_person,
    tests.TestDeclaration: _test,
}
"""The layout of every class of node that is a line or more of its own."""
