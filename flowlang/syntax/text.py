"""What stands inside quotes: escapes resolved, token references found."""

from __future__ import annotations

import re

from flowlang.syntax.nodes.values import TextPart, TokenReference

_PIECE = re.compile(r"\\(?:\{\{|.)|\{\{[^{}\n]*\}\}", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "{{": "\\{{"}


def quoted(text: str) -> str:
    """A text in quotes, as a script writes it: read again it is the same, and holds no token."""
    for char, escaped in _ESCAPED.items():
        text = text.replace(char, escaped)
    return f'"{text}"'


def parts(raw: str, start: int) -> list[TextPart | TokenReference]:
    """The stretches of plain text and the tokens of a string, whose inside begins at `start`."""
    if "\\" not in raw and "{{" not in raw:
        return [TextPart(start, start + len(raw), raw)] if raw else []
    found: list[TextPart | TokenReference] = []
    plain: list[str] = []
    began = at = 0

    def flush(end: int) -> None:
        if end > began:
            found.append(TextPart(start + began, start + end, "".join(plain)))
        plain.clear()

    for match in _PIECE.finditer(raw):
        plain.append(raw[at : match.start()])
        piece = match.group()
        at = match.end()
        if piece.startswith("{{"):
            flush(match.start())
            found.append(token_reference(piece, start + match.start()))
            began = at
        else:
            plain.append(_ESCAPES.get(piece[1:], piece[1:] if piece == "\\{{" else piece))
    plain.append(raw[at:])
    flush(len(raw))
    return found


def token_reference(raw: str, start: int) -> TokenReference:
    """The reference that `{{family.Name:default=text}}` is; without a dot it has no family."""
    inside, separator, default = raw[2:-2].partition(":default=")
    family, dot, name = inside.partition(".")
    if not dot:
        family, name = "", inside
    return TokenReference(
        start, start + len(raw), family.strip(), name.strip(), default if separator else None
    )
