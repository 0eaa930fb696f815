"""`flowlang rule`: what a rule is about."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from difflib import get_close_matches
from itertools import groupby
from typing import Any

import click

from flowlang.cli.options import color_option, format_option
from flowlang.cli.output import style_for, write, write_json
from flowlang.cli.refusal import refuse
from flowlang.diagnostics.register import read_register
from flowlang.diagnostics.render.page import render_page
from flowlang.diagnostics.render.text import LOOKS
from flowlang.diagnostics.rule import Rule
from flowlang.linting.pages import lint_pages
from flowlang.style import Look, Style

_EPILOG = """\b
Examples:
  flowlang rule                        all rules, one line each
  flowlang rule nested-execute         why it is one, an example, how to mend it
  flowlang rule --format json"""


@click.command(epilog=_EPILOG)
@click.argument("name", required=False, metavar="[NAME]")
@format_option()
@color_option
def command(name: str | None, form: str, color: str) -> int:
    """Explain a rule: why it is one, an example, how to mend it.

    Without NAME, list all of them.
    """
    register = read_register(lint_pages())
    if name is None:
        if form == "json":
            write_json({"rules": [_entry(rule) for rule in register.values()]})
        else:
            write(_listing(register, style_for(sys.stdout, color)))
        return 0
    rule = register.get(name)
    if rule is None:
        raise refuse(_unknown(name, register))
    if form == "json":
        write_json(_page(rule))
    else:
        write(render_page(rule, style_for(sys.stdout, color)))
    return 0


def _unknown(name: str, register: Mapping[str, Rule]) -> str:
    near = get_close_matches(name.lower().replace("_", "-"), register, n=1)
    offer = f"did you mean `{near[0]}`?" if near else "`flowlang rule` lists all of them"
    return f"there is no rule `{name}`; {offer}"


def _listing(register: Mapping[str, Rule], style: Style) -> str:
    """All rules by category, and by name in it."""
    width = max(map(len, register), default=0)
    groups = groupby(
        sorted(register.values(), key=lambda rule: (rule.category, rule.name)),
        key=lambda rule: rule.category,
    )
    blocks = []
    for category, rules in groups:
        rows = [style.paint(category, Look.STRONG)]
        for rule in rules:
            severity = style.paint(rule.severity.value.ljust(7), LOOKS[rule.severity])
            rows.append(f"  {rule.name.ljust(width)}  {severity}  {rule.summary}")
        blocks.append("\n".join(rows))
    return "\n\n".join(blocks) + "\n"


def _entry(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "severity": rule.severity.value,
        "category": rule.category,
        "summary": rule.summary,
    }


def _page(rule: Rule) -> dict[str, Any]:
    return {
        **_entry(rule),
        "why": rule.why,
        "bad": rule.bad,
        "good": rule.good,
        "mend": rule.mend,
    }
