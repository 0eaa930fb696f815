"""The flows of the campaigns that ran, with what each step did to how many people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from flowlang.engine.summary import Summary
from flowlang.model.campaigns import Campaign
from flowlang.model.instance import Instance
from flowlang.model.steps import Branch, Choose, DoNothing, Step
from flowlang.source import Source, Span
from flowlang.style import Look, Style, char_width, plain, width_of

_HEADS = ("reached", "done", "skipped")
_IDLE = 8
"""So many branches of a choice, one after the other, are told though nobody came to them."""


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One line of a flow: a step, or a branch of a choice.

    `reached` are the people who came to it, `done` those for whom something was logged or
    who wait there; None where the line does nothing by itself.
    """

    path: str
    depth: int
    text: str
    reached: int
    done: int | None = None
    skipped: int = 0

    @property
    def numbers(self) -> tuple[str, str, str]:
        """The numbers as they are shown."""
        done = "" if self.done is None else f"{self.done:,}"
        return f"{self.reached:,}", done, f"{self.skipped:,}" if self.skipped else ""


def flow_lines(campaign: Campaign, summary: Summary) -> list[FlowLine]:
    """The steps and branches of a campaign, in source order."""
    return list(_lines(campaign.flow, campaign.qualified_name, summary, 0))


def _lines(steps: tuple[Step, ...], name: str, summary: Summary, depth: int) -> Iterator[FlowLine]:
    for step in steps:
        reached = summary.steps[name, step.path]
        if isinstance(step, Choose):
            yield FlowLine(step.path, depth, "choose", reached)
            yield from _branches(step, name, summary, depth + 1, reached)
        else:
            yield FlowLine(
                step.path,
                depth,
                _written(step.source, step.span),
                reached,
                None if isinstance(step, DoNothing) else _done(step, name, summary),
                summary.passed_over[name, step.path],
            )


def _branches(
    step: Choose, name: str, summary: Summary, depth: int, reached: int
) -> Iterator[FlowLine]:
    left = reached
    numbered = enumerate(step.branches, 1)
    for idle, group in groupby(numbered, lambda each: not summary.taken[name, _path(step, each)]):
        branches = list(group)
        if idle and len(branches) > _IDLE:
            last = _path(step, branches[-1])
            told = f"to {last}: {len(branches)} branches that nobody came to"
            yield FlowLine(_path(step, branches[0]), depth, told, 0)
            continue
        for each in branches:
            taken = summary.taken[name, _path(step, each)]
            left -= taken
            yield FlowLine(_path(step, each), depth, _condition(each[1]), taken)
            yield from _lines(each[1].steps, name, summary, depth + 1)
    if left:
        yield FlowLine("", depth, "none of them", left)


def _path(step: Choose, branch: tuple[int, Branch]) -> str:
    return f"{step.path}.{branch[0]}"


def _condition(branch: Branch) -> str:
    if branch.condition is None:
        return "otherwise"
    return f"when {_written(branch.condition.source, branch.condition.span)}"


def _done(step: Step, name: str, summary: Summary) -> int:
    """For how many a step did something; what logs two activities counts once."""
    logged = (
        people
        for (campaign, path, _), people in summary.logged.items()
        if (campaign, path) == (name, step.path)
    )
    return max(logged, default=0) + summary.parked[name, step.path]


def _written(source: Source, span: Span) -> str:
    """What stands in the source, in one line."""
    return plain(" ".join(source.slice(span).split()))


def render_flows(
    summary: Summary, first: str | None, instance: Instance, style: Style
) -> list[str]:
    """The flows of all campaigns that ran, as lines of text; that of one of them first."""
    ran = {name for name, _ in summary.steps}
    campaigns = [each for each in instance.campaigns if each.qualified_name in ran]
    campaigns.sort(key=lambda each: each.qualified_name != first)
    if not campaigns:
        return []
    flows = [flow_lines(each, summary) for each in campaigns]
    shown = [line for flow in flows for line in flow]
    widths = [
        max(len(head), *(len(line.numbers[at]) for line in shown)) for at, head in enumerate(_HEADS)
    ]
    room = style.width - sum(widths) - 2 * len(widths)
    paths = max(len(line.path) for line in shown) + 2
    heads = "".join(f"  {head:>{width}}" for head, width in zip(_HEADS, widths, strict=True))
    rows = [style.paint("Steps".ljust(room) + heads, Look.STRONG)]
    for campaign, flow in zip(campaigns, flows, strict=True):
        line = campaign.source.position(campaign.span.start).line
        place = style.paint(f"{plain(campaign.source.name)}:{line}", Look.FAINT)
        rows.append(f"  {style.paint(plain(campaign.qualified_name), Look.ASIDE)}  {place}")
        rows.extend(_row(each, paths, room, widths, style) for each in flow)
        rows.append("")
    return rows


def _row(line: FlowLine, paths: int, room: int, widths: list[int], style: Style) -> str:
    lead = f"    {line.path.ljust(paths)}{'  ' * line.depth}"
    text = fitted(line.text, max(10, room - len(lead)))
    blanks = " " * max(0, room - len(lead) - width_of(text))
    numbers = "".join(
        f"  {number:>{width}}" for number, width in zip(line.numbers, widths, strict=True)
    )
    row = f"{lead}{text}{blanks}{numbers}".rstrip()
    return row if line.reached else style.paint(row, Look.FAINT)


def fitted(text: str, width: int) -> str:
    """A text in at most so many columns, with a mark where it was cut."""
    if width_of(text) <= width:
        return text
    kept = ""
    used = 1
    for char in text:
        used += char_width(char)
        if used > width:
            break
        kept += char
    return f"{kept.rstrip()}…"
