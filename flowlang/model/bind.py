"""From files to one bound instance, in stages: declare, fill in, look for cycles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from flowlang.diagnostics.diagnostic import Diagnostic, Severity
from flowlang.model.assets import Asset, Container
from flowlang.model.bind_assets import (
    bind_email,
    bind_program,
    bind_segment,
    bind_smart_list,
    bind_webhook,
    declare_segments,
)
from flowlang.model.bind_campaigns import bind_campaign
from flowlang.model.bind_filters import bind_filter as bind_filter_node
from flowlang.model.bind_tests import bind_test
from flowlang.model.cycles import smart_list_cycles
from flowlang.model.declare import Declared, Declarer
from flowlang.model.filters import Filter
from flowlang.model.imports import Gathered
from flowlang.model.instance import Instance
from flowlang.model.lookup import Entry, Names, Shelf
from flowlang.model.origin import is_standard
from flowlang.model.project import Project
from flowlang.model.scope import Draws, Scope
from flowlang.model.tests import TestCase
from flowlang.source import Source, Span
from flowlang.syntax.nodes.file import File
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.parser import parse_filter

T = TypeVar("T")


def bind(project: Project, gathered: Gathered, offer: Callable[[str, str], str | None]) -> Instance:
    """Bind the files of one instance; every mistake is among its diagnostics, in order.

    `offer` tells in which module of the standard library a thing of a kind can be found.
    """
    diagnostics = [
        *gathered.diagnostics,
        *(each for file in gathered.files for each in file.diagnostics),
    ]
    names = Names(
        project,
        offer,
        modules=gathered.modules,
        broken=gathered.broken,
        mistaken={
            file.source
            for file in gathered.files
            if any(each.severity is Severity.ERROR for each in file.diagnostics)
        },
    )
    declarer = Declarer(names, gathered.visible, diagnostics)
    for file in gathered.files:
        with _not_too_deep(file, file.source, diagnostics):
            declarer.file(file)
    tests = _fill_in(declarer.declared, names, diagnostics)
    return _instance(project, tuple(gathered.files), declarer.root, names, tests, diagnostics)


def extend(instance: Instance, file: File) -> Instance:
    """An instance with the declarations of one more file, which sees all of it.

    What was there stays the same objects, in the same order, and what is new stands behind it.
    The mistakes are those of the new file alone; where it has any, the result is not to be used.
    """
    diagnostics = list(file.diagnostics)
    names = names_of(instance)
    tokens = dict(instance.root.tokens)
    declarer = Declarer(names, {}, diagnostics, instance.root)
    with _not_too_deep(file, file.source, diagnostics):
        declarer.file(file)
    tests = _fill_in(declarer.declared, names, diagnostics)
    if any(each.severity is Severity.ERROR for each in diagnostics):
        # Tokens at the top level are the only thing that is put into what was there.
        instance.root.tokens.clear()
        instance.root.tokens.update(tokens)
    files = (*instance.files, file)
    tests = (*instance.tests, *tests)
    return _instance(instance.project, files, instance.root, names, tests, diagnostics)


def _instance(
    project: Project,
    files: tuple[File, ...],
    root: Container,
    names: Names,
    tests: tuple[TestCase, ...],
    diagnostics: list[Diagnostic],
) -> Instance:
    return Instance(
        project,
        files,
        root,
        fields=_once(names.fields.values()),
        member_fields=_once(names.member_fields.values()),
        activities=_once(names.activities.values()),
        lists=_all(names.lists),
        smart_lists=_all(names.smart_lists),
        segmentations=_all(names.segmentations),
        emails=_all(names.emails),
        webhooks=_all(names.webhooks),
        channels=_all(names.channels),
        programs=_all(names.programs),
        campaigns=_all(names.campaigns),
        tests=tests,
        texts=tuple(names.texts),
        diagnostics=in_order(diagnostics),
    )


def _fill_in(
    declared: Declared, names: Names, diagnostics: list[Diagnostic]
) -> tuple[TestCase, ...]:
    """Bind what stands inside of everything that was declared."""
    for program_node, program, scope in declared.programs:
        bind_program(program_node, program, scope)
    segments = [
        (declare_segments(node, item, scope), item, scope)
        for node, item, scope in declared.segmentations
    ]
    for smart_list_node, smart_list, scope in declared.smart_lists:
        with _not_too_deep(smart_list_node, scope.source, diagnostics):
            bind_smart_list(smart_list_node, smart_list, scope)
    for parts, segmentation, scope in segments:
        for part, segment in zip(parts, segmentation.segments, strict=True):
            with _not_too_deep(part, scope.source, diagnostics):
                bind_segment(part, segment, scope)
    for email_node, email, scope in declared.emails:
        bind_email(email_node, email, scope)
    for webhook_node, webhook, scope in declared.webhooks:
        bind_webhook(webhook_node, webhook, scope)
    for campaign_node, campaign, scope in declared.campaigns:
        with _not_too_deep(campaign_node, scope.source, diagnostics):
            bind_campaign(campaign_node, campaign, scope)
    tests: list[TestCase] = []
    for test_node, scope in declared.tests:
        with _not_too_deep(test_node, scope.source, diagnostics):
            tests.extend(bind_test(test_node, scope))
    diagnostics.extend(smart_list_cycles([*_all(names.smart_lists), *_all(names.segmentations)]))
    return tuple(tests)


@contextmanager
def _not_too_deep(node: Node, source: Source, diagnostics: list[Diagnostic]) -> Iterator[None]:
    """Tells of parentheses and choices within each other beyond all measure."""
    try:
        yield
    except RecursionError:
        diagnostics.append(
            Diagnostic(
                "syntax-error",
                "this goes too deep: hundreds of things stand within each other",
                source,
                Span(node.start, min(node.end, node.start + 1)),
                help="put the inner parts into smart lists or campaigns of their own",
            )
        )


def _once(entries: Iterable[Entry[T]]) -> tuple[T, ...]:
    """What entries hold, each once, in order."""
    return tuple(dict.fromkeys(entry.item for entry in entries))


def _all(shelf: Shelf[T]) -> tuple[T, ...]:
    return tuple(entry.item for entry in shelf.by_qualified.values())


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics by file, line and column, each once."""
    kept: dict[tuple[object, ...], Diagnostic] = {}
    for each in diagnostics:
        kept.setdefault((*each.order, each.message), each)
    return sorted(kept.values(), key=lambda each: each.order)


