"""`flowlang trace`: everything that a run does to one person, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from flowlang.cli.options import (
    bad_data_option,
    color_option,
    format_option,
    paths_argument,
    people_option,
    seed_option,
)
from flowlang.cli.problems import tell_filter, tell_problems
from flowlang.cli.refusal import refuse
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.bind import bind_filter
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.instance import Instance
from flowlang.model.named import named
from flowlang.source import Source
from flowlang.workspace.choosing import choose_campaign, moment_of, outside_tokens
from flowlang.workspace.loading import load_and_check, one_instance

_EPILOG = """\b
Examples:
  flowlang trace . --people data/ --person 101
      what the only batch campaign does to the person with the id 101
  flowlang trace . --people data/ --person ada@acme.example --campaign "Webinar.Score"
      found by e-mail address
  flowlang trace . --people data/ --person 104 --why-not "Webinar.Score"
      why somebody did not get in, in a few lines
  flowlang trace . --people data/ --person 101 --from 2026-01-01 --to 2026-02-01
      all that happens in a month: schedules, activities of the data, waits that end
  flowlang trace . --people data/ --person 101 --format html --out ada.html
      a page for whoever asked

Exit status: 0 fine, 1 mistakes in the scripts or the data, 2 wrong usage or nobody found, 3 the
person went in a circle and was stopped."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words of the command."""

    person: str
    campaign: str | None
    why_not: str | None
    where: str | None
    at: str | None
    until: str | None
    from_: str | None
    to: str | None
    tokens: tuple[str, ...]
    seed: int
    people: Path | None
    on_bad_data: str
    out: Path | None
    overwrite: bool
    form: str
    color: str


@click.command(epilog=_EPILOG)
@paths_argument
@people_option
@click.option("--person", required=True, metavar="ID-or-EMAIL", help="Whose story to tell.")
@click.option("--campaign", metavar="NAME", help="Which campaign; default: the only batch one.")
@click.option("--why-not", metavar="CAMPAIGN", help="Only why the person did not get into it.")
@click.option("--where", metavar="FILTER", help="Only if this filter holds, too.")
@click.option("--at", metavar="WHEN", help="The moment of the run, such as 2026-11-23T09:00; now.")
@click.option("--until", metavar="WHEN", help="Go on until then, so that waits end.")
@click.option(
    "--from", "from_", metavar="WHEN", help="Simulate from this moment, instead of a run."
)
@click.option("--to", metavar="WHEN", help="The first moment that is no longer simulated.")
@click.option(
    "--token", "tokens", metavar="NAME=VALUE", multiple=True, help="A value for a my token."
)
@seed_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to write it instead of standard output.",
)
@click.option("--overwrite", is_flag=True, help="Replace the file of --out.")
@bad_data_option
@format_option("html")
@color_option
def command(paths: tuple[Path, ...], **options: object) -> int:
    """Tell what a run does to one person, and why.

    The campaigns run for that person alone, as they would among all the others; limits of
    people are taken as kept. Nothing is sent, and no data is changed.
    """
    wanted = Wanted(**options)  # type: ignore[arg-type]  # Click has made them of these types.
    if wanted.overwrite and wanted.out is None:
        raise refuse("`--overwrite` goes with `--out FILE`")
    checked = load_and_check(paths)
    instance = one_instance(checked)
    tell_problems(checked, "json" if wanted.form == "json" else "text", wanted.color)
    if checked.has_errors:
        return 1
    return _trace(instance, checked.diagnostics, wanted)


def _trace(instance: Instance, diagnostics: Sequence[Diagnostic], wanted: Wanted) -> int:
    """Work out what is wanted, and do it."""
    asked = None if wanted.why_not is None else _named(instance, wanted.why_not)
    simulates = _simulates(wanted)
    project = instance.project
    campaign = None if simulates else choose_campaign(instance, _start(asked, wanted))
    first, last = (wanted.from_, wanted.to) if simulates else (wanted.at, wanted.until)
    now = moment_of(first, project, "--from" if simulates else "--at")
    until = None if last is None else moment_of(last, project, "--to" if simulates else "--until")
    if until is not None and until < now:
        raise refuse("the end of the time lies before its beginning")
    tokens = {} if campaign is None else outside_tokens(wanted.tokens, campaign, project)
    data = wanted.people or project.people
    if data is None:
        raise refuse(
            "name the people: `--people DATA`, or `people` below `[data]` in flowlang.toml"
        )
    where = None
    if wanted.where is not None:
        where, mistakes = bind_filter(instance, Source("--where", wanted.where))
        if mistakes:
            return tell_filter(mistakes, wanted.form, wanted.color)
    # The engine, and with it numpy and pyarrow, is loaded only when something will be run.
    from flowlang.cli.tracing import trace_job
    from flowlang.engine.plan import Plan

    plan = Plan(
        instance, campaign, now, wanted.seed, tokens, where, until=until, simulates=simulates
    )
    return trace_job(plan, data, tuple(diagnostics), asked, wanted)


def _simulates(wanted: Wanted) -> bool:
    """Whether a simulation is told and not a run; the words of both do not go together."""
    if wanted.from_ is None and wanted.to is None:
        return False
    if wanted.from_ is None or wanted.to is None:
        raise refuse("`--from` and `--to` go together: a simulation has a beginning and an end")
    words = {
        "--campaign": wanted.campaign,
        "--at": wanted.at,
        "--until": wanted.until,
        "--where": wanted.where,
        "--token": wanted.tokens,
    }
    for name, value in words.items():
        if value:
            raise refuse(f"`{name}` belongs to a run, and `--from` and `--to` are a simulation")
    return True


def _start(asked: Campaign | None, wanted: Wanted) -> str | None:
    """The campaign to run: the named one, else the asked one where it can be run itself."""
    if wanted.campaign is None and asked is not None and asked.kind is CampaignKind.BATCH:
        return asked.qualified_name
    return wanted.campaign


def _named(instance: Instance, name: str) -> Campaign:
    """The campaign of `--why-not`, of any kind."""
    found = named(instance.campaigns, name)
    if len(found) > 1:
        names = " or ".join(f'"{each.qualified_name}"' for each in found)
        raise refuse(f'`--why-not`: several campaigns are called "{name}"; say {names}')
    if not found:
        from flowlang.model.nearest import nearest

        names_ = {each for one in instance.campaigns for each in (one.name, one.qualified_name)}
        near = nearest(name, sorted(names_))
        offer = f'; did you mean "{near}"?' if near else ""
        raise refuse(f'`--why-not`: there is no campaign "{name}"{offer}')
    return found[0]
