"""What `import flowlang` gives is typed, documented, and loaded only when it is asked for."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import flowlang
from tests.cli.test_imports import HEAVY

ROOT = Path(__file__).parents[2]


def loaded(code: str) -> set[str]:
    """The modules that are loaded when some code has run."""
    code += "\nimport sys\nprint('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())


def test_importing_it_loads_nothing() -> None:
    ours = {each for each in loaded("import flowlang") if each.startswith("flowlang")}
    assert ours == {"flowlang"}


def test_what_checks_loads_no_arrays() -> None:
    code = "import flowlang\nflowlang.check('')\nflowlang.lint('')\nflowlang.format('')"
    assert loaded(code) & HEAVY == set()


def test_type_checkers_see_what_is_there() -> None:
    tree = ast.parse(Path(flowlang.__file__).read_text(encoding="utf-8"))
    branch = next(node for node in tree.body if isinstance(node, ast.If))
    told = {
        alias.name: node.module
        for node in branch.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert set(told) | {"__version__"} == set(flowlang.__all__)
    for name, module in told.items():
        assert getattr(flowlang, name) is getattr(sys.modules[str(module)], name)
    assert set(flowlang.__all__) <= set(dir(flowlang))


def test_there_is_nothing_else() -> None:
    assert not hasattr(flowlang, "chek")


def test_a_strict_type_checker_knows_the_types(tmp_path: Path) -> None:
    code = """
import flowlang
from flowlang import Report, run
reveal_type(flowlang.check(""))
reveal_type(flowlang.format(""))
reveal_type(flowlang.format({"a.flow": ""}))
reveal_type(run("", "people.csv"))
flowlang.nothing
"""
    script = tmp_path / "uses.py"
    script.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-incremental", str(script)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    told = [line.partition(": ")[2] for line in done.stdout.splitlines()]
    assert told[:5] == [
        'note: Revealed type is "flowlang.library.checks.Report"',
        'note: Revealed type is "flowlang.formatting.Formatted"',
        'note: Revealed type is "dict[str, flowlang.formatting.Formatted]"',
        'note: Revealed type is "flowlang.library.results.Result"',
        'error: Module has no attribute "nothing"  [attr-defined]',
    ]


def test_everything_is_on_its_page() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    section = page.split("## All of it\n")[1]
    for name in ("load", "check", "lint", "format", "test", "run", "simulate"):
        assert f"`{name}(" in section
