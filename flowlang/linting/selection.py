"""Which rules run, and how much each weighs: by the command line and by the project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from flowlang.diagnostics.diagnostic import Diagnostic, Severity
from flowlang.diagnostics.rule import Rule
from flowlang.linting.pages import CATEGORIES
from flowlang.model.nearest import nearest
from flowlang.model.project import Project
from flowlang.model.settings import setting_place

EVERYTHING = "all"
OFF = "off"


@dataclass(frozen=True, slots=True)
class Selection:
    """Names of rules and categories; a rule's own name weighs more than its category's.

    `select` empty means all rules. `severities` are by rule or category.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, str] | None = None

    @classmethod
    def of(cls, project: Project, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Self:
        """That of a project; what the command selects replaces what the project says."""
        if select:
            return cls(tuple(select), tuple(ignore), project.lint_severity)
        return cls(project.lint_select, (*project.lint_ignore, *ignore), project.lint_severity)

    def rules(self, rules: Iterable[Rule]) -> list[Rule]:
        """The rules that are to run, with the severity that they are to have."""
        return [self._weighed(rule) for rule in rules if self._is_on(rule)]

    def _is_on(self, rule: Rule) -> bool:
        selected = _closeness(self.select or (EVERYTHING,), rule)
        off = [name for name, word in (self.severities or {}).items() if word == OFF]
        return selected > _closeness((*self.ignore, *off), rule)

    def _weighed(self, rule: Rule) -> Rule:
        known = self.severities or {}
        word = known.get(rule.name, known.get(rule.category))
        return rule if word in (None, OFF) else replace(rule, severity=Severity(word))


def _closeness(names: Iterable[str], rule: Rule) -> int:
    """How closely the closest of the names means a rule: 0 where none does."""
    levels = {EVERYTHING: 1, rule.category: 2, rule.name: 3}
    return max((levels.get(name, 0) for name in names), default=0)


def unknown_name(name: str, rules: Mapping[str, Rule]) -> str | None:
    """What to say about a name that is no rule of the linter and no category, else None."""
    if name in rules or name in CATEGORIES or name == EVERYTHING:
        return None
    near = nearest(name, [*rules, *CATEGORIES])
    offer = f"did you mean `{near}`?" if near else "`flowlang rule` lists all of them"
    return f"there is no rule or category `{name}`; {offer}"


def check_settings(project: Project, rules: Mapping[str, Rule]) -> list[Diagnostic]:
    """The names in a project's `[lint]` that nothing has."""
    told = []
    given = {
        ("lint", "select"): project.lint_select,
        ("lint", "ignore"): project.lint_ignore,
        ("lint.severity", ""): tuple(project.lint_severity),
    }
    for (table, key), names in given.items():
        for name in names:
            wrong = unknown_name(name, rules)
            if wrong is not None and project.source is not None:
                message, _, help = wrong.partition("; ")
                span = setting_place(project.source.text, table, key or name)
                told.append(Diagnostic("bad-setting", message, project.source, span, help=help))
    return told
