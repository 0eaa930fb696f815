"""The parser decides what an entry is, and whether it is complete."""

from __future__ import annotations

import pytest

from flowlang.repl.entry import Kind, indentation, read_entry


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('country is "DE"', Kind.FILTER),
        ('email is not empty # the address\nand (status is "a" or not everyone)', Kind.FILTER),
        ('member of list "VIP"', Kind.FILTER),
        ("change lead_score by +5", Kind.STEPS),
        ('choose { when random 10% { do nothing } otherwise { add to list "A" } }', Kind.STEPS),
        ('request "Call them"', Kind.STEPS),
        ('request "Call them" for "ada"', Kind.STATEMENTS),
        ('run "Score" with token points = +5', Kind.STATEMENTS),
        ("advance 3 days", Kind.STATEMENTS),
        ('expect "ada": lead_score is 5', Kind.STATEMENTS),
        ('list "VIP"', Kind.DECLARATIONS),
        ("import std.fields\nfield shoe_size: integer", Kind.DECLARATIONS),
        ("{{lead.First Name:default=friend}}", Kind.TEXT),
        ('"Hello {{lead.First Name}}"', Kind.TEXT),
        ("Hello {{lead.First Name}}, how are you?", Kind.RAW_TEXT),
        (":help", Kind.COMMAND),
        ("  # only a comment", Kind.NOTHING),
        ("", Kind.NOTHING),
    ],
)
def test_whole_entries(text: str, kind: Kind) -> None:
    entry = read_entry(text)
    assert (entry.kind, entry.is_complete) == (kind, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('country is "DE" and', Kind.FILTER),
        ("(lead_score > 5", Kind.FILTER),
        ("choose {", Kind.STEPS),
        ('batch campaign "A" { flow {', Kind.DECLARATIONS),
        ('program "A" uses channel', Kind.DECLARATIONS),
        ('given person "ada" { country: "DE"', Kind.STATEMENTS),
        ('"""Dear friend,\n', Kind.TEXT),
        ('email "A" { body: """Dear friend,\n', Kind.DECLARATIONS),
    ],
)
def test_more_must_follow(text: str, kind: Kind) -> None:
    entry = read_entry(text)
    assert (entry.kind, entry.is_complete) == (kind, False)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('country is "DE', Kind.FILTER),
        ('country is "DE" und', Kind.FILTER),
        ("change lead_score bye +5", Kind.STEPS),
        ("lead_score is {{my.A}} {{my.B}}", Kind.FILTER),
        ("wait 3 days }", Kind.STEPS),
        ('event fill_out_form "X"', Kind.STATEMENTS),
        ("add 10 to lead_score", Kind.STEPS),
    ],
)
def test_what_cannot_become_right_is_handed_in_and_told(text: str, kind: Kind) -> None:
    entry = read_entry(text)
    assert (entry.kind, entry.is_complete) == (kind, True)


def test_indentation_follows_the_braces() -> None:
    assert indentation('program "}{" { # {\n  batch campaign "B" {') == "    "
    assert indentation("choose { }") == ""
    assert indentation("(a is 1 and") == "  "
