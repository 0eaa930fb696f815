"""The pieces of an entry, and what each of them is."""

from __future__ import annotations

import pytest

from flowlang.repl.highlighting import pieces_of


def told(text: str) -> dict[str, str]:
    """What the pieces are that are set off, by their text."""
    return {piece: look for look, piece in pieces_of(text) if look and piece.strip()}


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        (
            'email is "a" # why',
            {"email": "name", "is": "keyword", '"a"': "string", "# why": "comment"},
        ),
        ("send email", {"send": "keyword", "email": "keyword"}),
        ("lead_score >= 5", {"lead_score": "name", "5": "number"}),
        ("change lead_score by +5", {"by": "keyword", "+5": "number"}),
        ('"Hi {{lead.First Name}}"', {'"Hi ': "string", "{{lead.First Name}}": "token"}),
        ("Hi {{lead.First Name}} you", {"{{lead.First Name}}": "token"}),
        (':where country is "DE"', {":where": "command", "is": "keyword", '"DE"': "string"}),
        (':why-not "Score"', {":why-not": "command", '"Score"': "string"}),
        ('country is "DE', {"country": "name", "is": "keyword", '"DE': "string"}),
    ],
)
def test_pieces(text: str, looks: dict[str, str]) -> None:
    found = told(text)
    assert {piece: found.get(piece) for piece in looks} == looks


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        'country is "DE"\n  and (lead_score > 5',
        'choose {\n  when country is "DE" { # so\n    do nothing\n',
        '"""long\n{{lead.Id}} text',
        "}} nonsense { `",
        ":",
        ":where",
        ":where  contry is # x",
        "naïve ← text {{my.X}} 🙂",
        '"open {{my.X',
    ],
)
def test_nothing_is_lost(text: str) -> None:
    for end in range(len(text) + 1):
        assert "".join(piece for _, piece in pieces_of(text[:end])) == text[:end]
