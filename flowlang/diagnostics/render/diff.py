"""Two texts compared, as patches are written."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from flowlang.style import Look, Style, visible

_NO_LINE_END = "\\ No newline at end of file\n"


def render_diff(name: str, before: str, after: str, style: Style) -> str:
    """What changes in a text, as a patch that `git apply` and `patch` can read."""
    lines = list(_lines(name, before, after))
    head = [style.paint(line.rstrip("\n"), Look.STRONG) + "\n" for line in lines[:2]]
    return "".join(head + [_painted(line, style) for line in lines[2:]])


def _lines(name: str, before: str, after: str) -> Iterator[str]:
    for line in unified_diff(_split(before), _split(after), f"a/{name}", f"b/{name}"):
        yield line if line.endswith("\n") else f"{line}\n{_NO_LINE_END}"


def _split(text: str) -> list[str]:
    """The lines of a text with their ends; only a line feed ends one."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _painted(line: str, style: Style) -> str:
    """A line of a patch; a terminal gets no control characters of the text."""
    if not style.colour:
        return line
    text, end = (line[:-1], "\n") if line.endswith("\n") else (line, "")
    shown = "".join(char if char == "\t" else visible(char) for char in text.removesuffix("\r"))
    looks = {"+": Look.GOOD, "-": Look.ERROR, "@": Look.ASIDE, "\\": Look.FAINT}
    look = looks.get(line[:1])
    return (style.paint(shown, look) if look else shown) + end
