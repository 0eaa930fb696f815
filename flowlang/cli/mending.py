"""What `lint --fix` and `lint --diff` do with mended texts."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from flowlang.cli.output import style_for, write, write_error
from flowlang.cli.replacing import replace_texts
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.diagnostics.render.diff import render_diff
from flowlang.diagnostics.render.text import place
from flowlang.linting.fixing import Mended
from flowlang.style import counted

Changes = Mapping[Path, tuple[str, str]]
"""The old and the new text of each file that changes, by its real path."""


def write_mended(changes: Changes) -> None:
    """Write all files that have changed."""
    replace_texts({path: texts for path, texts in changes.items() if texts[0] != texts[1]})


def tell_mended(mended: Mended, files: int) -> None:
    """How much was mended, on standard error: what is printed is about what is left."""
    for each in mended.left_out:
        write_error(_left_out(each))
    if mended.fixed:
        inside = counted(files, "file")
        write_error(f"mended {counted(len(mended.fixed), 'problem')} in {inside}\n")


def show_difference(changes: Changes, mended: Mended, color: str) -> None:
    """Print what would change, as `diff -u` does, and say how much of it there is."""
    style = style_for(sys.stdout, color)
    names = {each.source.path: each.source.name for each in mended.fixed}
    for path, (old, new) in sorted(changes.items()):
        # As it was given, though a link may lead there.
        name = names.get(path) or os.path.relpath(path)
        write(render_diff(name.replace(os.sep, "/"), old, new, style))
    for each in mended.left_out:
        write_error(_left_out(each))
    inside = counted(len(changes), "file")
    would = f"would mend {counted(len(mended.fixed), 'problem')} in {inside}"
    write_error(f"{would if mended.fixed else 'nothing to mend'}\n")


def _left_out(diagnostic: Diagnostic) -> str:
    where = place(diagnostic.source, diagnostic.span.start)
    return (
        f"{where}: the fix of {diagnostic.rule} was left out: "
        "together with the rest of the file it would make a mistake\n"
    )
