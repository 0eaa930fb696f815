"""A run, told to the person who started it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from flowlang.engine.summary import Limit, RunFacts, Stopped, Summary
from flowlang.model.instance import Instance
from flowlang.report.flows import render_flows
from flowlang.report.timeline import render_timeline
from flowlang.style import Look, Style, counted, plain, width_of

_PEOPLE_NAMED = 5
"""So many of the people who went in one circle are named."""


def render_run(summary: Summary, facts: RunFacts, instance: Instance, style: Style) -> str:
    """Everything that happened, most important first, a blank line between the parts."""
    about = _entry(summary, style) if facts.campaign is not None else _campaigns(summary, style)
    parts = [
        _title(facts, instance, style),
        about,
        render_timeline(summary, style),
        render_flows(summary, facts.campaign, instance, style),
        _activities(summary, style),
        _skips(summary, style),
        _executed(summary, style),
        _warnings(summary, style),
        _waiting(summary, style),
        _stopped(summary.stopped, style),
        _limits(summary.limits, style),
    ]
    blocks = ["\n".join(part).rstrip("\n") for part in parts if part]
    return "\n\n".join(blocks) + "\n"


def _title(facts: RunFacts, instance: Instance, style: Style) -> list[str]:
    name = style.paint(plain(facts.campaign or "Simulation"), Look.STRONG)
    when = "at" if facts.campaign is not None else "from"
    until = "" if facts.until is None else f" until {_moment(facts.until)}"
    told = f"{when} {_moment(facts.at)}{until} {instance.project.timezone.key}, seed {facts.seed}"
    return [f"{name}  {style.paint(told, Look.FAINT)}"]


def _moment(at: str) -> str:
    return at.replace("T", " ").removesuffix(":00")


def _campaigns(summary: Summary, style: Style) -> list[str]:
    """How often each campaign was entered, and what of the data came too late."""
    people = (summary.people, "people" if summary.people != 1 else "person")
    rows = [(many, plain(name)) for name, many in summary.entered.most_common()]
    lines = [*(f"  {row}" for row in numbered([people])), "", *_section("Entered", rows, style)]
    if not rows:
        lines += [style.paint("nobody entered any campaign", Look.WARNING)]
    if summary.later:
        told = f"{counted(summary.later, 'activity', 'activities')} after the period: only copied"
        lines += ["", f"  {style.paint(told, Look.FAINT)}"]
    return lines


def _entry(summary: Summary, style: Style) -> list[str]:
    """Who qualified, and why the others did not."""
    rows = [
        (summary.people, "people" if summary.people != 1 else "person"),
        (summary.qualified, "qualified"),
    ]
    reasons = (
        (summary.failed_smart_list, "not in the smart list"),
        (summary.already_entered, "entered before, and may not again"),
        (summary.over_limit, "would have qualified, but are more than the limit"),
    )
    rows += [(people, reason) for people, reason in reasons if people]
    lines = [f"  {row}" for row in numbered(rows)]
    lines[1] = style.paint(lines[1], Look.GOOD if summary.qualified else Look.WARNING)
    return lines


def _activities(summary: Summary, style: Style) -> list[str]:
    rows = [(people, plain(name)) for name, people in sorted(summary.activities.items())]
    return _section("Activities logged", rows, style)


def _skips(summary: Summary, style: Style) -> list[str]:
    """Who was skipped, by activity and reason, and how many in all."""
    by_activity: dict[str, Counter[str]] = {}
    for (activity, reason), people in summary.skipped.items():
        by_activity.setdefault(activity, Counter())[reason] += people
    rows = [
        (people, f"{plain(activity)}: {reason.replace('_', ' ')}")
        for activity, reasons in sorted(by_activity.items())
        for reason, people in reasons.most_common()
    ]
    if len(rows) > 1:
        rows.append((summary.skipped.total(), "in all"))
    return _section("Skipped", rows, style)


def _executed(summary: Summary, style: Style) -> list[str]:
    names = sorted({name for name, _ in summary.executed})
    rows = []
    for name in names:
        inside, outside = summary.executed[name, True], summary.executed[name, False]
        more = f", {outside:,} did not qualify and went on" if outside else ""
        rows.append((inside, f"{plain(name)}{more}"))
    return _section("Executed", rows, style)


def _warnings(summary: Summary, style: Style) -> list[str]:
    rows = [
        (people, f"{plain(message)} [{rule}]")
        for (rule, message), people in sorted(summary.warnings.items())
    ]
    return _section("Warnings", rows, style, Look.WARNING)


def _waiting(summary: Summary, style: Style) -> list[str]:
    rows = [(summary.waiting, "in the middle of a flow")] if summary.waiting else []
    return _section("Waiting", rows, style)


def _stopped(stopped: Iterable[Stopped], style: Style) -> list[str]:
    """Who went in a circle, those of one circle together."""
    by_cycle: dict[tuple[str, ...], list[Stopped]] = {}
    for each in stopped:
        by_cycle.setdefault(each.cycle, []).append(each)
    if not by_cycle:
        return []
    lines = [style.paint("Stopped: campaigns that start each other without end", Look.ERROR)]
    for cycle, people in sorted(by_cycle.items(), key=lambda each: (-len(each[1]), each[0])):
        people.sort(key=lambda each: each.row)
        names = [plain(each.person) for each in people[:_PEOPLE_NAMED]]
        more = ", …" if len(people) > _PEOPLE_NAMED else ""
        lines.append(f"  {' → '.join(map(plain, (*cycle, *cycle[:1])))}")
        told = f"{counted(len(people), 'person', 'people')}: {', '.join(names)}{more}"
        lines.append(f"    {style.paint(told, Look.FAINT)}")
    return lines


def _limits(limits: Iterable[Limit], style: Style) -> list[str]:
    return [
        style.paint(
            f'Stopped: "{plain(each.campaign)}" lets in at most {each.limit:,} people, and '
            f"{each.qualified:,} qualified; nobody entered",
            Look.ERROR,
        )
        for each in limits
    ]


def _section(
    title: str, rows: Sequence[tuple[int, str]], style: Style, look: Look = Look.STRONG
) -> list[str]:
    """A title and numbered rows; nothing where there are no rows."""
    if not rows:
        return []
    return [style.paint(title, look), *(f"  {row}" for row in numbered(rows))]


def numbered(rows: Sequence[tuple[int, str]]) -> list[str]:
    """Rows of a number and what it counts, the numbers below each other."""
    width = max((width_of(f"{number:,}") for number, _ in rows), default=0)
    return [f"{number:>{width},}  {text}" for number, text in rows]
