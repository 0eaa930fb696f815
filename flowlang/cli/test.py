"""`flowlang test`: the tests of campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from flowlang.cli.options import color_option, format_option, paths_argument, seed_option
from flowlang.cli.refusal import refuse

_EPILOG = """\b
Examples:
  flowlang test .                                all tests below this folder
  flowlang test . --filter webinar --fail-fast   some of them, until the first one fails
  flowlang test . --coverage --fail-under 90     and what they have not reached
  flowlang test . --junit tests.xml --lcov coverage.info
  flowlang test . --watch                        again whenever a file changes

Exit status: 0 all tests passed, 1 a test failed, the coverage is too low or a script has
mistakes, 2 wrong usage or no tests."""


@dataclass(frozen=True, slots=True)
class TestOptions:
    """The words of the command."""

    words: tuple[str, ...]
    fail_fast: bool
    verbose: bool
    coverage: bool
    lcov: Path | None
    fail_under: float | None
    junit: Path | None
    watch: bool
    seed: int
    form: str
    color: str

    @property
    def covers(self) -> bool:
        """Whether it is wanted to know what the tests reach."""
        return self.coverage or self.lcov is not None or self.fail_under is not None


@click.command(epilog=_EPILOG)
@paths_argument
@click.option(
    "--filter",
    "words",
    metavar="TEXT",
    multiple=True,
    help="Only tests with this in their name; several times: any of them.",
)
@click.option("--fail-fast", is_flag=True, help="Stop at the first test that fails.")
@click.option("-v", "--verbose", is_flag=True, help="Name every test, those that pass, too.")
@click.option(
    "--coverage", is_flag=True, help="Tell which steps, branches and answers no test reached."
)
@click.option(
    "--lcov",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the coverage as LCOV.",
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Fail where less than this is covered.",
)
@click.option(
    "--junit",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the results as JUnit's XML.",
)
@click.option("--watch", is_flag=True, help="Run again whenever a file changes, until Ctrl-C.")
@seed_option
@format_option()
@color_option
def command(paths: tuple[Path, ...], **options: object) -> int:
    """Run the tests of campaigns.

    Each `test` block runs in a world of its own, on the engine that runs campaigns over real
    people. Tests of files that are only imported are left alone.
    """
    wanted = TestOptions(**options)  # type: ignore[arg-type]  # Click has made them of these types.
    if wanted.watch and wanted.form == "json":
        raise refuse("`--watch` tells one result after the other; it goes with `--format text`")
    # The engine, and with it numpy and pyarrow, is loaded only when something will be run.
    from flowlang.cli.testing import run_once
    from flowlang.cli.watching import watch

    if wanted.watch:
        return watch(paths, lambda: run_once(paths, wanted))
    return run_once(paths, wanted)
