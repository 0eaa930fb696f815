"""The page of a rule as it is read on a terminal."""

from __future__ import annotations

import re
import textwrap

from flowlang.diagnostics.render.text import LOOKS
from flowlang.diagnostics.rule import MAIN_FILE, Rule
from flowlang.style import Look, Style

_CODE = re.compile(r"`([^`\n]+)`")
_COMMENT = re.compile(r"#.*$", re.MULTILINE)
_WIDEST = 88


def render_page(rule: Rule, style: Style) -> str:
    """The whole page: prose kept to the width, examples indented."""
    kind = style.paint(f"{rule.severity.value}[{rule.name}]", LOOKS[rule.severity])
    parts = [
        f"{kind}  {style.paint(rule.category, Look.FAINT)}",
        _prose(rule.summary, style),
        _heading("Why", style),
        _prose(rule.why, style),
        _heading("Wrong", style),
        _files(rule.bad, style),
        _heading("Right", style),
        _files(rule.good, style),
    ]
    if rule.mend is not None:
        parts += [_heading("How to mend", style), _prose(rule.mend, style)]
    return "\n\n".join(parts) + "\n"


def _heading(text: str, style: Style) -> str:
    return style.paint(text, Look.STRONG)


def _prose(text: str, style: Style) -> str:
    """Paragraphs and lists in lines of the right length; code in them is set off."""
    width = min(style.width, _WIDEST) - 2
    blocks = (_filled(block, width) for block in re.split(r"\n\s*\n", text))
    filled = "\n\n".join(blocks)
    return _CODE.sub(lambda code: style.paint(code[0], Look.CODE), filled)


def _filled(block: str, width: int) -> str:
    """One paragraph, or a list with a dash before each item."""
    items = re.split(r"^- ", block, flags=re.MULTILINE)
    lead, *rest = items
    rows = []
    if lead.strip():
        rows.append(_wrap(lead, width, "  ", "  "))
    rows.extend(_wrap(item, width, "  - ", "    ") for item in rest)
    return "\n".join(rows)


def _wrap(text: str, width: int, first: str, further: str) -> str:
    # A blank inside of code is no place to break a line.
    whole = _CODE.sub(lambda code: code[0].replace(" ", "\u00a0"), " ".join(text.split()))
    filled = textwrap.fill(
        whole,
        width + 2,
        initial_indent=first,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled.replace("\u00a0", " ")


def _files(files: dict[str, str], style: Style) -> str:
    blocks = []
    for name, text in files.items():
        code = _COMMENT.sub(lambda comment: style.paint(comment[0], Look.FAINT), text.strip("\n"))
        title = "" if len(files) == 1 and name == MAIN_FILE else f"  {_title(name, style)}\n"
        blocks.append(title + textwrap.indent(code, "    "))
    return "\n\n".join(blocks)


def _title(name: str, style: Style) -> str:
    return style.paint(f"{name}:", Look.ASIDE)