def bind_filter(instance: Instance, source: Source) -> tuple[Filter | None, list[Diagnostic]]:
    """Bind a text that is one filter, such as that of `--where`; it sees all of an instance.

    None where it has a mistake, which is among the diagnostics.
    """
    node, diagnostics = parse_filter(source)
    if node is None:
        return None, diagnostics
    scope = lone_scope(instance, source, diagnostics)
    bound = None
    with _not_too_deep(node, source, diagnostics):
        bound = bind_filter_node(node, scope)
    return (None if diagnostics else bound), in_order(diagnostics)


def lone_scope(instance: Instance, source: Source, diagnostics: list[Diagnostic]) -> Scope:
    """The surroundings of a text that stands in no file: it sees all of an instance."""
    return Scope(
        names_of(instance),
        source,
        None,
        instance.root,
        diagnostics,
        draws=Draws(""),
        constant=True,
    )


def names_of(instance: Instance) -> Names:
    """The names of a bound instance, for text that is bound against it later."""
    names = Names(instance.project)
    names.modules = {
        file.source: f"std.{file.source.path.stem}"
        for file in instance.files
        if file.source.path is not None and is_standard(file.source)
    }
    for fields, known in (
        (instance.fields, names.fields),
        (instance.member_fields, names.member_fields),
    ):
        for field in fields:
            for key in field.keys:
                homes = (field.source,)
                known[key] = Entry(field, field.name, field.name, None, homes, field.span)
    for activity in instance.activities:
        names.activities[activity.key] = Entry(
            activity,
            activity.name,
            activity.name,
            None,
            (activity.source,),
            activity.span,
        )
    for static_list in instance.lists:
        names.lists.add(_entry(static_list, static_list))
    for smart_list in instance.smart_lists:
        names.smart_lists.add(_entry(smart_list, smart_list))
    for segmentation in instance.segmentations:
        names.segmentations.add(_entry(segmentation, segmentation))
    for email in instance.emails:
        names.emails.add(_entry(email, email))
    for webhook in instance.webhooks:
        names.webhooks.add(_entry(webhook, webhook))
    for campaign in instance.campaigns:
        names.campaigns.add(_entry(campaign, campaign))
    for channel in instance.channels:
        sources = (channel.source,)
        names.channels.add(Entry(channel, channel.name, channel.name, None, sources, channel.span))
    for program in instance.programs:
        names.programs.add(
            Entry(
                program,
                program.name,
                program.name,
                None,
                (program.source,) if program.source else (),
                program.span,
            )
        )
    return names


def _entry(item: T, asset: Asset) -> Entry[T]:
    return Entry(
        item,
        asset.name,
        asset.qualified_name,
        asset.container.program,
        (asset.source,),
        asset.span,
    )
