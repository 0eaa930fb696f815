"""`flowlang lint`: the mistakes in campaigns, and what works and is rarely meant."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from flowlang.check import check
from flowlang.cli.loading import load_or_refuse, own_files
from flowlang.cli.options import color_option, format_option, paths_argument
from flowlang.cli.output import json_text, style_for, write, write_json
from flowlang.cli.refusal import refuse
from flowlang.diagnostics.diagnostic import Diagnostic, Severity
from flowlang.diagnostics.register import read_register
from flowlang.diagnostics.render.data import count, report_data
from flowlang.diagnostics.render.github import render_github
from flowlang.diagnostics.render.sarif import sarif_data
from flowlang.diagnostics.render.text import render_text, tally
from flowlang.lint.linting import lint
from flowlang.lint.pages import lint_pages, lint_rules
from flowlang.lint.selection import Selection, check_settings, unknown_name
from flowlang.lint.world import World
from flowlang.model.instance import Instance
from flowlang.style import Look, Style

_EPILOG = """\b
Examples:
  flowlang lint .                               everything below this folder
  flowlang lint . --select order,tokens         two categories of rules
  flowlang lint . --ignore style                all but one
  flowlang lint . --strict --format github      for a GitHub workflow

Exit status: 0 no mistakes, 1 mistakes were found, with --strict anything, 2 wrong usage."""


def _names(context: click.Context, option: click.Parameter, given: Sequence[str]) -> list[str]:
    """The names of an option that may be repeated, and may list several with commas."""
    names = [name.strip() for words in given for name in words.split(",") if name.strip()]
    for name in names:
        wrong = unknown_name(name, lint_rules())
        if wrong is not None:
            raise refuse(wrong)
    return names


@click.command(epilog=_EPILOG)
@paths_argument
@click.option(
    "--select",
    multiple=True,
    callback=_names,
    metavar="NAME,…",
    help="Only these rules or categories, whatever the project file says.",
)
@click.option(
    "--ignore",
    multiple=True,
    callback=_names,
    metavar="NAME,…",
    help="Not these rules or categories, either.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 whatever is found.")
@format_option("sarif", "github")
@color_option
def command(
    paths: tuple[Path, ...],
    select: list[str],
    ignore: list[str],
    strict: bool,
    form: str,
    color: str,
) -> int:
    """Find mistakes, and what works but is rarely meant.

    A PATH is a file, or a folder with all .flow files below it. `flowlang rule` lists the rules
    with their categories, `flowlang rule NAME` explains one. `# flow: allow NAME` on a line, or
    on the line above, says that something is meant.
    """
    loaded = load_or_refuse(paths)
    told = [each for one in loaded.instances for each in _diagnose(one, select, ignore)]
    told.sort(key=lambda each: each.order)
    _show(told, own_files(loaded.instances), form, color)
    has_errors = any(each.severity is Severity.ERROR for each in told)
    return 1 if has_errors or (strict and told) else 0


def _diagnose(instance: Instance, select: Sequence[str], ignore: Sequence[str]) -> list[Diagnostic]:
    """The mistakes of an instance; where there are none, what the rules find."""
    told = [*check(instance), *check_settings(instance.project, lint_rules())]
    if any(each.severity is Severity.ERROR for each in told):
        return told
    selection = Selection.of(instance.project, select, ignore)
    return [*told, *lint(World(instance), selection.rules(lint_rules().values()))]


def _show(told: Sequence[Diagnostic], files: int, form: str, color: str) -> None:
    match form:
        case "json":
            write_json(report_data(told, files))
        case "sarif":
            register = read_register(lint_pages())
            write(json_text(sarif_data(told, register, Path.cwd())))
        case "github":
            write(render_github(told))
        case _:
            write(_text(told, files, style_for(sys.stdout, color)))


def _text(told: Sequence[Diagnostic], files: int, style: Style) -> str:
    errors, warnings, infos = (count(told, each) for each in Severity)
    look = Look.ERROR if errors else Look.WARNING if warnings else Look.GOOD
    last = style.paint(tally(errors, warnings, files, infos), look)
    return f"{render_text(told, style)}{last}\n"
