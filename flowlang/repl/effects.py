"""What something did or would do to people, told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flowlang.repl.differences import Change, Difference, PersonDifference
from flowlang.style import Look, Style, counted, plain, width_of


@dataclass(slots=True)
class Effect:
    """What is different, and whether that is so already or only would be."""

    difference: Difference
    kept: bool

    @property
    def ok(self) -> bool:
        """Whether nobody went in a circle and no run was over its limit."""
        return not self.difference.summary.stopped and not self.difference.limits

    def told(self, style: Style) -> str:
        """How many people, which values, the first people, and what was logged."""
        found = self.difference
        lines = [*self._head(style), *_shown(found, style), *_facts(found, style)]
        if not self.kept:
            lines.append(style.paint("nothing is kept until `:commit`", Look.FAINT))
        return "\n".join(lines) + "\n"

    def _head(self, style: Style) -> Iterator[str]:
        found = self.difference
        people = counted(found.people, "person", "people")
        if not found.changed:
            yield f"nothing {'changed' if self.kept else 'would change'} for {people}"
        elif found.people > 1:
            verb = "changed" if self.kept else "would change"
            yield style.paint(f"{found.changed:,} of {people} {verb}", Look.STRONG)
            width = max(len(f"{count:,}") for _, count in found.counts or [("", 0)])
            for name, count in found.counts:
                yield f"  {count:>{width},}  {plain(name)}"


def _shown(found: Difference, style: Style) -> Iterator[str]:
    """The first people, one by one."""
    if found.people > 1 and found.changed:
        yield ""
    lone = found.people == 1
    width = max((width_of(each.person) for each in found.shown), default=0)
    for each in found.shown:
        yield from _alone(each, style) if lone else _beside(each, width, style)
    more = found.changed - len(found.shown)
    if more > 0:
        yield "  " + style.paint(f"… and {more:,} more", Look.FAINT)


def _alone(each: PersonDifference, style: Style) -> Iterator[str]:
    """The one person there is: a line for each value."""
    name = style.paint(plain(each.person), Look.STRONG)
    yield f"{name}  {each.status}".rstrip()
    width = max((width_of(change.name) for change in each.changes), default=0)
    for change in each.changes:
        gap = " " * (width - width_of(change.name))
        yield f"  {plain(change.name)}{gap}  {_arrow(change, style)}"


def _beside(each: PersonDifference, width: int, style: Style) -> Iterator[str]:
    """One person of several: a line for all values, the last of which may be left out."""
    room = style.width - width - 6
    told: list[str] = [each.status] if each.status else []
    used = sum(map(width_of, told))
    for change in each.changes:
        length = sum(map(width_of, (change.name, change.old, change.new))) + 6
        if told and used + length > room:
            told.append("…")
            break
        used += length
        told.append(f"{plain(change.name)} {_arrow(change, style)}")
    name = plain(each.person)
    gap = " " * (width - width_of(name))
    yield f"  {style.paint(name, Look.ASIDE)}{gap}  {', '.join(told)}"


def _arrow(change: Change, style: Style) -> str:
    """The value before and the value now."""
    old = style.paint(change.old, Look.FAINT) if change.old else ""
    new = style.paint(change.new, Look.GOOD) if change.new else ""
    return f"{old} → {new}" if old and new else old or new


def _facts(found: Difference, style: Style) -> Iterator[str]:
    """What was logged, skipped and stopped."""
    summary = found.summary
    logged = Counter(summary.activities)
    if found.scaffold:
        logged["request_campaign"] -= found.people
    told = ", ".join(f"{plain(name)} {many:,}" for name, many in sorted(logged.items()) if many > 0)
    if told:
        yield style.paint(f"logged: {told}", Look.FAINT)
    entered = [
        f'"{plain(name)}" {many:,}'
        for name, many in sorted(summary.entered.items())
        if name != found.scaffold
    ]
    if entered:
        yield style.paint(f"entered: {', '.join(entered)}", Look.FAINT)
    for (activity, reason), people in sorted(summary.skipped.items()):
        yield f"skipped: {plain(activity)} {people:,}, {reason.replace('_', ' ')}"
    for (rule, message), people in sorted(summary.warnings.items()):
        yield style.paint(f"warning[{rule}]", Look.WARNING) + f": {people:,}, {plain(message)}"
    for stopped in summary.stopped[:3]:
        circle = " → ".join((*stopped.cycle, *stopped.cycle[:1]))
        yield style.paint("stopped", Look.ERROR) + f": {plain(stopped.person)}, {plain(circle)}"
    for limit in found.limits:
        yield (
            style.paint("stopped", Look.ERROR)
            + f': "{plain(limit.campaign)}" lets in at most {limit.limit:,} people, and '
            f"{limit.qualified:,} qualified; nobody entered"
        )
