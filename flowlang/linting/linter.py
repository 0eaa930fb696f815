"""Rules run over an instance, and what they find is told unless the script allows it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import Protocol

from flowlang.apart import Row, apart
from flowlang.diagnostics.diagnostic import Diagnostic, Fix
from flowlang.diagnostics.plain import from_plain, to_plain
from flowlang.diagnostics.rule import Rule
from flowlang.linting.pages import module_name
from flowlang.linting.world import World
from flowlang.model.load import without_collection

WORTH = 100
"""So many campaigns are worth another process."""

_ENDS = {"correctness": -1, "order": 1}
"""The categories at the ends of the row of rules: each shares what the other does not need."""


class RuleModule(Protocol):
    """A rule. It may also have `NEEDS_PEOPLE = True`, and `LAST = True` to run after others."""

    find: Callable[[World], Iterator[Diagnostic]]


Loaded = tuple[Rule, RuleModule]


def lint(world: World, rules: Iterable[Rule]) -> list[Diagnostic]:
    """What the rules find in the project's own files, in order of place, each once."""
    loaded = [(rule, rule_module(rule.name)) for rule in rules]
    running = [
        (rule, module)
        for rule, module in loaded
        if world.people is not None or not needs_people(module, rule)
    ]
    first = [each for each in running if not getattr(each[1], "LAST", False)]
    kept: dict[tuple[object, ...], Diagnostic] = {}
    with without_collection():
        _keep(_found(world, first), world, kept)
        for each in running:
            if each not in first:
                _keep(_run(world, [each]), world, kept)
    return sorted(kept.values(), key=lambda each: each.order)


def _keep(
    found: Iterable[Diagnostic], world: World, kept: dict[tuple[object, ...], Diagnostic]
) -> None:
    """Keep findings by place, unless the scripts allow them."""
    for each in found:
        if not world.allows.allow(each):
            kept.setdefault((*each.order, each.message), each)


def _run(world: World, rules: Iterable[Loaded]) -> list[Diagnostic]:
    """What rules find in the project's own files, with the severity that each has."""
    found: list[Diagnostic] = []
    for rule, module in rules:
        world.allows.ran.add(rule.name)
        found.extend(
            replace(each, rule=rule.name, severity=rule.severity, fix=_fix(each, world))
            for each in module.find(world)
            if world.is_own(each.source)
        )
    return found


def _fix(each: Diagnostic, world: World) -> Fix | None:
    """The fix of a finding; what stands in the file of a body is mended by hand."""
    return each.fix if world.is_script(each.source) else None


def _found(world: World, rules: list[Loaded]) -> list[Diagnostic]:
    """What rules find; in a large workspace, two processes share them."""
    if world.people is not None or len(world.campaigns) < WORTH:
        return _run(world, rules)
    rules = sorted(rules, key=lambda each: _ENDS.get(each[0].category, 0))
    row = Row(len(rules))
    sources = [each.source for each in world.instance.files]
    numbers = {source: number for number, source in enumerate(sources)}

    def others() -> bytes:
        found = _run(world, (rules[number] for number in row.from_back()))
        return json.dumps(to_plain(found, numbers)).encode()

    other = apart(others)
    if other is None:
        return _run(world, rules)
    mine: set[int] = set()
    found: list[Diagnostic] = []
    try:
        for number in row.from_front():
            mine.add(number)
            found.extend(_run(world, [rules[number]]))
    except BaseException:
        other.drop()
        raise
    done = other.result()
    if done is None:
        left = (each for number, each in enumerate(rules) if number not in mine)
        return [*found, *_run(world, left)]
    world.allows.ran.update(rule.name for rule, _ in rules)
    return [*found, *from_plain(json.loads(done), sources)]


def rule_module(rule: str) -> RuleModule:
    """The module of a rule, loaded when it is wanted."""
    module: RuleModule = import_module(f"flowlang.linting.rules.{module_name(rule)}")
    return module


def needs_people(module: RuleModule, rule: Rule) -> bool:
    """Whether a rule has nothing to say without people."""
    needs: bool = getattr(module, "NEEDS_PEOPLE", rule.category == "people")
    return needs
