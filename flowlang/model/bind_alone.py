"""Steps, statements and texts that stand in no file, bound against an instance."""

from __future__ import annotations

from dataclasses import replace

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.assets import Container
from flowlang.model.bind import extend, in_order, lone_scope
from flowlang.model.bind_filters import bind_filter as bind_filter_node
from flowlang.model.bind_tests import bind_statements
from flowlang.model.bind_tokens import bind_phrase, bind_text
from flowlang.model.campaigns import Campaign
from flowlang.model.filters import Filter
from flowlang.model.instance import Instance
from flowlang.model.tests import Statement
from flowlang.model.values import Template, TokenUse
from flowlang.source import Source
from flowlang.syntax.nodes.campaigns import (
    CampaignDeclaration,
    EachPerson,
    Flow,
    OnRequested,
)
from flowlang.syntax.nodes.file import File
from flowlang.syntax.nodes.values import Text, TextPart, TokenReference
from flowlang.syntax.parser import parse_filter, parse_phrase, parse_statements, parse_steps
from flowlang.syntax.text import parts


def bind_expectation(instance: Instance, source: Source) -> tuple[Filter | None, list[Diagnostic]]:
    """Bind a filter that may also ask who waits in a campaign."""
    node, diagnostics = parse_filter(source)
    if node is None:
        return None, diagnostics
    scope = replace(lone_scope(instance, source, diagnostics), in_test=True)
    bound = bind_filter_node(node, scope)
    return (None if diagnostics else bound), in_order(diagnostics)


def with_steps(
    instance: Instance, source: Source, name: str
) -> tuple[Instance | None, list[Diagnostic]]:
    """An instance with one more trigger campaign, whose flow are the steps of a text.

    It can be requested, and each person may enter it every time.
    """
    steps, diagnostics = parse_steps(source)
    if not steps or diagnostics:
        return None, diagnostics
    end = len(source.text)
    called = Text(0, 0, [TextPart(0, 0, name)])
    campaign = CampaignDeclaration(
        0,
        end,
        None,
        "trigger",
        called,
        [OnRequested(0, 0, []), EachPerson(0, 0, "every time", None), Flow(0, end, steps)],
    )
    extended = extend(instance, File(source, [campaign], [], []))
    mistakes = in_order(extended.diagnostics)
    return (None if mistakes else extended), mistakes


def bind_lone_statements(
    instance: Instance, source: Source, people: list[str]
) -> tuple[tuple[Statement, ...], list[Diagnostic]]:
    """Bind statements of a test that stand alone; none where there is a mistake."""
    nodes, diagnostics = parse_statements(source)
    if nodes is None or diagnostics:
        return (), diagnostics
    bound = bind_statements(nodes, people, lone_scope(instance, source, diagnostics))
    return (() if diagnostics else bound), in_order(diagnostics)


def bind_lone_text(
    instance: Instance,
    source: Source,
    *,
    raw: bool = False,
    container: Container | None = None,
    campaign: Campaign | None = None,
) -> tuple[str | TokenUse | Template | None, list[Diagnostic]]:
    """Bind a text in quotes, a token alone, or with `raw` a text without quotes."""
    diagnostics: list[Diagnostic] = []
    node: Text | TokenReference | None
    if raw:
        node = Text(0, len(source.text), parts(source.text, 0))
    else:
        node, diagnostics = parse_phrase(source)
    if node is None:
        return None, diagnostics
    scope = replace(
        lone_scope(instance, source, diagnostics),
        container=container or instance.root,
        campaign=campaign,
        constant=False,
    )
    bound = bind_text(node, scope) if isinstance(node, Text) else bind_phrase(node, scope)
    return (None if diagnostics else bound), in_order(diagnostics)
