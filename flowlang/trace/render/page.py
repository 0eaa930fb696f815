"""A story as one page that needs nothing else: no script, no other file."""

from __future__ import annotations

from datetime import datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from flowlang.trace.render.phrases import (
    activity_said,
    cause_said,
    event_said,
    rule_said,
    short,
    token_said,
)
from flowlang.trace.story import (
    Activity,
    Branch,
    Change,
    Ending,
    Event,
    Place,
    Question,
    Step,
    Story,
    Visit,
)
from flowlang.trace.values import moment_told
from flowlang.trace.whynot import Answer


def render_page(story: Story, answer: Answer | None = None) -> str:
    """The whole page; with an answer, that stands first."""
    return _Page(story).whole(answer)


class _Page:
    """Puts a story into HTML; everything that comes from people or scripts is escaped."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.zone = ZoneInfo(story.zone)

    def whole(self, answer: Answer | None) -> str:
        """The page from its first line to the last."""
        person = self.story.person
        name = person.name or person.email or f"Person {person.id}"
        facts = [f"id {person.id}", f"times in {self.story.zone}", f"seed {self.story.seed}"]
        if person.email and person.name:
            facts.insert(0, person.email)
        body = "".join(self._event(each) for each in self.story.events)
        style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
        return (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(name)}: what happened and why</title>\n"
            f"<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
            f"<header><h1>{escape(name)}</h1><p>{escape(' · '.join(facts))}</p></header>\n"
            f"{'' if answer is None else self._answer(answer)}"
            f"{self._ending(self.story.ending)}"
            f"{body or '<p>Nothing happened.</p>'}{self._idle(self.story.idle)}\n"
            "</main>\n</body>\n</html>\n"
        )

    # -- events and campaigns ---------------------------------------------------------------

    def _event(self, event: Event) -> str:
        cause = "" if event.cause is None else _p(cause_said(event, self._moment), "cause")
        activities = "".join(map(self._activity, event.activities))
        visit = "" if event.visit is None else self._visit(event.visit)
        return (
            f'<details class="event" id="event-{event.number}" open><summary>'
            f'<span class="number">{event.number}</span>'
            f"<time>{self._moment(event.at)}</time> {escape(event_said(event))}</summary>"
            f"{cause}{activities}{visit}</details>\n"
        )

    def _visit(self, visit: Visit) -> str:
        parts = []
        if visit.parent_tokens:
            parts.append(_p("with the caller's tokens", "aside"))
        for name, question in (("smart list", visit.smart_list), ("--where", visit.where)):
            if question is not None:
                parts.append(self._asked(name, question))
        if visit.rule is not None:
            said = escape(rule_said(visit.rule, self._moment))
            parts.append(f'<ul class="asked">{_answer(visit.rule.passes, said)}</ul>')
        if not visit.qualified:
            parts.append(_p("does not enter", "warning"))
        return (
            f'<section class="campaign"><h2>{escape(visit.kind)} campaign '
            f"<b>{escape(visit.campaign)}</b>{_place(visit.place)}</h2>"
            f"{''.join(parts)}{self._steps(visit.steps)}</section>"
        )

    def _steps(self, steps: list[Step]) -> str:
        return f"<ol>{''.join(map(self._step, steps))}</ol>" if steps else ""

    # -- questions ----------------------------------------------------------------------------

    def _asked(self, name: str, question: Question) -> str:
        """A filter; one that holds is folded away, as it is seldom what one looks for."""
        is_open = "" if question.holds else " open"
        verdict = "yes" if question.holds else "no"
        items = self._question(question)
        return (
            f"<details{is_open}><summary>{escape(name)}: "
            f'<span class="{verdict}">{verdict}</span></summary>'
            f'<ul class="asked">{items}</ul></details>'
        )

    def _question(self, question: Question) -> str:
        parts = question.parts
        if question.kind == "all":
            return "".join(map(self._question, parts))
        if question.kind == "smart_lists" and len(parts) == 1:
            parts = parts[0].parts
        text = {"any": "any of", "not": "not"}.get(question.kind, question.text)
        said = f"<code>{escape(text)}</code>"
        if question.detail:
            said += f' <span class="value">{escape(question.detail)}</span>'
        said += "".join(_p(token_said(each), "token") for each in question.tokens)
        if parts:
            said += f"<ul>{''.join(map(self._question, parts))}</ul>"
        return _answer(question.holds, said)

    # -- steps --------------------------------------------------------------------------------

    def _step(self, step: Step) -> str:
        parts = [_p(token_said(each), "token") for each in step.tokens]
        parts += [_p(f"{name}: “{text}”", "said") for name, text in step.said.items()]
        parts += [self._activity(each) for each in step.activities]
        parts += [_p(each, "warning") for each in step.warnings]
        if step.idle is not None:
            parts.append(_p(step.idle, "aside"))
        parts += [self._branch(each) for each in step.branches]
        if step.branches and not any(each.taken for each in step.branches):
            parts.append(_p("none of them holds: nothing is done", "aside"))
        if step.executed is not None:
            parts.append(self._visit(step.executed))
        if step.wait is not None and step.wait.waits and step.wait.until is not None:
            parts.append(_p(f"waits until {self._day(step.wait.until)}", "did"))
        if step.ends:
            parts.append(_p("ends here", "aside"))
        return (
            f'<li><span class="path">{step.path}</span><code>{escape(step.text)}</code>'
            f"{_place(step.place, short(step.place))}{''.join(parts)}</li>"
        )

    def _branch(self, branch: Branch) -> str:
        text = f'<span class="path">{branch.path}</span><code>{escape(branch.text)}</code>'
        if not branch.tried:
            return f'<div class="untried">{text}</div>'
        question = branch.question
        said = text
        if question is not None:
            if question.kind in ("all", "any", "not"):
                said += f"<ul>{''.join(map(self._question, question.parts))}</ul>"
            else:
                said += f' <span class="value">{escape(question.detail)}</span>'
                said += "".join(_p(token_said(each), "token") for each in question.tokens)
                if question.parts:
                    said += f"<ul>{''.join(map(self._question, question.parts))}</ul>"
        return f'<ul class="asked">{_answer(branch.taken, said)}</ul>{self._steps(branch.steps)}'

    def _activity(self, activity: Activity) -> str:
        skipped = activity.result == "skipped"
        found = _p(activity_said(activity), "warning" if skipped else "did")
        for caused in activity.queued:
            name = escape(caused.campaign)
            if caused.event is None:
                found += f'<p class="queued">→ triggers {name} (never)</p>'
            else:
                link = f'<a href="#event-{caused.event}">event {caused.event}</a>'
                found += f'<p class="queued">→ triggers {name} ({link})</p>'
        for miss in activity.missed:
            if miss.near:
                items = "".join(self._question(each) for each in miss.parts if not each.holds)
                found += (
                    f"<details><summary>does not trigger {escape(miss.campaign)}</summary>"
                    f'<ul class="asked">{items}</ul></details>'
                )
        return found

    def _idle(self, activities: list[Activity]) -> str:
        """What came from outside and nearly triggered something."""
        near = [each for each in activities if any(miss.near for miss in each.missed)]
        if not near:
            return ""
        items = "".join(
            f"<li><time>{self._moment(each.at)}</time>{self._activity(each)}</li>" for each in near
        )
        title = "Activities from outside that triggered nothing"
        return f'<section class="ending"><h2>{title}</h2><ul>{items}</ul></section>\n'

    # -- the end, and why not -----------------------------------------------------------------

    def _ending(self, ending: Ending) -> str:
        rows = [_changed(each) for each in ending.changes]
        rows += [f"on list <b>{escape(name)}</b>" for name in ending.joined]
        rows += [f"no longer on list <b>{escape(name)}</b>" for name in ending.left]
        rows += [f"program {_changed(each)}" for each in ending.statuses]
        rows += [
            f"waits in {escape(each.campaign)}, step {each.step}, until {self._day(each.until)}"
            for each in ending.waiting
        ]
        if ending.deleted:
            rows.append("the person is deleted")
        if ending.cycle:
            circle = " → ".join((*ending.cycle, ending.cycle[0]))
            rows.append(f"stopped: campaigns that start each other: {escape(circle)}")
        items = "".join(f"<li>{row}</li>" for row in rows) or "<li>everything is as it was</li>"
        return f'<section class="ending"><h2>In the end</h2><ul>{items}</ul></section>\n'

    def _answer(self, answer: Answer) -> str:
        parts = []
        for attempt in answer.attempts:
            told = "got into" if attempt.qualified else "did not get into"
            when = self._moment(attempt.at)
            parts.append(_p(f"{answer.person} {told} {answer.campaign} at {when}", "did"))
            items = "".join(map(self._question, attempt.smart_list))
            if attempt.rule is not None:
                items += _answer(False, escape(rule_said(attempt.rule, self._moment)))
            parts.append(f'<ul class="asked">{items}</ul>' if items else "")
        if not answer.attempts:
            parts.append(_p(f"{answer.person} had no chance to get into {answer.campaign}", "did"))
            reasons = "".join(f"<li>{escape(each)}</li>" for each in answer.reasons)
            parts.append(f"<ul>{reasons}</ul>")
            for activity, miss in answer.misses:
                parts.append(_p(f"{self._moment(activity.at)} {activity_said(activity)}", "did"))
                items = "".join(map(self._question, miss.parts))
                parts.append(f'<ul class="asked">{items}</ul>')
        return f'<section class="ending"><h2>Why not</h2>{"".join(parts)}</section>\n'

    def _moment(self, seconds: int) -> str:
        return moment_told(seconds, self.zone)

    def _day(self, seconds: int) -> str:
        day = datetime.fromtimestamp(seconds, self.zone).strftime("%w")
        return f"{_DAYS[int(day)]} {self._moment(seconds)}"


_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")


def _p(text: str, class_: str) -> str:
    return f'<p class="{class_}">{escape(text)}</p>'


def _place(place: Place, told: str | None = None) -> str:
    """Where something is written; the whole path shows where somebody points at it."""
    whole = escape(f"{place.file}:{place.line}")
    return f' <span class="place" title="{whole}">{whole if told is None else escape(told)}</span>'


def _answer(holds: bool, said: str) -> str:
    """An answer: a tick or a cross, which a reader without eyes hears as a word."""
    word, mark = ("yes", "✓") if holds else ("no", "✗")
    sign = f'<span class="mark" role="img" aria-label="{word}">{mark}</span>'
    return f'<li class="{word}">{sign}{said}</li>'


def _changed(change: Change) -> str:
    return (
        f"<b>{escape(change.name)}</b>: <del>{escape(change.old_told)}</del> → "
        f"<ins>{escape(change.new_told)}</ins>"
    )
