"""What could have stood at the place of a mistake, in the words of people who write campaigns."""

from __future__ import annotations

import re

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.source import Source, Span
from flowlang.syntax.slips import slip_at

# What a place is for is told by the words it takes: the first line whose terminals are all
# accepted speaks.
_PLACES: tuple[tuple[frozenset[str], str], ...] = tuple(
    (frozenset(terminals.split()), phrase)
    for terminals, phrase in (
        ("SEND WAIT CHOOSE RBRACE", 'a flow step such as `send email "…"`, or `}`'),
        ("FLOW SMART SCHEDULE", "a part of a campaign such as `smart list { … }`, `flow { … }`"),
        ("GIVEN EXPECT", 'a statement of a test such as `expect "…": …`'),
        ("IMPORT PROGRAM", 'a declaration such as `list "…"` or `batch campaign "…" { … }`'),
        ("PROGRAM STREAM RBRACE", "a declaration, or the `}` that closes this block"),
        ("DID EVERYONE LPAR", 'a filter such as `country is "DE"`'),
        ("VBAR STRING RBRACE", "`|` and a cell, or the name of the next case"),
        ("WHEN OTHERWISE", "`when FILTER { … }` or `otherwise { … }`"),
        ("SEGMENT RBRACE", '`segment "…" { … }`, or `}`'),
        ("STATUS RBRACE", '`status "…"`, or `}`'),
        ("EVERY ONCE RBRACE", "a time such as `every weekday at 09:00`, or `}`"),
        ("OPERATIONAL RBRACE", 'a line such as `subject: "…"`, or `}`'),
        ("IS CONTAINS", 'a comparison such as `is "DE"`, `is not empty` or `>= 10`'),
        ("STRING NUMBER DATE TRUE", 'a value such as `"DE"`, `10`, `2026-11-23` or `true`'),
        ("STRING DATE DATETIME", "a date, a time with its date, or a token in braces"),
        ("STRING LONG_STRING TOKEN_REFERENCE", "text in quotes, or a token"),
        ("STRING LONG_STRING NAME", "a module such as `std.fields`, or a path in quotes"),
        ("STRING SIGNED", "a score change such as `+5`, `-5` or `=5`"),
        ("STRING LONG_STRING", "a name in quotes"),
        ("DATE DATETIME", "a date such as `2026-11-23`"),
        ("NAME NUMBER MONTH", "days such as `weekday`, `monday, thursday` or `3 days`"),
        ("AND OR LBRACE", "`and`, `or`, or the `{` that opens the steps"),
        ("AND OR RBRACE", "`and`, `or`, or the `}` that closes the filter"),
        ("AND OR RPAR", "`and`, `or`, or the `)` that closes the group"),
        ("AND OR $END", "`and`, `or`, or nothing more"),
        ("TO BY", "`to` and a value, or `by` and a score change"),
    )
)

_SINGLE = {
    "DATETIME": "a date with a time such as `2026-11-23T09:00`",
    "DATE": "a date such as `2026-11-23`",
    "TIME": "a time of day such as `09:00`",
    "PERCENT": "a share such as `25%`",
    "NUMBER": "a number",
    "STRING": "a name in quotes",
    "LONG_STRING": "a name in quotes",
    "NAME": "a name",
    "QUOTED_NAME": "a name",
    "TOKEN_REFERENCE": "a token such as `{{lead.First Name}}`",
    "MORE_OR_LESS": "`>=`, `<=`, `>` or `<`",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "COLON": "`:`",
    "COMMA": "`,`",
    "EQUAL": "`=`",
    "DOT": "`.`",
    "VBAR": "`|`",
    "$END": "the end of the file",
    "__ANON_0": "`time`",
}

# Behind these words a number begins a duration.
_BEFORE_DURATION = frozenset(["WAIT", "PER", "PAST", "FUTURE", "ADVANCE", "PLUS", "MINUS"])

_WORD = re.compile(r'"(?:\\.|[^"\\\n])*"|[A-Za-z_]\w*|\d[\w.:-]*|[^\s]')


def describe(
    source: Source, offset: int, accepted: frozenset[str], previous: str | None
) -> Diagnostic:
    """The mistake at an offset where only the accepted terminals could have stood."""
    slip = slip_at(source, offset, accepted, previous)
    if slip is not None:
        return slip
    match = _WORD.match(source.text, offset)
    if match is None:
        begin = max(len(source.text.rstrip()) - 1, 0)
        span, found = Span(begin, begin + 1), "the file ends"
    else:
        span, found = Span(match.start(), match.end()), f"`{match.group()}` does not belong here"
    wanted = expected(accepted, previous)
    return Diagnostic(
        "syntax-error",
        f"{found}; expected {wanted}",
        source,
        span,
        label=f"expected {wanted}" if len(wanted) < 50 else None,
    )


def expected(accepted: frozenset[str], previous: str | None) -> str:
    """What fits, in words: one phrase for a whole place, else the few single things."""
    if previous in _BEFORE_DURATION and "NUMBER" in accepted:
        return "a duration such as `3 days`"
    for terminals, phrase in _PLACES:
        if terminals <= accepted:
            return phrase
    if previous == "NUMBER" and accepted <= {"NAME", "QUOTED_NAME"} | _SOFT:
        return "a unit such as `days` or `hours`"
    # A name fits wherever a word is read at all; it is worth telling only where little else is.
    keywords = [word for word in accepted if word not in ("NAME", "QUOTED_NAME")]
    single = sorted({_SINGLE.get(word, f"`{word.lower()}`") for word in keywords})
    if "NAME" in accepted and _SOFT & accepted:
        return "a name"
    if not single:
        return "a name"
    if len(single) > 4:
        single = [*single[:4], "…"]
    return single[0] if len(single) == 1 else ", ".join(single[:-1]) + " or " + single[-1]


_SOFT = frozenset(["MEMBER", "PROGRAM", "ENGAGEMENT", "STATUS", "RANDOM", "EVERYONE"])
