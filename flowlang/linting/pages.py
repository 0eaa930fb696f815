"""Where the rules lie, and their pages: read as text, so that nothing of a rule is loaded."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

from flowlang.diagnostics.rule import Rule, read_page

RULES_FOLDER = Path(__file__).parent / "rules"

CATEGORIES = ("correctness", "order", "tokens", "people", "cost", "style", "portability")
"""What a rule can be about; all that a category has can be selected and ignored at once."""


def module_names() -> list[str]:
    """The names of the modules that are rules."""
    return sorted(path.stem for path in RULES_FOLDER.glob("[!_]*.py"))


def rule_name(module: str) -> str:
    """The name of the rule that a module is."""
    return module.replace("_", "-")


def module_name(rule: str) -> str:
    """The module of a rule."""
    return rule.replace("-", "_")


def lint_pages() -> list[str]:
    """The texts of all pages, by name of the rule."""
    return [page_of(name) for name in module_names()]


def page_of(module: str) -> str:
    """The page of one rule: the docstring of its module."""
    path = RULES_FOLDER / f"{module}.py"
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


@lru_cache(maxsize=1)
def lint_rules() -> dict[str, Rule]:
    """All rules by name."""
    rules = (read_page(page) for page in lint_pages())
    return {rule.name: rule for rule in rules}
