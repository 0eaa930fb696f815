"""Diagnostics as a JUnit report, which most build servers show: a suite a file, a case each.

The form that they agree on: https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from flowlang.diagnostics.diagnostic import Diagnostic, Severity

# What XML 1.0 cannot hold, in whatever way it is written.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_junit(diagnostics: Sequence[Diagnostic], files: Iterable[str]) -> str:
    """One suite for each file, with a case that passes where nothing is told of it.

    Errors and warnings fail; what is told as info is written below a case that passes.
    """
    by_file: dict[str, list[Diagnostic]] = {name: [] for name in files}
    for each in diagnostics:
        by_file.setdefault(each.source.name, []).append(each)
    suites = [_suite(name, told) for name, told in by_file.items()]
    cases = sum(max(1, len(told)) for told in by_file.values())
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="flowlang" tests="{cases}" failures="{_failures(diagnostics)}">',
        *suites,
        "</testsuites>",
    ]
    return "\n".join(rows) + "\n"


def _suite(name: str, told: Sequence[Diagnostic]) -> str:
    cases = [_case(each) for each in told] or [_element("testcase", name="no problems", file=name)]
    head = f'  <testsuite name={_quoted(name)} tests="{len(cases)}" failures="{_failures(told)}">'
    return "\n".join([head, *cases, "  </testsuite>"])


def _failures(told: Iterable[Diagnostic]) -> int:
    return sum(each.severity is not Severity.INFO for each in told)


def _case(diagnostic: Diagnostic) -> str:
    source = diagnostic.source
    line, column = source.position(diagnostic.span.start)
    place = f"{source.name}:{line}:{column}"
    said = "\n".join(
        part
        for part in (
            f"{place}: {diagnostic.severity.value}[{diagnostic.rule}]: {diagnostic.message}",
            f"help: {diagnostic.help}" if diagnostic.help else "",
        )
        if part
    )
    name = f"{diagnostic.rule} at {line}:{column}"
    tag = "system-out" if diagnostic.severity is Severity.INFO else "failure"
    extra = ""
    if tag == "failure":
        extra = f" message={_quoted(diagnostic.message)} type={_quoted(diagnostic.severity.value)}"
    inner = f"      <{tag}{extra}>{escape(_allowed(said))}</{tag}>"
    return "\n".join(
        [
            _element("testcase", closed=False, name=name, file=source.name, line=str(line)),
            inner,
            "    </testcase>",
        ]
    )


def _element(tag: str, *, closed: bool = True, **attributes: str) -> str:
    listed = "".join(f" {key}={_quoted(value)}" for key, value in attributes.items())
    return f'    <{tag} classname="flowlang"{listed}{"/>" if closed else ">"}'


def _quoted(text: str) -> str:
    return quoteattr(_allowed(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
