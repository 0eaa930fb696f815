"""What people see: each test shows a diagnostic as it is printed."""

from __future__ import annotations

from flowlang.diagnostics.diagnostic import Diagnostic, Fix, Related, Severity
from flowlang.diagnostics.render.text import render_one, render_text, tally
from flowlang.source import Source, Span
from flowlang.style import Style
from tests.diagnostics.sources import source, span

PLAIN = Style(colour=False, width=80)


def shown(diagnostic: Diagnostic, style: Style = PLAIN) -> str:
    return "\n" + render_one(diagnostic, style) + "\n"


def test_the_line_the_mark_and_the_mend() -> None:
    script = source('smart list "A" {\n  contry is "DE"\n}\n')
    told = Diagnostic(
        "unknown-field",
        "there is no field `contry`",
        script,
        span(script, "contry"),
        help="did you mean `country`?",
        label="not declared, not imported",
    )
    assert (
        shown(told)
        == """
error[unknown-field]: there is no field `contry`
 --> campaigns/a.flow:2:3
  |
2 |   contry is "DE"
  |   ^^^^^^ not declared, not imported
  |
  = help: did you mean `country`?
"""
    )


def test_related_places_in_this_file_and_in_another() -> None:
    script = source('list "A"\n\n\n\nlist "A"\nlist "B"\n')
    other = source('list "A"\n', "shared/lists.flow")
    told = Diagnostic(
        "duplicate-name",
        'there are several lists "A"',
        script,
        Span(script.text.rindex('"A"'), script.text.rindex('"A"') + 3),
        related=(
            Related("one is here", script, span(script, '"A"')),
            Related("and one here", other, span(other, '"A"')),
        ),
    )
    assert (
        shown(told)
        == """
error[duplicate-name]: there are several lists "A"
 --> campaigns/a.flow:5:6
  |
1 | list "A"
  |      --- one is here
…
5 | list "A"
  |      ^^^
 ::: shared/lists.flow:1:6
  |
1 | list "A"
  |      --- and one here
"""
    )


def test_a_block_is_marked_at_its_left_and_only_its_ends_are_shown() -> None:
    lines = "".join(f"  step {number}\n" for number in range(1, 9))
    script = source(f"flow {{\n{lines}}}\nend\n")
    told = Diagnostic(
        "long", "this is long", script, span(script, f"flow {{\n{lines}}}"), label="all of it"
    )
    assert (
        shown(told)
        == """
error[long]: this is long
  --> campaigns/a.flow:1:1
   |
 1 | / flow {
 2 | |   step 1
 …   |
10 | | }
   | |_^ all of it
"""
    )


def test_a_place_inside_of_a_block() -> None:
    script = source("choose {\n  when a { }\n  when b { }\n}\n")
    told = Diagnostic(
        "never",
        "this choice is never reached",
        script,
        span(script, script.text.rstrip()),
        Severity.WARNING,
        related=(Related("this one takes everybody", script, span(script, "when a")),),
    )
    assert (
        shown(told)
        == """
warning[never]: this choice is never reached
 --> campaigns/a.flow:1:1
  |
1 | / choose {
2 | |   when a { }
  | |   ------ this one takes everybody
3 | |   when b { }
4 | | }
  | |_^
"""
    )


def test_marks_stand_below_what_is_meant_behind_tabs_and_wide_characters() -> None:
    script = source('\tlist "日本" x e\u0301 y\n')
    told = Diagnostic("wide", "wide", script, span(script, "x"), Severity.INFO)
    line, mark = shown(told).splitlines()[4:6]
    assert line == '1 |     list "日本" x e\u0301 y'
    assert mark == "  |                 ^"
    assert shown(Diagnostic("wide", "wide", script, span(script, "y"), Severity.INFO)).splitlines()[
        5
    ] == ("  |                     ^")


def test_of_a_long_line_the_part_that_is_meant() -> None:
    script = source(f"{'a' * 300} HERE {'b' * 300}\n")
    line, mark = shown(
        Diagnostic("long", "long", script, span(script, "HERE"), label="look")
    ).splitlines()[4:6]
    assert len(line) <= PLAIN.width
    assert line.startswith("1 | …aaa")
    assert line.endswith("bbb…")
    assert line.index("HERE") == mark.index("^^^^")


def test_a_label_without_room_goes_below() -> None:
    script = source(f"{'a' * 60} HERE\n")
    label = "a label of quite a few words, more than fit"
    rows = shown(Diagnostic("long", "long", script, span(script, "HERE"), label=label))
    mark, below = rows.splitlines()[5:7]
    assert mark.rstrip().endswith("^^^^")
    assert below.endswith(label)
    assert len(below) <= PLAIN.width


def test_an_end_of_file_has_a_mark_too() -> None:
    script = source("flow {\n")
    told = Diagnostic("syntax-error", "this is never closed", script, Span(7, 7), label="`}`")
    assert shown(told).splitlines()[4:6] == ["2 |", "  | ^ `}`"]


def test_text_cannot_command_the_terminal() -> None:
    script = Source("a\x1b[31m.flow", 'list "\x1b[2J"\n')
    told = Diagnostic("x", "no \x1b[0m", script, span(script, "list"), help="a\nb")
    assert "\x1b" not in shown(told)
    assert "␛[2J" in shown(told)


def test_a_help_of_several_lines_and_a_fix() -> None:
    script = source("x\n")
    fix = Fix("write `y`", (), safe=True)
    told = Diagnostic("x", "x", script, Span(0, 1), help="one\ntwo", fix=fix)
    assert shown(told).splitlines()[-3:] == ["  = help: one", "          two", "  = fix: write `y`"]


def test_colours_change_nothing_but_colours() -> None:
    import re

    script = source("a {\n b\n}\n")
    told = Diagnostic("x", "x", script, Span(0, 7), help="h", label="l")
    coloured = render_text([told], Style(colour=True, width=80))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render_text([told], PLAIN)


def test_the_tally() -> None:
    assert tally(0, 0, 1) == "no problems in 1 file"
    assert tally(1, 0, 2) == "found 1 error in 2 files"
    assert tally(1204, 2, 2) == "found 1,204 errors and 2 warnings in 2 files"
