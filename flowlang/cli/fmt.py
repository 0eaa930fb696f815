"""`flowlang fmt`: scripts in the one canonical layout."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from flowlang.cli.options import color_option, format_option, paths_argument
from flowlang.cli.output import style_for, write, write_error, write_json
from flowlang.cli.refusal import refuse
from flowlang.cli.replacing import replace_content
from flowlang.diagnostics.diagnostic import Diagnostic, Severity
from flowlang.diagnostics.render.data import count, diagnostic_data
from flowlang.diagnostics.render.diff import render_diff
from flowlang.diagnostics.render.text import render_text
from flowlang.formatting import WIDTH, format_source
from flowlang.model.load import without_collection
from flowlang.model.projects import script_files
from flowlang.model.reading import decode_source
from flowlang.source import Source
from flowlang.style import Look, Style, counted, plain

_EPILOG = """\b
Examples:
  flowlang fmt .                        everything below this folder
  flowlang fmt . --check                would anything change? For continuous integration
  flowlang fmt . --diff                 show what would change
  flowlang fmt - < draft.flow           from standard input to standard output

Exit status: 0 fine, 1 mistakes of syntax, or with --check a file that would change,
2 wrong usage, or a file that cannot be read or written."""

_STANDARD_INPUT = Path("-")


@dataclass(slots=True)
class _Result:
    """What became of one file.

    `before` and `after` are its texts, the same where nothing changes. `reason` says why it
    was left as it is, `unreachable` that it could not be read or written.
    """

    name: str
    before: str = ""
    after: str = ""
    changed: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()
    reason: str | None = None
    unreachable: bool = False

    @property
    def status(self) -> str:
        """One word for it."""
        if self.diagnostics or self.reason is not None:
            return "failed"
        return "changed" if self.changed else "unchanged"


@click.command(epilog=_EPILOG)
@paths_argument
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change, as a patch.")
@click.option(
    "--width",
    type=click.IntRange(20, 1000),
    default=WIDTH,
    show_default=True,
    help="How many characters a line may have.",
)
@format_option()
@color_option
def command(
    paths: tuple[Path, ...], check: bool, diff: bool, width: int, form: str, color: str
) -> int:
    """Put scripts into the one canonical layout.

    A PATH is a file, or a folder with all .flow files below it; - is standard input. Comments
    stay where they are. Only files that change are written, each in one step; a file with
    mistakes of syntax is left as it is.
    """
    piped = _STANDARD_INPUT in paths
    if piped and len(paths) > 1:
        raise refuse("`-` is standard input and stands alone")
    files = [] if piped else _files(paths)
    with without_collection():
        if piped:
            results = [_formatted(sys.stdin.buffer.read(), "<stdin>", None, width)]
        else:
            writing = not (check or diff)
            results = [_format_file(path, name, width, writing) for path, name in files]
    if form == "json":
        write_json(_data(results, diff=diff, written=not (piped or check or diff)))
    else:
        _tell(results, color, piped=piped, check=check, diff=diff)
    if any(each.unreachable for each in results):
        return 2
    failed = any(each.status == "failed" for each in results)
    return 1 if failed or (check and any(each.changed for each in results)) else 0


def _files(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """The files of all paths, each once; a path that leads nowhere is refused."""
    problems: list[str] = []
    files: dict[Path, tuple[Path, str]] = {}
    for path in paths:
        for file, name in script_files(path, problems):
            files.setdefault(file.resolve(), (file, name))
    if problems:
        raise refuse("; ".join(problems))
    return list(files.values())


def _format_file(path: Path, name: str, width: int, writing: bool) -> _Result:
    """Format one file, and write it if it changes."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return _Result(name, reason=f"it cannot be read: {_why(error)}", unreachable=True)
    result = _formatted(raw, name, path, width)
    if result.changed and writing:
        try:
            replace_content(path, result.after.encode())
        except OSError as error:
            result.changed, result.after = False, result.before
            result.reason, result.unreachable = f"it cannot be written: {_why(error)}", True
    return result


def _formatted(raw: bytes, name: str, path: Path | None, width: int) -> _Result:
    source = decode_source(raw, name, path)
    if not isinstance(source, Source):
        return _Result(name, diagnostics=(source,))
    done = format_source(source, width)
    before = raw.decode()
    if not done.is_formatted:
        return _Result(name, before, before, diagnostics=done.diagnostics, reason=done.refusal)
    return _Result(name, before, done.text, changed=done.text != before)


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


# -- telling it ---------------------------------------------------------------------------


def _tell(results: Sequence[_Result], color: str, *, piped: bool, check: bool, diff: bool) -> None:
    """What changed and what could not; beside a script or a patch that goes to standard error."""
    if diff:
        style = style_for(sys.stdout, color)
        _write_exactly("".join(_diff(each, style) for each in results))
    elif piped and not check and results[0].status != "failed":
        _write_exactly(results[0].after)
    apart = piped or diff
    style = style_for(sys.stderr if apart else sys.stdout, color)
    told = render_text([each for one in results for each in one.diagnostics], style)
    for each in results:
        if each.reason is not None:
            told += f"{style.paint('error', Look.ERROR)}: {plain(each.name)} stays as it is: "
            told += f"{each.reason}\n"
        elif each.changed and not apart:
            verb = "would change" if check else "formatted"
            told += f"{verb} {style.paint(plain(each.name), Look.STRONG)}\n"
    if not piped:
        told += f"{_summary(results, style, pending=check or diff)}\n"
    (write_error if apart else write)(told)


def _summary(results: Sequence[_Result], style: Style, *, pending: bool) -> str:
    """One sentence about all files: `1 file formatted, 3 files unchanged`."""
    counts = Counter(each.status for each in results)
    said = {
        "changed": "would change" if pending else "formatted",
        "unchanged": "unchanged",
        "failed": "left as they are" if counts["failed"] > 1 else "left as it is",
    }
    parts = [f"{counted(counts[key], 'file')} {said[key]}" for key in said if counts[key]]
    bad = counts["failed"] or (pending and counts["changed"])
    return style.paint(", ".join(parts), Look.WARNING if bad else Look.GOOD)


def _diff(result: _Result, style: Style) -> str:
    return render_diff(result.name, result.before, result.after, style) if result.changed else ""


def _write_exactly(text: str) -> None:
    """Write to standard output in UTF-8 with line ends as they are, as scripts have them."""
    sys.stdout.flush()
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # What is left in the buffer would be tried again, and told, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _data(results: Sequence[_Result], *, diff: bool, written: bool) -> dict[str, Any]:
    """All of it as JSON; `text` is there where nothing is written, else it is in the file."""
    diagnostics = [each for one in results for each in one.diagnostics]
    counts = Counter(each.status for each in results)
    return {
        "files": [_file_data(each, diff=diff, written=written) for each in results],
        "written": written,
        "diagnostics": [diagnostic_data(each) for each in diagnostics],
        "summary": {
            "errors": count(diagnostics, Severity.ERROR),
            "warnings": count(diagnostics, Severity.WARNING),
            "files": len(results),
            **{status: counts[status] for status in ("changed", "unchanged", "failed")},
        },
    }


def _file_data(result: _Result, *, diff: bool, written: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "file": result.name,
        "status": result.status,
        "reason": result.reason,
    }
    if diff:
        data["diff"] = _diff(result, Style())
    if not written:
        data["text"] = result.after
    return data
