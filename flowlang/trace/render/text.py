"""A story as text for a terminal, top down, the virtual time beside what happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import groupby
from textwrap import wrap
from zoneinfo import ZoneInfo

from flowlang.style import Look, Style, counted, plain, width_of
from flowlang.trace.render.phrases import (
    activity_said,
    cause_said,
    event_said,
    rule_said,
    short,
    shortened,
    token_said,
)
from flowlang.trace.story import (
    Activity,
    Branch,
    Ending,
    Event,
    Person,
    Place,
    Question,
    Step,
    Story,
    Visit,
)
from flowlang.trace.values import moment_told
from flowlang.trace.whynot import Answer

_INDENT = "  "
_DETAILS = 58
"""The column behind which what a person has is put, where a predicate leaves room."""
_BRANCHES = 10
"""So many branches of a choice that come to nothing one after the other are told."""


def render_story(story: Story, style: Style) -> str:
    """The whole story."""
    return _Teller(story, style).told()


class _Teller:
    """Writes lines, indented by depth."""

    def __init__(self, story: Story, style: Style) -> None:
        self.story = story
        self.style = style
        self.zone = ZoneInfo(story.zone)
        self.lines: list[str] = []

    def told(self) -> str:
        """All lines."""
        person = self.story.person
        names = [each for each in (person.name, person.email) if each]
        title = self._paint(
            " ".join(map(plain, names)) or f"Person {plain(person.id)}", Look.STRONG
        )
        facts = f"id {plain(person.id)}, times in {self.story.zone}, seed {self.story.seed}"
        self.lines.append(f"{title}  {self._paint(facts, Look.FAINT)}")
        for event in self.story.events:
            self._event(event)
        if not self.story.events:
            self._gap()
            self._line(0, "nothing happened")
        self._idle(self.story.idle)
        self._ending(self.story.ending)
        return "\n".join(self.lines) + "\n"

    def _paint(self, text: str, look: Look) -> str:
        return self.style.paint(text, look)

    def _gap(self) -> None:
        self.lines.append("")

    def _line(self, depth: int, text: str, look: Look | None = None) -> None:
        """One line, folded where it is too long."""
        lead = _INDENT * depth
        room = max(30, self.style.width - len(lead))
        rows = wrap(text, room, break_on_hyphens=False, subsequent_indent="    ") or [""]
        for row in rows:
            self.lines.append(lead + (self._paint(row, look) if look else row))

    def _placed(self, depth: int, text: str, where: Place, look: Look | None = None) -> None:
        """A line with the place where it is written at the right, or below where it is long."""
        spot = short(where)
        lead = _INDENT * depth
        blanks = self.style.width - len(lead) - width_of(text) - len(spot)
        if blanks >= 2:
            shown = self._paint(text, look) if look else text
            self.lines.append(f"{lead}{shown}{' ' * blanks}{self._paint(spot, Look.FAINT)}")
            return
        self._line(depth, text, look)
        self.lines.append(f"{lead}    {self._paint(spot, Look.FAINT)}")

    # -- events and campaigns ---------------------------------------------------------------

    def _event(self, event: Event) -> None:
        self._gap()
        when = self._moment(event.at)
        self._line(0, f"{event.number}  {when}  {event_said(event)}", Look.STRONG)
        if event.cause is not None:
            self._line(1, cause_said(event, self._moment))
        for activity in event.activities:
            self._activity(1, activity)
        if event.visit is not None:
            self._visit(1, event.visit)

    def _visit(self, depth: int, visit: Visit) -> None:
        name = self._paint(f"{visit.kind} campaign {plain(visit.campaign)}", Look.ASIDE)
        spot = self._paint(f"{plain(visit.place.file)}:{visit.place.line}", Look.FAINT)
        self.lines.append(f"{_INDENT * depth}{name}  {spot}")
        depth += 1
        if visit.parent_tokens:
            self._line(depth, "with the caller's tokens")
        if visit.smart_list is not None:
            self._asked(depth, "smart list", visit.smart_list)
        if visit.where is not None:
            self._asked(depth, "--where", visit.where)
        if visit.rule is not None:
            self._answer(depth, visit.rule.passes, rule_said(visit.rule, self._moment))
        if not visit.qualified:
            self._line(depth, "does not enter", Look.WARNING)
        self._steps(depth, visit.steps)

    def _steps(self, depth: int, steps: list[Step]) -> None:
        for step in steps:
            self._step(depth, step)

    # -- questions ----------------------------------------------------------------------------

    def _asked(self, depth: int, name: str, question: Question) -> None:
        self._line(depth, f"{name}: {'yes' if question.holds else 'no'}")
        self._question(depth + 1, question)

    def _question(self, depth: int, question: Question) -> None:
        """A question and its parts; what only joins others is not a line of its own at the top."""
        match question.kind:
            case "all":
                for part in question.parts:
                    self._question(depth, part)
                return
            case "any":
                self._answer(depth, question.holds, "any of")
            case "not":
                self._answer(depth, question.holds, "not")
            case _:
                self._answer(depth, question.holds, shortened(question.text), question.detail)
        for token in question.tokens:
            self._line(depth + 2, token_said(token), Look.FAINT)
        parts = question.parts
        if question.kind == "smart_lists" and len(parts) == 1:
            parts = parts[0].parts
        for part in parts:
            self._question(depth + 1, part)

    def _answer(self, depth: int, holds: bool, text: str, detail: str = "") -> None:
        mark = self._paint("✓", Look.GOOD) if holds else self._paint("✗", Look.ERROR)
        lead = _INDENT * depth
        used = len(lead) + 2 + width_of(text)
        detail = plain(detail)
        blanks = max(2, _DETAILS - used)
        if not detail or used + blanks + width_of(detail) <= self.style.width:
            tail = " " * blanks + self._paint(detail, Look.ASIDE) if detail else ""
            self.lines.append(f"{lead}{mark} {text}{tail}")
            return
        rows = wrap(text, max(30, self.style.width - len(lead) - 2), break_on_hyphens=False)
        self.lines.append(f"{lead}{mark} {rows[0]}")
        self.lines.extend(f"{lead}    {row}" for row in rows[1:])
        self._line(depth + 2, detail, Look.ASIDE)

    # -- steps --------------------------------------------------------------------------------

    def _step(self, depth: int, step: Step) -> None:
        self._placed(depth, f"{step.path}  {step.text}", step.place)
        inner = depth + 2
        for token in step.tokens:
            self._line(inner, token_said(token), Look.FAINT)
        for name, text in step.said.items():
            self._line(inner, f'{name}: "{plain(text)}"', Look.FAINT)
        for activity in step.activities:
            self._activity(inner, activity)
        for warning in step.warnings:
            self._line(inner, warning, Look.WARNING)
        if step.idle is not None:
            self._line(inner, step.idle, Look.FAINT)
        for _, branches in groupby(step.branches, lambda each: (each.tried, each.taken)):
            self._branches(depth + 1, list(branches))
        if step.branches and not any(each.taken for each in step.branches):
            self._line(depth + 2, "none of them holds: nothing is done", Look.FAINT)
        if step.executed is not None:
            self._visit(inner, step.executed)
        if step.wait is not None and step.wait.waits and step.wait.until is not None:
            self._line(inner, f"waits until {self._day(step.wait.until)}", Look.INFO)
        if step.ends:
            self._line(inner, "ends here")

    def _branches(self, depth: int, branches: list[Branch]) -> None:
        """Branches of one fate; of many only the first are told."""
        shown = branches if len(branches) <= _BRANCHES else branches[: _BRANCHES // 2]
        for branch in shown:
            self._branch(depth, branch)
        rest = branches[len(shown) :]
        if rest:
            fate = "✗ {} that do not hold" if rest[0].tried else "·  {} that were not asked"
            told = fate.format(f"{rest[0].path} to {rest[-1].path}  {len(rest)} more")
            self._line(depth, told, Look.FAINT)

    def _branch(self, depth: int, branch: Branch) -> None:
        text = f"{branch.path}  {shortened(branch.text)}"
        if not branch.tried:
            self._line(depth, f"·  {text}", Look.FAINT)
            return
        question = branch.question
        if question is None:
            self._answer(depth, branch.taken, text)
        elif question.kind in ("all", "any", "not"):
            self._answer(depth, branch.taken, text)
            for part in question.parts:
                self._question(depth + 2, part)
        else:
            self._answer(depth, branch.taken, text, question.detail)
            for token in question.tokens:
                self._line(depth + 3, token_said(token), Look.FAINT)
            parts = question.parts
            if question.kind == "smart_lists" and len(parts) == 1:
                parts = parts[0].parts
            for part in parts:
                self._question(depth + 2, part)
        self._steps(depth + 1, branch.steps)

    def _activity(self, depth: int, activity: Activity) -> None:
        skipped = activity.result == "skipped"
        self._line(depth, activity_said(activity), Look.WARNING if skipped else None)
        for caused in activity.queued:
            number = "never" if caused.event is None else f"event {caused.event}"
            self._line(depth + 1, f"→ triggers {plain(caused.campaign)} ({number})", Look.INFO)
        for miss in activity.missed:
            if miss.near:
                told = f"does not trigger {plain(miss.campaign)} ({short(miss.place)}):"
                self._line(depth + 1, told, Look.FAINT)
                for part in miss.parts:
                    if not part.holds:
                        self._question(depth + 2, part)

    def _idle(self, activities: list[Activity]) -> None:
        """What came from outside and nearly triggered something."""
        near = [each for each in activities if any(miss.near for miss in each.missed)]
        if near:
            self._gap()
            self._line(0, "Activities from outside that triggered nothing", Look.STRONG)
        for activity in near:
            self._line(1, self._moment(activity.at))
            self._activity(2, activity)

    # -- the end ------------------------------------------------------------------------------

    def _ending(self, ending: Ending) -> None:
        rows = [f"{plain(each.name)}: {each.old_told} → {each.new_told}" for each in ending.changes]
        rows += [f'on list "{plain(name)}"' for name in ending.joined]
        rows += [f'no longer on list "{plain(name)}"' for name in ending.left]
        rows += [
            f'program "{plain(each.name)}": {each.old_told} → {each.new_told}'
            for each in ending.statuses
        ]
        rows += [
            f"waits in {plain(each.campaign)}, step {each.step}, until {self._day(each.until)}"
            for each in ending.waiting
        ]
        if ending.deleted:
            rows.append("the person is deleted")
        self._gap()
        self._line(0, "In the end", Look.STRONG)
        for row in rows or ["everything is as it was"]:
            self._line(1, row)
        if ending.cycle:
            circle = " → ".join(map(plain, (*ending.cycle, ending.cycle[0])))
            self._line(
                1, f"stopped: these campaigns start each other without end: {circle}", Look.ERROR
            )

    # -- why not ------------------------------------------------------------------------------

    def answered(self, answer: Answer) -> str:
        """Why somebody did not get in, or that they did."""
        who, campaign = plain(answer.person), plain(answer.campaign)
        for _, attempts in groupby(answer.attempts, lambda each: replace(each, at=0)):
            attempt, *others = attempts
            told = "got into" if attempt.qualified else "did not get into"
            when = self._moment(attempt.at)
            if others:
                times = counted(len(others), "more time")
                when = f"{when}, and {times} until {self._moment(others[-1].at)}"
            self._line(0, f"{who} {told} {campaign} at {when}", Look.STRONG)
            for question in attempt.smart_list:
                self._question(1, question)
                spot = f"{plain(question.place.file)}:{question.place.line}"
                self._line(3, spot, Look.FAINT)
            if attempt.rule is not None:
                self._answer(1, False, rule_said(attempt.rule, self._moment))
        if not answer.attempts:
            self._line(0, f"{who} had no chance to get into {campaign}", Look.STRONG)
            for reason in answer.reasons:
                self._line(1, f"- {plain(reason)}")
            for activity, miss in answer.misses:
                self._line(1, f"{self._moment(activity.at)} {activity_said(activity)}")
                for part in miss.parts:
                    self._question(2, part)
        return "\n".join(self.lines) + "\n"

    def _moment(self, seconds: int) -> str:
        return moment_told(seconds, self.zone)

    def _day(self, seconds: int) -> str:
        day = _DAYS[datetime.fromtimestamp(seconds, self.zone).weekday()]
        return f"{day} {self._moment(seconds)}"


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def render_answer(answer: Answer, style: Style) -> str:
    """Why somebody did not get into a campaign."""
    return _Teller(Story(Person("", None, None), answer.zone, 0), style).answered(answer)
