"""What is told of an instance by a linter: mistakes first, and where there are none, the lints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flowlang.checking import check
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.linter import lint
from flowlang.linting.pages import lint_rules
from flowlang.linting.selection import Selection, check_settings, unknown_name
from flowlang.linting.world import People, World
from flowlang.model.instance import Instance
from flowlang.refusal import UsageError
from flowlang.workspace.loading import has_errors


@dataclass(frozen=True, slots=True)
class Lint:
    """By which rules scripts are looked at, and how their people are asked, if they are.

    `select` and `ignore` are names of rules and categories, above what the project says.
    `survey` gives what the people say of an instance; it is asked only where there are no
    mistakes.
    """

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    survey: Callable[[Instance], People] | None = None

    def diagnose(self, instances: Iterable[Instance]) -> list[Diagnostic]:
        """What is told of instances, in order of place."""
        told = [each for instance in instances for each in self._diagnose(instance)]
        return sorted(told, key=lambda each: each.order)

    def _diagnose(self, instance: Instance) -> list[Diagnostic]:
        told = [*check(instance), *check_settings(instance.project, lint_rules())]
        if has_errors(told):
            return told
        selection = Selection.of(instance.project, self.select, self.ignore)
        people = None if self.survey is None else self.survey(instance)
        world = World(instance, people)
        return [*told, *lint(world, selection.rules(lint_rules().values()))]


def rule_names(given: Iterable[str]) -> list[str]:
    """Names of rules and categories, of which one text may list several with commas."""
    names = [name.strip() for words in given for name in words.split(",") if name.strip()]
    for name in names:
        wrong = unknown_name(name, lint_rules())
        if wrong is not None:
            raise UsageError(wrong)
    return names
