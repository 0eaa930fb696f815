"""Rules run over an instance, and what they find is told unless the script allows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import Protocol

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.diagnostics.rule import Rule
from flowlang.linting.pages import module_name
from flowlang.linting.world import World


class RuleModule(Protocol):
    """A rule. It may also have `NEEDS_PEOPLE = True`, and `LAST = True` to run after others."""

    find: Callable[[World], Iterator[Diagnostic]]


def lint(world: World, rules: Iterable[Rule]) -> list[Diagnostic]:
    """What the rules find in the project's own files, in order of place, each once."""
    kept: dict[tuple[object, ...], Diagnostic] = {}
    loaded = [(rule, rule_module(rule.name)) for rule in rules]
    for rule, module in sorted(loaded, key=lambda pair: getattr(pair[1], "LAST", False)):
        if world.people is None and needs_people(module, rule):
            continue
        world.allows.ran.add(rule.name)
        for each in module.find(world):
            told = replace(each, rule=rule.name, severity=rule.severity)
            if world.is_own(each.source) and not world.allows.allow(told):
                kept.setdefault((*told.order, told.message), told)
    return sorted(kept.values(), key=lambda each: each.order)


def rule_module(rule: str) -> RuleModule:
    """The module of a rule, loaded when it is wanted."""
    module: RuleModule = import_module(f"flowlang.linting.rules.{module_name(rule)}")
    return module


def needs_people(module: RuleModule, rule: Rule) -> bool:
    """Whether a rule has nothing to say without people."""
    needs: bool = getattr(module, "NEEDS_PEOPLE", rule.category == "people")
    return needs
