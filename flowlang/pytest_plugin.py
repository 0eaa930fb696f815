"""Lets pytest collect the `test` blocks of `.flow` files.

It is loaded by every pytest that has FlowLang installed, so it imports nothing else of
FlowLang before a file with tests is met.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from flowlang.model.tests import TestCase
    from flowlang.testing.results import Result
    from flowlang.testing.runner import Runner

_TEST = re.compile(rb'\btest\s*"')
"""What a file without tests does not have; most that have it have tests."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The settings: which files, and what chance begins with."""
    parser.addini(
        "flowlang_files",
        "globs of the files in which tests of campaigns are looked for; none: nowhere",
        type="args",
        default=["*.flow"],
    )
    group = parser.getgroup("flowlang", "tests of campaigns")
    group.addoption(
        "--flowlang-seed",
        type=int,
        default=0,
        metavar="N",
        help="what chance begins with in tests of campaigns; default: 0",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A `.flow` file that has tests."""
    if file_path.suffix != ".flow":
        return None
    globs = parent.config.getini("flowlang_files")
    if not any(_fits(file_path, each, parent.config.rootpath) for each in globs):
        return None
    try:
        has_tests = _TEST.search(file_path.read_bytes())
    except OSError:
        return None
    return FlowFile.from_parent(parent, path=file_path) if has_tests else None


def _fits(path: Path, glob: str, root: Path) -> bool:
    """Whether a file is meant: by its name, or by its path below the root."""
    if "/" not in glob:
        return fnmatchcase(path.name, glob)
    below = path.relative_to(root) if path.is_relative_to(root) else path
    return fnmatchcase(f"/{below.as_posix()}", f"/{glob}".replace("/**/", "/*").replace("**", "*"))


class FlowFailure(Exception):  # noqa: N818 - what pytest shows is its text alone.
    """A test of campaigns that failed."""

    def __init__(self, result: Result) -> None:
        super().__init__(result.test.title)
        self.result = result


_LIBRARY = pytest.StashKey[Any]()


class FlowFile(pytest.File):
    """A `.flow` file; it is checked, with all that it imports, when it is collected."""

    def collect(self) -> Iterator[FlowItem]:
        """Its tests; a case of a table is a test of its own."""
        from flowlang.checking import check
        from flowlang.diagnostics.diagnostic import Severity
        from flowlang.diagnostics.render.text import render_text
        from flowlang.model.load import load
        from flowlang.model.standard import StandardLibrary
        from flowlang.style import Style
        from flowlang.testing.runner import Runner
        from flowlang.testing.session import tests_in

        library = self.config.stash.setdefault(_LIBRARY, StandardLibrary())
        loaded = load([self.path], library)
        if loaded.problems:
            raise self.CollectError("; ".join(loaded.problems))
        [instance] = loaded.instances
        mistakes = [each for each in check(instance) if each.severity is Severity.ERROR]
        if mistakes:
            raise self.CollectError(render_text(mistakes, Style()).rstrip())
        runner = Runner(instance, seed=self.config.getoption("--flowlang-seed"))
        for test in tests_in(instance, [self.path]):
            yield FlowItem.from_parent(self, name=test.title, test=test, runner=runner)


class FlowItem(pytest.Item):
    """One test of campaigns."""

    def __init__(self, *, test: TestCase, runner: Runner, **rest: Any) -> None:
        super().__init__(**rest)
        self.test = test
        self.runner = runner

    def runtest(self) -> None:
        """Run it in a world of its own."""
        result = self.runner.run(self.test)
        if not result.passed:
            raise FlowFailure(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What was expected and what was found, with the place in the script."""
        if not isinstance(excinfo.value, FlowFailure):
            return super().repr_failure(excinfo, style)
        from flowlang.style import Style
        from flowlang.testing.text import render_failure

        failures = excinfo.value.result.failures
        return "\n".join(render_failure(each, Style()) for each in failures)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands, and what it is called."""
        position = self.test.source.position(self.test.span.start)
        return self.path, position.line - 1, self.test.title
