"""What the shell answers, as values; each can tell itself to a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.diagnostics.render.text import render_text
from flowlang.matching.match import Match
from flowlang.people.problems import BadData
from flowlang.report.match import render_match
from flowlang.report.table import TableColumn, render_table
from flowlang.style import Look, Style, counted, plain
from flowlang.testing.results import Failure
from flowlang.testing.text import render_failure


class Answer(Protocol):
    """An answer: whether all is well, and how it is told. `is_aside` ones are no results."""

    @property
    def ok(self) -> bool:
        """Whether the entry could be answered."""
        ...

    def told(self, style: Style) -> str:
        """The answer in lines, each with its end."""
        ...


@dataclass(slots=True)
class Nothing:
    """There is nothing to say."""

    ok: bool = True

    def told(self, style: Style) -> str:
        """No lines."""
        return ""


@dataclass(slots=True)
class Mistakes:
    """The entry, or a file, has mistakes; nothing has changed."""

    diagnostics: Sequence[Diagnostic]
    note: str = ""
    ok: bool = False

    def told(self, style: Style) -> str:
        """Each with its place and carets."""
        note = f"{self.note}\n" if self.note else ""
        return render_text(self.diagnostics, style).rstrip("\n") + "\n" + note


@dataclass(slots=True)
class Fault:
    """What was asked for cannot be done."""

    message: str
    help: str = ""
    ok: bool = False

    def told(self, style: Style) -> str:
        """The sentence, and what can be done."""
        lines = [f"{style.paint('error', Look.ERROR)}: {self.message}"]
        if self.help:
            lines.append(f"  {self.help}")
        return "\n".join(lines) + "\n"


@dataclass(slots=True)
class BadPeople:
    """A dataset has cells that are no value of their column; it was not taken."""

    bad: BadData
    ok: bool = False

    def told(self, style: Style) -> str:
        """The first cells, and how many there are."""
        kind = style.paint("error[bad-data]", Look.ERROR)
        lines = [f"{kind}: {plain(each.sentence)}" for each in self.bad.cells]
        more = self.bad.total - len(self.bad.cells)
        if more:
            lines.append(f"… and {more:,} more")
        lines.append(
            f"{counted(self.bad.total, 'bad cell')}; mend the data, or begin with "
            "`--on-bad-data empty` or `--on-bad-data skip-person`"
        )
        return "\n".join(lines) + "\n"


@dataclass(slots=True)
class Matched:
    """Who is in a filter."""

    match: Match
    ok: bool = True

    def told(self, style: Style) -> str:
        """How many, by which parts, and the first rows."""
        return render_match(self.match, style)


@dataclass(slots=True)
class Resolved:
    """What a text is for a person."""

    text: str
    person: str
    ok: bool = True

    def told(self, style: Style) -> str:
        """The text, and for whom."""
        shown = "\n".join(plain(line) for line in self.text.split("\n"))
        if not self.text:
            shown = style.paint("empty", Look.FAINT)
        return f"{shown}  {style.paint(f'for {plain(self.person)}', Look.FAINT)}\n"


@dataclass(slots=True)
class Lines:
    """A few sentences."""

    lines: Sequence[str]
    ok: bool = True

    def told(self, style: Style) -> str:
        """The sentences."""
        return "".join(f"{line}\n" for line in self.lines)


@dataclass(slots=True)
class Table:
    """Rows below their heads, and a sentence where there are none."""

    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[Any]]
    nothing: str = "nothing"
    note: str = ""
    title: str = ""
    ok: bool = True

    def told(self, style: Style) -> str:
        """The table."""
        lines = [style.paint(self.title, Look.STRONG)] if self.title else []
        if self.rows:
            lines += render_table(self.columns, self.rows, style)
        else:
            lines.append(self.nothing)
        if self.note:
            lines.append("  " + style.paint(self.note, Look.FAINT))
        return "\n".join(lines) + "\n"


@dataclass(slots=True)
class Several:
    """One answer below the other."""

    answers: Sequence[Answer]

    @property
    def ok(self) -> bool:
        """Whether all of them are well."""
        return all(each.ok for each in self.answers)

    def told(self, style: Style) -> str:
        """All of them."""
        return "".join(each.told(style) for each in self.answers)


@dataclass(slots=True)
class Failed:
    """What was expected and is not so."""

    failures: Sequence[Failure] = field(default_factory=tuple)
    ok: bool = False

    def told(self, style: Style) -> str:
        """Each with the parts that are to blame."""
        head = style.paint("not as expected", Look.ERROR)
        told = "\n".join(render_failure(each, style) for each in self.failures)
        return f"{head}\n{told}\n"


@dataclass(slots=True)
class Told:
    """A text that was made to be shown with the width and the colours there are."""

    render: Any
    ok: bool = True

    def told(self, style: Style) -> str:
        """The text."""
        text: str = self.render(style)
        return text
