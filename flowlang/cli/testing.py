"""From paths to tests that have run, and what is printed and written of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from flowlang.cli.files import write_file
from flowlang.cli.output import style_for, write, write_json
from flowlang.cli.problems import tell_problems
from flowlang.cli.refusal import refuse
from flowlang.cli.test import TestOptions
from flowlang.model.nearest import nearest
from flowlang.style import Look, Style, counted, plain, width_of
from flowlang.testing.coverage import Spot, share
from flowlang.testing.junit import render_junit
from flowlang.testing.lcov import render_lcov
from flowlang.testing.results import Result
from flowlang.testing.session import Session, session_of, tests_in
from flowlang.testing.summary import render_coverage, render_file, render_tally, session_data
from flowlang.testing.text import render_result
from flowlang.workspace.loading import Checked, load_and_check


def run_once(paths: Sequence[Path], wanted: TestOptions) -> int:
    """Run the tests of paths, tell what came of it, and give the exit status."""
    checked = load_and_check(paths)
    tell_problems(checked, wanted.form, wanted.color)
    if checked.has_errors:
        return 1
    session = session_of(
        checked.instances, paths, words=wanted.words, seed=wanted.seed, covers=wanted.covers
    )
    if not session.size:
        raise refuse(_nothing(checked, paths, wanted.words))
    style = style_for(sys.stdout, wanted.color)
    if wanted.form == "json":
        for _ in session.run(fail_fast=wanted.fail_fast):
            pass
    else:
        _tell(session, wanted, style)
    spots = session.spots() if wanted.covers else None
    if wanted.form == "json":
        write_json(session_data(session.results, spots))
    elif spots is not None and (wanted.coverage or wanted.lcov is None):
        write(f"\n{render_coverage(spots, style)}")
    _write_files(session, spots, wanted)
    enough = _is_enough(spots, wanted, style)
    return 1 if session.failed or not enough else 0


def _nothing(checked: Checked, paths: Sequence[Path], words: Sequence[str]) -> str:
    """What to say where there is no test to run."""
    names = [each.title for one in checked.instances for each in tests_in(one, paths)]
    where = ", ".join(str(path) for path in paths)
    if not names:
        return f'there are no tests in {where}; write one: `test "what should be so" {{ … }}`'
    near = nearest(words[0], names)
    offer = f'; did you mean "{near}"?' if near else f"; {where} has {counted(len(names), 'test')}"
    return f'no test has "{words[0]}" in its name{offer}'


def _tell(session: Session, wanted: TestOptions, style: Style) -> None:
    """Run and tell, file by file."""
    begun = perf_counter()
    names = {each.source.name for _, tests in session.tests for each in tests}
    width = max(width_of(plain(name)) for name in names)
    of_file: list[Result] = []
    for result in session.run(fail_fast=wanted.fail_fast):
        if of_file and of_file[-1].test.source is not result.test.source:
            _close_file(of_file, width, wanted, style)
            of_file = []
        if wanted.verbose and not of_file:
            write(f"{style.paint(plain(result.test.source.name), Look.STRONG)}\n")
        of_file.append(result)
        if not result.passed:
            write(f"{render_result(result, style)}\n")
        elif wanted.verbose:
            ok = style.paint("ok", Look.GOOD)
            time = style.paint(f"({1000 * result.seconds:.1f} ms)", Look.FAINT)
            write(f"  {ok}  {plain(result.test.title)}  {time}\n")
    _close_file(of_file, width, wanted, style)
    passed = len(session.results) - session.failed
    tally = render_tally(passed, session.failed, perf_counter() - begun, style)
    left = session.size - len(session.results)
    rest = f"; {left:,} not run" if left else ""
    write(f"\n{tally}{rest}\n")


def _close_file(results: list[Result], width: int, wanted: TestOptions, style: Style) -> None:
    if not wanted.verbose:
        write(f"{render_file(results[0].test.source.name, results, width, style)}\n")


def _write_files(session: Session, spots: list[Spot] | None, wanted: TestOptions) -> None:
    if wanted.junit is not None:
        write_file(wanted.junit, render_junit(session.results), "--junit")
    if wanted.lcov is not None and spots is not None:
        write_file(wanted.lcov, render_lcov(spots, Path.cwd().resolve()), "--lcov")


def _is_enough(spots: list[Spot] | None, wanted: TestOptions, style: Style) -> bool:
    """Whether as much is covered as it should be; if not, that is told."""
    if spots is None or wanted.fail_under is None:
        return True
    percent = share(spots).percent
    enough = percent >= wanted.fail_under
    if wanted.form == "text":
        told = f"{percent:.1f}% is covered"
        if not enough:
            told += f", less than the {wanted.fail_under:g}% of --fail-under"
        write(f"\n{style.paint(told, Look.GOOD if enough else Look.ERROR)}\n")
    return enough
