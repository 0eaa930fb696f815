"""Results of tests as the XML that build servers read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from flowlang.style import Style
from flowlang.testing.results import Result
from flowlang.testing.text import render_failure

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_junit(results: Sequence[Result]) -> str:
    """One suite for each file, in the order in which the tests ran."""
    rows = ['<?xml version="1.0" encoding="UTF-8"?>']
    rows.append(f"<testsuites {_named('flowlang')} {_counts(results)}>")
    for name, group in groupby(results, key=lambda each: each.test.source.name):
        some = list(group)
        rows.append(f'  <testsuite {_named(name)} {_counts(some)} skipped="0">')
        for each in some:
            rows.extend(_case(each))
        rows.append("  </testsuite>")
    rows.append("</testsuites>")
    return "".join(f"{row}\n" for row in rows)


def _case(result: Result) -> Iterator[str]:
    file = _attribute(result.test.source.name)
    head = (
        f"    <testcase {_named(result.test.title)} classname={file} file={file} "
        f'line="{result.line}" time="{result.seconds:.6f}"'
    )
    if result.passed:
        yield f"{head}/>"
        return
    yield f"{head}>"
    for failure in result.failures:
        text = escape(_clean(render_failure(failure, Style())))
        message = _attribute(failure.message)
        yield f'      <failure type="expectation" message={message}>{text}</failure>'
    yield "    </testcase>"


def _counts(results: Sequence[Result]) -> str:
    failed = sum(not each.passed for each in results)
    seconds = sum(each.seconds for each in results)
    return f'tests="{len(results)}" failures="{failed}" errors="0" time="{seconds:.6f}"'


def _named(name: str) -> str:
    return f"name={_attribute(name)}"


def _attribute(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)
