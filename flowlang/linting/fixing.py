"""Fixes put together: edits that do not touch each other, again and again until none is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flowlang.diagnostics.diagnostic import Diagnostic, Edit, Fix, Severity

Diagnose = Callable[[Mapping[Path, str]], Sequence[Diagnostic]]
"""What is told where files have these texts instead of their own."""

_MOST_ROUNDS = 50


@dataclass(slots=True)
class Mended:
    """New texts by file, the fixes that made them in the order in which they were made.

    `left_out` are those that would have made a mistake, or would never have come to an end;
    `rest` is what is told of the new texts.
    """

    texts: dict[Path, str] = field(default_factory=dict)
    fixed: list[Diagnostic] = field(default_factory=list)
    left_out: list[Diagnostic] = field(default_factory=list)
    rest: Sequence[Diagnostic] = ()


def mend(diagnose: Diagnose, *, unsafe: bool) -> Mended:
    """Mend what has a fix, with those that are unsafe where they are wanted.

    A fix never adds a mistake: one that would is left out and told.
    """
    mended = Mended(rest=diagnose({}))
    for _ in range(_MOST_ROUNDS):
        wanted = [each for each in mended.rest if _is_wanted(each, mended, unsafe=unsafe)]
        if not wanted:
            break
        _one_round(_apart(wanted), diagnose, mended)
    else:
        mended.left_out += [each for each in mended.rest if _is_wanted(each, mended, unsafe=unsafe)]
    return mended


def _is_wanted(diagnostic: Diagnostic, mended: Mended, *, unsafe: bool) -> bool:
    fix = diagnostic.fix
    return (
        fix is not None
        and (fix.safe or unsafe)
        and all(edit.source.path is not None for edit in fix.edits)
        and not any(_is_same(diagnostic, other) for other in mended.left_out)
    )


def _is_same(one: Diagnostic, other: Diagnostic) -> bool:
    return _identity(one) == _identity(other)


def _identity(diagnostic: Diagnostic) -> tuple[str, str, str, str]:
    """What tells a finding from others although its place may move."""
    source = diagnostic.source
    return (diagnostic.rule, diagnostic.message, source.name, source.slice(diagnostic.span))


def _one_round(chosen: Sequence[Diagnostic], diagnose: Diagnose, mended: Mended) -> None:
    """Take up all of the chosen fixes; where they make a mistake together, half of them."""
    texts = {**mended.texts, **applied(each.fix for each in chosen if each.fix is not None)}
    rest = diagnose(texts)
    if _errors(rest) <= _errors(mended.rest):
        mended.texts, mended.rest = texts, rest
        mended.fixed += chosen
    elif len(chosen) == 1:
        mended.left_out += chosen
    else:
        # The other half is met again in the next round, at its new place.
        _one_round(chosen[: len(chosen) // 2], diagnose, mended)


def _errors(diagnostics: Iterable[Diagnostic]) -> int:
    return sum(each.severity is Severity.ERROR for each in diagnostics)


def _apart(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those whose edits do not touch the edits of an earlier one."""
    taken: dict[Path | None, list[Edit]] = {}
    chosen = []
    for each in diagnostics:
        edits = () if each.fix is None else each.fix.edits
        if any(_touch(edit, other) for edit in edits for other in taken.get(edit.source.path, ())):
            continue
        for edit in edits:
            taken.setdefault(edit.source.path, []).append(edit)
        chosen.append(each)
    return chosen


def _touch(one: Edit, other: Edit) -> bool:
    """Whether two edits share a character or an edge, so that their order would matter."""
    return one.span.start <= other.span.end and other.span.start <= one.span.end


def applied(fixes: Iterable[Fix]) -> dict[Path, str]:
    """The new texts of the files that fixes change; their edits must not touch."""
    by_file: dict[Path, list[Edit]] = {}
    for fix in fixes:
        for edit in fix.edits:
            if edit.source.path is not None:
                by_file.setdefault(edit.source.path, []).append(edit)
    return {path: _edited(edits) for path, edits in by_file.items()}


def _edited(edits: list[Edit]) -> str:
    text = edits[0].source.text
    line_end = "\r\n" if "\r\n" in text else "\n"
    for edit in sorted(edits, key=lambda each: each.span, reverse=True):
        replacement = edit.replacement.replace("\n", line_end)
        text = text[: edit.span.start] + replacement + text[edit.span.end :]
    return text
