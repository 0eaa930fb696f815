"""Rules run over an instance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib import import_module

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.diagnostics.rule import Rule
from flowlang.lint.pages import module_name
from flowlang.lint.world import World

Find = Callable[[World], Iterator[Diagnostic]]


def lint(world: World, rules: Iterable[Rule]) -> list[Diagnostic]:
    """What the rules find in the project's own files, in order of place, each once."""
    kept: dict[tuple[object, ...], Diagnostic] = {}
    for rule in rules:
        for each in finder(rule.name)(world):
            if world.is_own(each.source):
                told = replace(each, rule=rule.name, severity=rule.severity)
                kept.setdefault((*told.order, told.message), told)
    return sorted(kept.values(), key=lambda each: each.order)


def finder(rule: str) -> Find:
    """The function of a rule, loaded when it is wanted."""
    find: Find = import_module(f"flowlang.lint.rules.{module_name(rule)}").find
    return find
