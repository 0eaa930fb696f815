"""What people really type wrong, and what they meant.

Each slip is one entry: how the text looks at the place of the mistake, what must have been
acceptable there, and what to say. The first that fits speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.source import Source, Span
from flowlang.syntax.nodes.file import Comment


@dataclass(frozen=True, slots=True)
class _Slip:
    """A slip: `where` are terminals of which all must be acceptable at the place.

    `begins` is what stands directly before the place and belongs to the slip, if anything.
    """

    looks: re.Pattern[str]
    where: frozenset[str]
    message: str
    help: str
    begins: re.Pattern[str] | None


def _slip(looks: str, where: str, message: str, help_: str, begins: str = "") -> _Slip:
    return _Slip(
        re.compile(looks, re.IGNORECASE),
        frozenset(where.split()),
        message,
        help_,
        re.compile(rf"(?:{begins})\s*\Z", re.IGNORECASE) if begins else None,
    )


_NO_KIND = "a campaign says of which kind it is"
_KINDS = 'write `batch campaign "…"`, `trigger campaign "…"` or `executable campaign "…"`'

_SLIPS = (
    # Where the word before was taken for something else.
    _slip(
        r"",
        "",
        "a duration needs a unit",
        "write the unit behind the number, such as `3 days`",
        begins=r"(?<![=+-]\s)(?<![=+-])\b\d+[ \t]*(?:#[^\n]*)?\r?\n\s*\w+",
    ),
    _slip(
        r">",
        "STRING",
        "this comparison is written `is not`",
        "write `is not`",
        begins=r"<",
    ),
    _slip(
        r'"',
        "AND",
        "`is` needs no `in`",
        'write `is "DE", "AT"`',
        begins=r"\b(?:is|is\s+not)\s+(?:in|one\s+of|any\s+of|any)",
    ),
    _slip(
        r'"',
        "AND",
        "several values are any of them",
        'write the values with commas: `"DE", "AT"`',
        begins=r"\b(?:contains|starts\s+with|ends\s+with)\s+(?:any|any\s+of|one\s+of|either)",
    ),
    _slip(
        r'["|]',
        "NAME QUOTED_NAME",
        "a row of a table has a `|` only between its cells",
        "take this one away",
        begins=r"\|\s*(?:#[^\n]*\n\s*)*",
    ),
    _slip(
        r"for\s+each",
        "GIVEN EXPECT",
        "a table of cases stands at the beginning of a test",
        "move it up, behind `at` or to the first line; a test has one table",
    ),
    _slip(
        r"\.\d+",
        "",
        "a score changes by whole numbers",
        "write `+5`, without a fraction",
        begins=r"[+=-]\d+",
    ),
    _slip(
        r',\s*"',
        "SEND WAIT",
        "a step names one asset",
        "write a step for each of them",
        begins=r'"(?:\\.|[^"\\\n])*"',
    ),
    _slip(
        r"[A-Za-z_]",
        "STRING",
        "an event says first whose it is",
        'write the person behind `event`: `event "ada" fill_out_form "Contact us"`',
        begins=r"\bevent",
    ),
    _slip(
        r"[+-]?\d+\s+to\b",
        "TO",
        "a score is changed by `change … by`",
        "write `change lead_score by +10`",
        begins=r"\badd",
    ),
    # Characters that are not plain text.
    _slip(r"[“”„‟«»]", "", "a curly quote does not begin a text", 'use the straight quote `"`'),
    _slip(r"[‘’‚']", "", "a text stands in double quotes", 'write it as `"…"`'),
    _slip(
        r'"(?!(?:\\.|[^"\\\n])*")',
        "",
        "this text is never closed",
        'add a `"` before the end of the line',
    ),
    _slip(
        r"\{\{(?![^{}\n]*\}\})",
        "",
        "this token is never closed",
        "a token is written `{{family.Name}}`",
    ),
    _slip(r"\{\w+\.", "STRING", "a token stands in two braces", "write `{{family.Name}}`"),
    _slip(r"`(?![^`\n]+`)", "", "this name is never closed", "add a back-quote behind it"),
    # Other languages' comments and punctuation.
    _slip(r"//|/\*|--", "", "this is no comment mark", "a comment begins with `#`"),
    _slip(r";", "", "a `;` does not belong here", "statements need nothing between them"),
    _slip(r",", "", "a `,` does not belong here", "a comma only stands between values of a list"),
    _slip(r"&&|&", "AND", "`&&` is written `and`", "write `and`"),
    _slip(r"\|\|?", "OR", "`||` is written `or`", "write `or`"),
    _slip(r"!=|<>", "IS", "this comparison is written `is not`", "write `is not`"),
    _slip(r"!", "NOT", "`!` is written `not`", "write `not`"),
    _slip(
        r"=>|=<|≥|≤",
        "MORE_OR_LESS",
        "this comparison is written `>=` or `<=`",
        "write `>=` or `<=`",
    ),
    _slip(
        r"[+-]=",
        "IS",
        "a filter compares and changes nothing; a step changes a score",
        "write `change lead_score by +10`",
    ),
    _slip(r"==?(?!\d)|=", "IS", "`=` does not compare; a comparison is written `is`", "write `is`"),
    _slip(r"[<>]", "MORE_OR_LESS", "this comparison needs a number", "write `>= 10`"),
    _slip(r"(equals|equal\s+to|eq)\b", "IS", "this comparison is written `is`", "write `is`"),
    _slip(
        r"(does|doesn|isn|aren)\b",
        "IS",
        "a negation is written `is not` or `not contains`",
        "write `is not`",
    ),
    _slip(
        r"(greater|more|higher|over|above)\b",
        "IS",
        "this comparison is written `>`",
        "write `> 10` or `>= 10`",
    ),
    _slip(
        r"(less|lower|under|below|fewer)\b",
        "IS",
        "this comparison is written `<`",
        "write `< 10` or `<= 10`",
    ),
    _slip(
        r"(begins|beginning)\b",
        "STARTS",
        "this comparison is written `starts with`",
        "write `starts with`",
    ),
    _slip(
        r"(includes?|has|like|contain)\b",
        "CONTAINS",
        "this comparison is written `contains`",
        "write `contains`",
    ),
    _slip(
        r"(null|nil|none|blank|missing)\b",
        "EMPTY",
        "no value is written `empty`",
        "write `is empty` or `is not empty`",
    ),
    _slip(r"in\b", "STRING NUMBER", "`is` needs no `in`", 'write `is "DE", "AT"`'),
    _slip(
        r"(any|one|either)\b",
        "STRING",
        "several values are any of them",
        'write the values with commas: `"DE", "AT"`',
    ),
    # Names of several words.
    _slip(
        r"[A-Za-z_]\w*(?:[ \t]+\w+)?[ \t]+(?:(?:is|contains|starts|ends|not)\b|[<>=])",
        "IS",
        "a name with blanks in it stands in back-quotes",
        "write it such as `` `Job Title` ``",
        begins=r"[A-Za-z]\w*",
    ),
    _slip(
        r"[A-Za-z_]\w*(?:[ \t]+\w+)?[ \t]+(?:to|by)\b",
        "TO BY",
        "a name with blanks in it stands in back-quotes",
        "write it such as `` `Job Title` ``",
        begins=r"\bchange[ \t]+\w+",
    ),
    # Choices.
    _slip(
        r"(else|default)\b",
        "WHEN",
        "what happens otherwise is written `otherwise`",
        "write `otherwise { … }`",
    ),
    _slip(
        r"(elif|elsif|if|case)\b", "WHEN", "a choice is written `when`", "write `when FILTER { … }`"
    ),
    _slip(
        r"(if|when|switch|case)\b",
        "CHOOSE",
        "a choice stands in `choose`",
        "write `choose { when FILTER { … } otherwise { … } }`",
    ),
    _slip(
        r"(else|elif|elsif|otherwise)\b",
        "CHOOSE",
        "this belongs inside `choose { … }`",
        "write `choose { when FILTER { … } otherwise { … } }`",
    ),
    # Steps as they are called elsewhere.
    _slip(
        r"(set|update|assign)\b",
        "CHANGE",
        "a value is set by `change`",
        'write `change country to "DE"`',
    ),
    _slip(
        r"(score|increase|increment|decrease)\b",
        "CHANGE",
        "a score is changed by `change … by`",
        "write `change lead_score by +5`",
    ),
    _slip(
        r"\w+\s*[+-]=",
        "CHANGE",
        "a score is changed by `change … by`",
        "write `change lead_score by +5`",
    ),
    _slip(r"(email|mail)\b", "SEND", "an email is sent by `send email`", 'write `send email "…"`'),
    _slip(
        r"(alert|notify)\b",
        "SEND",
        "an alert is sent by `send alert`",
        'write `send alert "…" to sales owner`',
    ),
    _slip(r"(sleep|pause|delay)\b", "WAIT", "a pause is written `wait`", "write `wait 3 days`"),
    _slip(
        r"(goto|jump|start)\b",
        "EXECUTE",
        "another campaign is run by `execute` or `request`",
        'write `execute "…"`',
    ),
    _slip(
        r"(stop|exit|end|return)\b",
        "REMOVE CHOOSE",
        "a flow is left by `remove from flow`",
        "write `remove from flow`",
    ),
    _slip(
        r"(mail|e-mail|message)\b",
        "EMAIL ALERT",
        "an email is sent by `send email`",
        'write `send email "…"`',
    ),
    _slip(
        r"campaign\b", "STRING", "the name of the campaign follows at once", "leave out `campaign`"
    ),
    _slip(r"for\b", "NUMBER", "a duration follows at once", "write `wait 3 days`"),
    _slip(
        r"(the|my|our)\b", "LIST", "the kind of asset follows at once", 'write `add to list "…"`'
    ),
    _slip(r"lists\b", "LIST", "one list is named at a time", 'write `list "…"`'),
    # Declarations as they are called elsewhere.
    _slip(r"smartlist\b", "SMART", "`smart list` is two words", "write `smart list`"),
    _slip(
        r"filters?\b", "SMART", "who qualifies stands in `smart list`", "write `smart list { … }`"
    ),
    _slip(r"steps?\b|actions?\b", "FLOW", "the steps stand in `flow`", "write `flow { … }`"),
    _slip(r"triggers?\b", "ON FLOW", "a trigger is written `on`", 'write `on open_email "…"`'),
    _slip(r'"', "CAMPAIGN", "the word `campaign` is missing", 'write `batch campaign "…" { … }`'),
    _slip(r"(smart\s+)?campaign\b", "BATCH", _NO_KIND, _KINDS),
    # Dates and times as they are written elsewhere.
    _slip(
        r"\d{1,2}/\d{1,2}/\d{2,4}", "", "a date is written year first", "write it as `2026-11-23`"
    ),
    _slip(
        r"\d{1,2}\.\d{1,2}\.\d{4}", "", "a date is written year first", "write it as `2026-11-23`"
    ),
    _slip(
        r"\d{1,2}(:\d{2})?\s*[ap]m\b",
        "",
        "a time of day is written with 24 hours",
        "write it as `09:00` or `21:00`",
    ),
    _slip(r"\d:\d{2}", "", "a time of day has two digits for the hour", "write it as `09:00`"),
)

# Where an unknown word stands, the keywords of the place are offered.
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_BEHIND_NUMBER = re.compile(r"/\d{1,2}/\d{2,4}|:\d{2}|\.\d{1,2}\.\d{4}|\s*[ap]m\b", re.IGNORECASE)
_QUOTES_IN_TEXT = re.compile(r"[“”„]")
_SINGLE_BRACE = re.compile(
    r"(?<![{\\])\{(?:my|lead|company|member|campaign|program|system|trigger)\.[^{}\n\"]*\}{1,2}(?!\})",
    re.IGNORECASE,
)
_UNCLOSED_TOKEN = re.compile(
    r"(?<!\\)\{\{(?:my|lead|company|member|campaign|program|system|trigger)\.[^{}\n]*(?:\}(?!\})|(?=\"|\n|\{))",
    re.IGNORECASE,
)
_STRING = re.compile(r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*', re.DOTALL)


def slip_at(
    source: Source, offset: int, accepted: frozenset[str], previous: str | None
) -> Diagnostic | None:
    """The slip at an offset where only the accepted terminals could have stood, if it is one."""
    text = source.text
    if previous in ("NUMBER", "DATE", "TIME") and _BEHIND_NUMBER.match(text, offset):
        offset = _start_of_number(text, offset)
    for slip in _SLIPS:
        span = _fits(slip, text, offset, accepted)
        if span is not None:
            return Diagnostic("syntax-error", slip.message, source, span, help=slip.help)
    return _misspelt(source, offset, accepted)


def _fits(slip: _Slip, text: str, offset: int, accepted: frozenset[str]) -> Span | None:
    """The place of a slip, where it is the one that was made."""
    match = slip.looks.match(text, offset)
    if match is None or not slip.where <= accepted:
        return None
    if slip.begins is None:
        return Span(*match.span())
    before = slip.begins.search(text[max(offset - 200, 0) : offset])
    if before is None:
        return None
    start = max(offset - 200, 0) + before.start()
    return Span(start, start + len(before.group().split("\n")[0].rstrip()))


def _start_of_number(text: str, offset: int) -> int:
    while offset and (text[offset - 1].isdigit() or text[offset - 1] in " \t"):
        offset -= 1
    while text[offset] in " \t":
        offset += 1
    return offset


def _misspelt(source: Source, offset: int, accepted: frozenset[str]) -> Diagnostic | None:
    """A keyword in the wrong case, or one that is nearly right."""
    match = _WORD.match(source.text, offset)
    if match is None:
        return None
    word = match.group()
    keywords = [name.lower() for name in accepted if name.isalpha() and name.upper() == name]
    nearest = get_close_matches(word.lower(), [*keywords, "campaign"], n=1)
    if "BATCH" in accepted and nearest == ["campaign"]:
        return Diagnostic("syntax-error", _NO_KIND, source, Span(*match.span()), help=_KINDS)
    if word.lower() in keywords and word != word.lower():
        message = f"`{word}` is written in small letters"
        found = [word.lower()]
    else:
        found = get_close_matches(word.lower(), keywords, n=1, cutoff=0.75)
        message = f"`{word}` does not belong here"
    if not found or found[0] == word:
        return None
    return Diagnostic(
        "syntax-error",
        message,
        source,
        Span(*match.span()),
        help=f"did you mean `{found[0]}`?",
    )


def slips_in_text(
    source: Source, comments: list[Comment], known: list[Diagnostic]
) -> Iterator[Diagnostic]:
    """Tokens inside quotes that are written with one brace, or not closed."""
    text = source.text
    if "{" not in text:
        return
    told = [diagnostic.span for diagnostic in known]
    for string in _STRING.finditer(text):
        if text.find("{", *string.span()) < 0 or string.group().startswith("#"):
            continue
        for pattern, message in (
            (_SINGLE_BRACE, "a token stands in two braces on each side"),
            (_UNCLOSED_TOKEN, "this token is never closed"),
        ):
            for match in pattern.finditer(text, string.start(), string.end()):
                span = Span(*match.span())
                if any(each.start < span.end and span.start < each.end for each in told):
                    continue
                inside = match.group().strip("{}")
                yield Diagnostic(
                    "syntax-error", message, source, span, help=f"write `{{{{{inside}}}}}`"
                )
