"""The form of the pages of rules."""

from __future__ import annotations

import re

import pytest

from flowlang.diagnostics.diagnostic import Severity
from flowlang.diagnostics.register import error_pages, read_register
from flowlang.diagnostics.render.page import render_page
from flowlang.diagnostics.rule import PageError, Rule, read_page
from flowlang.style import Style, width_of

PAGE = """\
# some-rule

What is wrong, in one line.

Severity: warning
Category: Names

## Why

Because of this
and that.

## Bad

```flow
import "b.flow"
--- b.flow
list "B"
--- flowlang.toml
[project]
```

## Good

```flow
list "A"
```

## How to mend

Do it well.
"""


def test_a_page_is_read() -> None:
    assert read_page(PAGE) == Rule(
        name="some-rule",
        severity=Severity.WARNING,
        category="Names",
        summary="What is wrong, in one line.",
        why="Because of this\nand that.",
        bad={
            "main.flow": 'import "b.flow"\n',
            "b.flow": 'list "B"\n',
            "flowlang.toml": "[project]\n",
        },
        good={"main.flow": 'list "A"\n'},
        mend="Do it well.",
    )


def test_the_mend_may_be_left_out() -> None:
    assert read_page(PAGE.split("## How", maxsplit=1)[0]).mend is None


@pytest.mark.parametrize(
    ("part", "instead", "complaint"),
    [
        ("# some-rule", "# Some Rule", "a page begins with a line"),
        ("Severity: warning\n", "", "no line `Severity: …`"),
        ("Severity: warning", "Severity: bad", "`bad` is no severity"),
        ("Category: Names\n", "", "no line `Category: …`"),
        ("What is wrong, in one line.", "", "the summary is one line"),
        ("What is wrong,", "What is wrong\n", "the summary is one line"),
        ("Because of this\nand that.", "", "says nothing below `## Why`"),
        ("## Good", "## Better", "says nothing below `## Good`"),
        ("## How to mend", "## Notes", "`## Notes` is no heading"),
        ('```flow\nlist "A"\n```', "Nothing.", "below `## Good` stands one block"),
    ],
)
def test_a_page_in_another_form_is_refused(part: str, instead: str, complaint: str) -> None:
    assert part in PAGE
    with pytest.raises(PageError, match=re.escape(complaint)):
        read_page(PAGE.replace(part, instead))


def test_every_page_is_named_like_its_rule() -> None:
    assert error_pages()
    for path in error_pages():
        assert read_page(path.read_text(encoding="utf-8")).name == path.stem


def test_the_prose_of_every_page_fits_a_terminal() -> None:
    for rule in read_register().values():
        shown = render_page(rule, Style(colour=False, width=100))
        assert rule.summary in " ".join(shown.split())
        prose = [line for line in shown.splitlines() if not line.startswith("    ")]
        assert max(map(width_of, prose)) <= 88, rule.name


def test_further_pages_join_the_register() -> None:
    register = read_register([PAGE])
    assert register["some-rule"].category == "Names"
    assert list(register) == sorted(register)
    assert "syntax-error" in register


def test_code_in_prose_is_not_broken_between_lines() -> None:
    why = "word " * 15 + '`add to list "A"` and on'
    rule = read_page(PAGE.replace("Because of this\nand that.", why))
    assert '`add to list "A"`' in render_page(rule, Style(colour=False, width=100))
